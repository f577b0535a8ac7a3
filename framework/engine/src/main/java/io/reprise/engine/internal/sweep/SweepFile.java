package io.reprise.engine.internal.sweep;

import io.reprise.api.RepriseException;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/**
 * A sweep as its author wrote it.
 *
 * @param place the file it was read from
 * @param summary one line; may be empty
 * @param pipeline a name or a file, or a pipeline itself
 * @param set settings of all points
 * @param kind the key that says the points: {@code grid}, {@code random} or {@code list}
 * @param points what that key has
 * @param seeds the seeds; empty for the pipeline's own
 * @param shown the metrics to show; empty for all
 * @param parallel how many runs may go on at once; empty for as many as fit
 */
record SweepFile(
        String place,
        String summary,
        YamlValue pipeline,
        Map<String, Written> set,
        String kind,
        YamlValue points,
        List<Long> seeds,
        List<SweepInfo.Shown> shown,
        OptionalInt parallel) {
    static final String WHAT = "a sweep in YAML";
    static final String SET = "set";
    static final String GRID = "grid";
    static final String RANDOM = "random";
    static final String LIST = "list";

    private static final List<String> KINDS = List.of(GRID, RANDOM, LIST);
    private static final List<String> KEYS =
            List.of("summary", "pipeline", SET, GRID, RANDOM, LIST, "seeds", "metrics", "parallel");
    private static final int MOST_SEEDS = 1000;

    /** Copies the collections, keeping the order. */
    SweepFile {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        seeds = List.copyOf(seeds);
        shown = List.copyOf(shown);
    }

    /**
     * A setting's value as an override.
     *
     * @param text the value
     * @param place where it is written
     */
    record Written(String text, String place) {}

    /**
     * The sweep in a YAML document.
     *
     * @throws RepriseException if it is none, with line and column
     */
    static SweepFile of(YamlValue document) {
        YamlValue.Mapping root = document.mapping("sweep").only(KEYS, "");
        root.get("pipeline");
        List<String> kinds = KINDS.stream().filter(root::has).toList();
        if (kinds.size() != 1) {
            throw RepriseException.problem(
                            kinds.isEmpty()
                                    ? "The sweep says no points"
                                    : "The keys " + String.join(" and ", kinds) + " do not go together")
                    .at((kinds.isEmpty() ? root.at() : root.keys().get(kinds.get(1))).toString())
                    .expected("one of " + String.join(", ", KINDS));
        }
        return new SweepFile(
                root.at().file(),
                root.text("summary", ""),
                root.get("pipeline"),
                root.has(SET) ? settings(root.get(SET), SET) : Map.of(),
                kinds.get(0),
                root.get(kinds.get(0)),
                root.has("seeds") ? seeds(root.get("seeds")) : List.of(),
                root.has("metrics") ? shown(root.get("metrics")) : List.of(),
                root.has("parallel") ? OptionalInt.of(count(root.get("parallel"), "parallel")) : OptionalInt.empty());
    }

    /** Settings by key, as overrides. */
    static Map<String, Written> settings(YamlValue value, String name) {
        YamlValue.Mapping mapping = value.mapping(name);
        Map<String, Written> settings = new LinkedHashMap<>();
        mapping.entries().forEach((key, each) -> {
            notASeed(key, mapping.keys().get(key));
            settings.put(key, written(each, name + "." + key));
        });
        return settings;
    }

    /** The seed is no setting: seeds are what the spread is over. */
    static void notASeed(String key, YamlValue.Position at) {
        if (key.equals("seed")) {
            throw RepriseException.problem("The seed is no setting of a point")
                    .at(at.toString())
                    .expected("seeds: [1, 2, 3] or seeds: 3 beside it");
        }
    }

    /** A value as overrides write it: lists with commas. */
    static Written written(YamlValue value, String key) {
        String text = value instanceof YamlValue.Sequence ? String.join(",", value.texts(key)) : value.text(key);
        return new Written(text, value.at() + ": " + key);
    }

    /** A whole number of at least 1. */
    static int count(YamlValue value, String key) {
        long count = value.whole(key);
        if (count < 1 || count > Integer.MAX_VALUE) {
            throw value.unexpected(key, "a whole number of at least 1");
        }
        return (int) count;
    }

    private static List<Long> seeds(YamlValue value) {
        if (value instanceof YamlValue.Sequence sequence) {
            List<Long> seeds = new ArrayList<>();
            for (YamlValue element : sequence.elements()) {
                long seed = element.whole("seeds");
                if (seeds.contains(seed)) {
                    throw RepriseException.problem("The seed " + seed + " is given twice")
                            .at(element.at() + ": seeds");
                }
                seeds.add(seed);
            }
            if (!seeds.isEmpty() && seeds.size() <= MOST_SEEDS) {
                return seeds;
            }
        } else {
            int count = count(value, "seeds");
            if (count <= MOST_SEEDS) {
                return LongStream.rangeClosed(1, count).boxed().toList();
            }
        }
        throw value.unexpected("seeds", "1 to " + MOST_SEEDS + " seeds, as a list or as their number");
    }

    private static List<SweepInfo.Shown> shown(YamlValue value) {
        List<SweepInfo.Shown> shown = new ArrayList<>();
        for (YamlValue element : value.list("metrics")) {
            if (element instanceof YamlValue.Mapping mapping) {
                if (mapping.entries().size() != 1) {
                    throw element.unexpected("metrics", "the name of a metric, or {NAME: lowest} or {NAME: highest}");
                }
                mapping.entries().forEach((name, goal) -> shown.add(new SweepInfo.Shown(name, goal(name, goal))));
            } else {
                shown.add(new SweepInfo.Shown(element.text("metrics"), SweepInfo.Goal.NONE));
            }
        }
        if (shown.isEmpty()) {
            throw value.unexpected("metrics", "at least one metric; leave the key out for all");
        }
        if (shown.stream().map(SweepInfo.Shown::metric).distinct().count() < shown.size()) {
            throw RepriseException.problem("A metric is given twice").at(value.at() + ": metrics");
        }
        return shown;
    }

    private static SweepInfo.Goal goal(String metric, YamlValue value) {
        String text = value.text("metrics." + metric);
        return switch (text) {
            case "lowest" -> SweepInfo.Goal.LOWEST;
            case "highest" -> SweepInfo.Goal.HIGHEST;
            default -> throw value.unexpected("metrics." + metric, "lowest or highest, whichever is better");
        };
    }

    /** Settings as they are given, by key. */
    static Map<String, String> texts(Map<String, Written> settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        settings.forEach((key, value) -> texts.put(key, value.text()));
        return texts;
    }

    /**
     * The whole of it.
     *
     * @param inlined the pipeline's text in place of a file's name; empty for a pipeline that is named
     * @param all settings of all points
     * @param withSeeds the seeds
     * @param atOnce how many runs may go on at once, if that is said
     */
    String toYaml(Optional<String> inlined, Map<String, String> all, List<Long> withSeeds, OptionalInt atOnce) {
        Map<String, Object> root = new LinkedHashMap<>();
        if (!summary.isEmpty()) {
            root.put("summary", summary);
        }
        root.put(
                "pipeline",
                inlined.map(text -> typed(Yaml.parse(text, place, "a pipeline").plain()))
                        .orElseGet(() -> typed(pipeline.plain())));
        if (!all.isEmpty()) {
            root.put(SET, typed(all));
        }
        root.put(kind, typed(points.plain()));
        root.put("seeds", withSeeds);
        if (!shown.isEmpty()) {
            root.put(
                    "metrics",
                    shown.stream()
                            .map(each -> each.goal() == SweepInfo.Goal.NONE
                                    ? each.metric()
                                    : Map.of(each.metric(), each.goal().toString()))
                            .toList());
        }
        atOnce.ifPresent(count -> root.put("parallel", count));
        return Yaml.write(root);
    }

    /** Plain texts as what they look like, so that numbers are written without quotes. */
    private static Object typed(Object plain) {
        if (plain instanceof Map<?, ?> map) {
            Map<String, Object> typed = new LinkedHashMap<>();
            map.forEach((key, value) -> typed.put((String) key, typed(value)));
            return typed;
        } else if (plain instanceof List<?> list) {
            return list.stream().map(SweepFile::typed).toList();
        } else if (plain instanceof String text) {
            if (text.matches("-?(0|[1-9]\\d{0,17})")) {
                return Long.valueOf(text);
            } else if (text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")) {
                return Double.valueOf(text);
            } else if (text.equals("true") || text.equals("false")) {
                return Boolean.valueOf(text.toLowerCase(Locale.ROOT));
            }
        }
        return plain;
    }
}
