package io.reprise.engine.internal.sweep;

import io.reprise.engine.Pipeline;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepPlan;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A sweep whose points were composed.
 *
 * @param file as it is written
 * @param name the sweep's name
 * @param pipeline without the settings of any point
 * @param inlined the pipeline's text where it came from a file of its own
 * @param set settings of all points
 * @param settings those of each point, in order
 * @param seeds the seeds
 * @param asked how many runs may go on at once, if that is said
 * @param memory the most bytes that a run says it needs, if one says
 * @param capacity what this machine can do at once
 */
record Planned(
        SweepFile file,
        String name,
        Pipeline pipeline,
        Optional<String> inlined,
        Map<String, String> set,
        List<Map<String, String>> settings,
        List<Long> seeds,
        OptionalInt asked,
        OptionalLong memory,
        Capacity capacity)
        implements SweepPlan {
    @Override
    public String summary() {
        return file.summary();
    }

    @Override
    public List<String> varied() {
        Set<String> keys = new LinkedHashSet<>();
        settings.forEach(each -> keys.addAll(each.keySet()));
        return keys.stream()
                .filter(key -> settings.stream()
                                .map(each -> Optional.ofNullable(each.get(key)))
                                .distinct()
                                .count()
                        > 1)
                .toList();
    }

    @Override
    public List<SweepInfo.Point> points() {
        List<SweepInfo.Point> points = new java.util.ArrayList<>();
        for (Map<String, String> each : settings) {
            points.add(new SweepInfo.Point(
                    points.size() + 1,
                    each,
                    seeds.stream()
                            .map(seed -> new SweepInfo.Run(seed, SweepInfo.RunState.WAITING, "", "", 0, Map.of()))
                            .toList()));
        }
        return points;
    }

    @Override
    public int parallel() {
        return capacity.parallel();
    }

    @Override
    public String toYaml() {
        return file.toYaml(inlined, set, seeds, asked);
    }

    /** A point's pipeline with one of the seeds. */
    Pipeline pipeline(Map<String, String> point, long seed) {
        Map<String, String> all = new LinkedHashMap<>(set);
        all.putAll(point);
        all.put("seed", Long.toString(seed));
        return pipeline.with(all);
    }
}
