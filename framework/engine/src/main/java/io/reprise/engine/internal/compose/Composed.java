package io.reprise.engine.internal.compose;

import io.reprise.data.Dimensions;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.Composition;
import io.reprise.engine.internal.pipeline.Part;
import io.reprise.engine.internal.yaml.Yaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pipeline whose parts are found and fit together.
 *
 * @param dimensions what the symbols of the model's signature stand for
 * @param tensor how the run computes, as far as the pipeline says it, by key
 * @param bundles what takes part, the runtime's bundles among them
 */
public record Composed(
        String name,
        String summary,
        ComposedPart data,
        Optional<ComposedPart> model,
        Optional<ComposedPart> trainer,
        List<ComposedPart> evaluators,
        Dimensions dimensions,
        long seed,
        Map<String, Part.Given> tensor,
        List<BundleInfo> bundles)
        implements Composition {
    /** Orders the bundles. */
    public Composed {
        tensor = Collections.unmodifiableMap(new LinkedHashMap<>(tensor));
        evaluators = List.copyOf(evaluators);
        bundles = bundles.stream()
                .distinct()
                .sorted(Comparator.comparing(BundleInfo::name).thenComparing(BundleInfo::version))
                .toList();
    }

    /** All parts, in the order in which they are made. */
    public List<ComposedPart> parts() {
        List<ComposedPart> parts = new ArrayList<>();
        parts.add(data);
        Stream.of(model, trainer).flatMap(Optional::stream).forEach(parts::add);
        parts.addAll(evaluators);
        return parts;
    }

    @Override
    public String resolvedYaml() {
        Map<String, Object> root = new LinkedHashMap<>();
        if (!summary.isEmpty()) {
            root.put("summary", summary);
        }
        root.put("data", data.plain());
        model.ifPresent(part -> root.put("model", part.plain()));
        trainer.ifPresent(part -> root.put("trainer", part.plain()));
        if (!evaluators.isEmpty()) {
            root.put("evaluators", evaluators.stream().map(ComposedPart::plain).toList());
        }
        root.put("seed", seed);
        if (!tensor.isEmpty()) {
            root.put(TensorSettings.KEY, Part.values(tensor));
        }
        return Yaml.write(root);
    }
}
