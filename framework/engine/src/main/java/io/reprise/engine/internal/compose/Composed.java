package io.reprise.engine.internal.compose;

import io.reprise.data.Dimensions;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.Composition;
import io.reprise.engine.internal.pipeline.Part;
import io.reprise.engine.internal.pipeline.PipelineKeys;
import io.reprise.engine.internal.yaml.Yaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline whose parts are found and fit together.
 *
 * @param transforms in the order in which data goes through them
 * @param trainers in the order in which they train
 * @param dimensions what the symbols of the model's signature stand for
 * @param checkpoints when the run writes down how far it is, as far as the pipeline says it, by key
 * @param tensor how the run computes, as far as the pipeline says it, by key
 * @param bundles what takes part, the runtime's bundles among them
 */
public record Composed(
        String name,
        String summary,
        ComposedPart data,
        List<ComposedTransform> transforms,
        Optional<ComposedPart> model,
        List<ComposedPart> trainers,
        List<ComposedPart> evaluators,
        Dimensions dimensions,
        long seed,
        Map<String, Part.Given> checkpoints,
        Map<String, Part.Given> tensor,
        List<BundleInfo> bundles)
        implements Composition {
    /** Orders the bundles. */
    public Composed {
        checkpoints = Collections.unmodifiableMap(new LinkedHashMap<>(checkpoints));
        tensor = Collections.unmodifiableMap(new LinkedHashMap<>(tensor));
        transforms = List.copyOf(transforms);
        trainers = List.copyOf(trainers);
        evaluators = List.copyOf(evaluators);
        bundles = bundles.stream()
                .distinct()
                .sorted(Comparator.comparing(BundleInfo::name).thenComparing(BundleInfo::version))
                .toList();
    }

    /** This composition with the bundles that take part. */
    Composed with(List<BundleInfo> others) {
        return new Composed(
                name,
                summary,
                data,
                transforms,
                model,
                trainers,
                evaluators,
                dimensions,
                seed,
                checkpoints,
                tensor,
                others);
    }

    /** This composition under another name. */
    public Composed named(String other, String otherSummary) {
        return new Composed(
                other,
                otherSummary,
                data,
                transforms,
                model,
                trainers,
                evaluators,
                dimensions,
                seed,
                checkpoints,
                tensor,
                bundles);
    }

    /** All parts, in the order in which they are made. */
    public List<ComposedPart> parts() {
        List<ComposedPart> parts = new ArrayList<>();
        parts.add(data);
        transforms.forEach(transform -> parts.add(transform.part()));
        model.ifPresent(parts::add);
        parts.addAll(trainers);
        parts.addAll(evaluators);
        return parts;
    }

    @Override
    public String resolvedYaml() {
        Map<String, Object> root = new LinkedHashMap<>();
        if (!summary.isEmpty()) {
            root.put(PipelineKeys.SUMMARY, summary);
        }
        root.put(PipelineKeys.DATA, data.plain());
        put(
                root,
                PipelineKeys.TRANSFORMS,
                transforms.stream().map(ComposedTransform::part).toList());
        model.ifPresent(part -> root.put(PipelineKeys.MODEL, part.plain()));
        if (trainers.size() == 1) {
            root.put(PipelineKeys.TRAINER, trainers.get(0).plain());
        } else {
            put(root, PipelineKeys.TRAINERS, trainers);
        }
        put(root, PipelineKeys.EVALUATORS, evaluators);
        root.put(PipelineKeys.SEED, seed);
        if (!checkpoints.isEmpty()) {
            root.put(PipelineKeys.CHECKPOINTS, Part.values(checkpoints));
        }
        if (!tensor.isEmpty()) {
            root.put(PipelineKeys.TENSOR, Part.values(tensor));
        }
        return Yaml.write(root);
    }

    private static void put(Map<String, Object> root, String key, List<ComposedPart> parts) {
        if (!parts.isEmpty()) {
            root.put(key, parts.stream().map(ComposedPart::plain).toList());
        }
    }
}
