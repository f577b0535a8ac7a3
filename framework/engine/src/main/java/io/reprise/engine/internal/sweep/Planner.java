package io.reprise.engine.internal.sweep;

import io.reprise.api.RepriseException;
import io.reprise.engine.Pipeline;
import io.reprise.engine.Pipelines;
import io.reprise.engine.internal.compose.Composed;
import io.reprise.engine.internal.compose.TensorSettings;
import io.reprise.engine.internal.pipeline.PipelineText;
import io.reprise.engine.internal.yaml.YamlValue;
import io.reprise.tensor.TensorService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** Turns sweep files into plans: finds the pipeline, and composes each point so that what is wrong shows before anything runs. */
final class Planner {
    private static final String MEMORY = "memory";

    private final Pipelines pipelines;
    private final TensorService tensors;
    private final UnaryOperator<String> properties;

    Planner(Pipelines pipelines, TensorService tensors, UnaryOperator<String> properties) {
        this.pipelines = pipelines;
        this.tensors = tensors;
        this.properties = properties;
    }

    /** What is asked for beside the file. */
    record Wishes(Map<String, String> set, List<Long> seeds, OptionalInt parallel) {
        static final Wishes NONE = new Wishes(Map.of(), List.of(), OptionalInt.empty());
    }

    /**
     * The plan of a file.
     *
     * @param name what to call the sweep
     * @param pipelineName what to call a pipeline that is written in the file
     * @param folder where files that it names are looked for
     */
    Planned plan(SweepFile file, String name, String pipelineName, Path folder, Wishes wishes) {
        Base base = base(file, pipelineName, folder);
        Map<String, SweepFile.Written> set = new LinkedHashMap<>(file.set());
        wishes.set().forEach((key, value) -> set.put(key, new SweepFile.Written(value, key)));
        List<Points.Point> points = Points.of(file, tensors::random);
        List<Long> said = wishes.seeds().isEmpty() ? file.seeds() : wishes.seeds();
        List<Long> seeds = said.isEmpty() ? List.of(base.pipeline().seed()) : said;
        OptionalInt asked = wishes.parallel().isPresent() ? wishes.parallel() : file.parallel();
        long memory = 0;
        for (int i = 0; i < points.size(); i++) {
            Points.Point point = points.get(i);
            once(point, set);
            memory = Math.max(memory, memory(compose(base.pipeline(), set, point, i + 1, seeds.get(0))));
        }
        OptionalLong most = memory == 0 ? OptionalLong.empty() : OptionalLong.of(memory);
        return new Planned(
                file,
                name,
                base.pipeline(),
                base.inlined(),
                SweepFile.texts(set),
                points.stream().map(Points.Point::texts).toList(),
                seeds,
                asked,
                most,
                capacity(points.size() * seeds.size(), asked, most));
    }

    /** What this machine can do at once of so many runs. */
    Capacity capacity(int runs, OptionalInt asked, OptionalLong memory) {
        return Capacity.of(
                runs, asked, Runtime.getRuntime().availableProcessors(), threads(), tensors.memory(), memory);
    }

    private int threads() {
        try {
            return Integer.parseInt(tensors.platform().getOrDefault("threads", "1"));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private record Base(Pipeline pipeline, Optional<String> inlined) {}

    private Base base(SweepFile file, String name, Path folder) {
        if (file.pipeline() instanceof YamlValue.Mapping mapping) {
            return new Base(PipelineText.of(mapping, name, ""), Optional.empty());
        }
        String text = file.pipeline().text("pipeline");
        if (text.endsWith(".yaml") || text.endsWith(".yml") || text.startsWith(".") || text.startsWith("/")) {
            Pipeline read = pipelines.read(folder.resolve(text));
            return new Base(read, Optional.of(read.toYaml()));
        }
        try {
            return new Base(pipelines.named(text), Optional.empty());
        } catch (RepriseException e) {
            throw e.where().isEmpty() ? e.at(file.pipeline().at() + ": pipeline") : e;
        }
    }

    /** What all points share and what differs between them are two things. */
    private static void once(Points.Point point, Map<String, SweepFile.Written> set) {
        for (Map.Entry<String, SweepFile.Written> setting : point.settings().entrySet()) {
            if (set.containsKey(setting.getKey())) {
                throw RepriseException.problem("The setting '" + setting.getKey() + "' is set for all points ("
                                + set.get(setting.getKey()).place() + "), too")
                        .at(setting.getValue().place())
                        .expected("one of the two");
            }
        }
    }

    private Composed compose(
            Pipeline pipeline, Map<String, SweepFile.Written> set, Points.Point point, int number, long seed) {
        Map<String, String> all = SweepFile.texts(set);
        all.putAll(point.texts());
        all.put("seed", Long.toString(seed));
        try {
            return (Composed) pipelines.compose(pipeline.with(all));
        } catch (RepriseException e) {
            throw located(e, set, point, number);
        }
    }

    /** The error of a point, said with the point and, where a setting of the sweep is wrong, at its place in the file. */
    private static RepriseException located(
            RepriseException e, Map<String, SweepFile.Written> set, Points.Point point, int number) {
        String key = e.where();
        if (point.settings().containsKey(key)) {
            return e.at(point.settings().get(key).place() + " (point " + number + ")");
        }
        if (set.containsKey(key)) {
            return e.at(set.get(key).place());
        }
        List<String> settings = new ArrayList<>();
        point.texts().forEach((name, value) -> settings.add(name + "=" + value));
        return e.at(point.place() + ": point " + number + " (" + String.join(" ", settings) + ")"
                + (key.isEmpty() ? "" : ": " + key));
    }

    /** The bytes that a run says its tensors may take; 0 if neither it nor the framework says. */
    private long memory(Composed composed) {
        String property = properties.apply(TensorSettings.KEY + "." + MEMORY);
        boolean said = composed.tensor().containsKey(MEMORY) || (property != null && !property.isBlank());
        return said ? TensorSettings.of(composed.tensor(), properties).budget(tensors.memory()) : 0;
    }
}
