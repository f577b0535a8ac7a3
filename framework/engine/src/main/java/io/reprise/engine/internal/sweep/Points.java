package io.reprise.engine.internal.sweep;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.yaml.YamlValue;
import io.reprise.tensor.RandomSource;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.LongFunction;

/** The points of a sweep: all combinations of a grid, draws at random, or those listed. */
final class Points {
    /** More are a mistake. */
    static final int MOST = 10_000;

    /** Enough digits to tell draws apart, few enough to read. */
    private static final MathContext DIGITS = new MathContext(6);

    private static final int TRIES = 1000;

    private Points() {}

    /** A point: settings with where they are written. */
    record Point(Map<String, SweepFile.Written> settings, String place) {
        Map<String, String> texts() {
            return SweepFile.texts(settings);
        }
    }

    /**
     * The points that a file says, no two alike.
     *
     * @param random the stream of a seed
     * @throws RepriseException if they are written wrongly, with line and column
     */
    static List<Point> of(SweepFile file, LongFunction<RandomSource> random) {
        List<Point> points =
                switch (file.kind()) {
                    case SweepFile.GRID -> grid(file.points());
                    case SweepFile.LIST -> list(file.points());
                    default -> random(file.points(), random);
                };
        Map<Map<String, String>, Integer> seen = new LinkedHashMap<>();
        for (int i = 0; i < points.size(); i++) {
            Integer before = seen.putIfAbsent(points.get(i).texts(), i + 1);
            if (before != null) {
                throw RepriseException.problem("The points " + before + " and " + (i + 1) + " are the same")
                        .at(points.get(i).place())
                        .expected("points that differ; what differs by chance alone is what seeds are for");
            }
        }
        return points;
    }

    /** The last setting changes fastest, as digits do. */
    private static List<Point> grid(YamlValue value) {
        YamlValue.Mapping mapping = value.mapping(SweepFile.GRID);
        String place = value.at() + ": " + SweepFile.GRID;
        if (mapping.entries().isEmpty()) {
            throw value.unexpected(SweepFile.GRID, "settings with lists of values");
        }
        List<Point> points = List.of(new Point(Map.of(), place));
        for (Map.Entry<String, YamlValue> entry : mapping.entries().entrySet()) {
            String key = entry.getKey();
            SweepFile.notASeed(key, mapping.keys().get(key));
            List<YamlValue> values = entry.getValue().list(SweepFile.GRID + "." + key);
            if (values.isEmpty()) {
                throw entry.getValue().unexpected(SweepFile.GRID + "." + key, "at least one value");
            }
            if ((long) points.size() * values.size() > MOST) {
                throw tooMany(place);
            }
            List<Point> more = new ArrayList<>();
            for (Point point : points) {
                for (YamlValue each : values) {
                    Map<String, SweepFile.Written> settings = new LinkedHashMap<>(point.settings());
                    settings.put(key, SweepFile.written(each, SweepFile.GRID + "." + key));
                    more.add(new Point(settings, place));
                }
            }
            points = more;
        }
        return points;
    }

    private static List<Point> list(YamlValue value) {
        List<Point> points = new ArrayList<>();
        for (YamlValue element : value.list(SweepFile.LIST)) {
            String place = element.at() + ": " + SweepFile.LIST;
            points.add(new Point(SweepFile.settings(element, SweepFile.LIST), place));
        }
        if (points.isEmpty()) {
            throw value.unexpected(SweepFile.LIST, "at least one point");
        }
        if (points.size() > MOST) {
            throw tooMany(value.at() + ": " + SweepFile.LIST);
        }
        return points;
    }

    private static RepriseException tooMany(String place) {
        return RepriseException.problem("There are too many points").at(place).expected("at most " + MOST);
    }

    /** Each setting draws from a stream of its own, so that another one beside it changes nothing. */
    private static List<Point> random(YamlValue value, LongFunction<RandomSource> random) {
        YamlValue.Mapping mapping =
                value.mapping(SweepFile.RANDOM).only(List.of("samples", "seed", "settings"), SweepFile.RANDOM + ".");
        int samples = SweepFile.count(mapping.get("samples"), "random.samples");
        if (samples > MOST) {
            throw tooMany(mapping.get("samples").at() + ": random.samples");
        }
        RandomSource source =
                random.apply(mapping.has("seed") ? mapping.get("seed").whole("random.seed") : 1);
        YamlValue.Mapping settings = mapping.get("settings").mapping("random.settings");
        Map<String, DoubleFunction<String>> ranges = new LinkedHashMap<>();
        settings.entries().forEach((key, range) -> {
            SweepFile.notASeed(key, settings.keys().get(key));
            ranges.put(key, range(range, "random.settings." + key));
        });
        if (ranges.isEmpty()) {
            throw settings.unexpected("random.settings", "settings with ranges");
        }
        Set<Map<String, String>> seen = new LinkedHashSet<>();
        List<Point> points = new ArrayList<>();
        for (long draw = 0; points.size() < samples; draw++) {
            Map<String, SweepFile.Written> drawn = new LinkedHashMap<>();
            for (Map.Entry<String, DoubleFunction<String>> range : ranges.entrySet()) {
                double share = source.split(range.getKey()).split(draw).nextDouble();
                drawn.put(
                        range.getKey(),
                        new SweepFile.Written(
                                range.getValue().apply(share),
                                settings.entries().get(range.getKey()).at() + ": random.settings." + range.getKey()));
            }
            Point point = new Point(drawn, value.at() + ": " + SweepFile.RANDOM);
            if (seen.add(point.texts())) {
                points.add(point);
            } else if (draw > TRIES + 100L * samples) {
                throw RepriseException.problem(
                                "The ranges hold no " + samples + " different points; " + seen.size() + " were drawn")
                        .at(mapping.get("samples").at() + ": random.samples")
                        .expected("fewer samples, or wider ranges");
            }
        }
        return points;
    }

    /** From a number of at least 0 and less than 1 to a value. */
    private static DoubleFunction<String> range(YamlValue value, String key) {
        String expected = "one of {uniform: [LEAST, MOST]}, {log: [LEAST, MOST]}, {whole: [LEAST, MOST]}, "
                + "{choice: [VALUE, ...]}";
        if (!(value instanceof YamlValue.Mapping mapping) || mapping.entries().size() != 1) {
            throw value.unexpected(key, expected);
        }
        mapping.only(List.of("uniform", "log", "whole", "choice"), key + ".");
        String kind = mapping.entries().keySet().iterator().next();
        YamlValue range = mapping.get(kind);
        List<YamlValue> values = range.list(key + "." + kind);
        if (kind.equals("choice")) {
            if (values.isEmpty()) {
                throw range.unexpected(key + ".choice", "at least one value");
            }
            List<String> texts = values.stream()
                    .map(each -> SweepFile.written(each, key + ".choice").text())
                    .toList();
            return share -> texts.get((int) (share * texts.size()));
        }
        if (values.size() != 2) {
            throw range.unexpected(key + "." + kind, "[LEAST, MOST]");
        }
        if (kind.equals("whole")) {
            long least = values.get(0).whole(key + ".whole");
            long most = values.get(1).whole(key + ".whole");
            if (least > most || most - least < 0 || most - least > 1L << 52) {
                throw range.unexpected(key + ".whole", "[LEAST, MOST] with LEAST at most MOST");
            }
            return share -> Long.toString(least + (long) (share * (most - least + 1)));
        }
        double least = values.get(0).number(key + "." + kind);
        double most = values.get(1).number(key + "." + kind);
        boolean log = kind.equals("log");
        if (least >= most || (log && least <= 0)) {
            throw range.unexpected(
                    key + "." + kind, "[LEAST, MOST] with LEAST below MOST" + (log ? " and above 0" : ""));
        }
        return log
                ? share -> digits(Math.exp(Math.log(least) + share * (Math.log(most) - Math.log(least))), least, most)
                : share -> digits(least + share * (most - least), least, most);
    }

    /** Rounding must not leave the range. */
    private static String digits(double value, double least, double most) {
        BigDecimal rounded = new BigDecimal(value).round(DIGITS);
        double kept = Math.min(most, Math.max(least, rounded.doubleValue()));
        return Double.toString(kept);
    }
}
