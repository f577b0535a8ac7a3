package io.reprise.engine.internal.sweep;

import io.reprise.engine.Spread;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepTable;
import io.reprise.report.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A figure for each metric that a sweep shows: lines with bands over the one setting that is a number (a line for each value of
 * the others), a heat map over two that are, else bars.
 */
final class SweepFigures {
    /** More lines cannot be told apart. */
    private static final int MOST_LINES = 7;

    /** Beyond so many figures nobody looks. */
    private static final int MOST_FIGURES = 12;

    private static final double FAR_APART = 8;

    private final SweepInfo sweep;
    private final SweepTable table;
    private final List<String> numeric;
    private final List<String> words;

    private SweepFigures(SweepInfo sweep, SweepTable table) {
        this.sweep = sweep;
        this.table = table;
        this.numeric = table.varied().stream().filter(this::isNumeric).toList();
        this.words =
                table.varied().stream().filter(key -> !numeric.contains(key)).toList();
    }

    static List<Figure> of(SweepInfo sweep, SweepTable table) {
        SweepFigures figures = new SweepFigures(sweep, table);
        return table.metrics().stream()
                .filter(metric ->
                        table.rows().stream().anyMatch(row -> row.metrics().containsKey(metric)))
                .limit(MOST_FIGURES)
                .map(figures::figure)
                .toList();
    }

    private Figure figure(String metric) {
        if (numeric.size() == 1) {
            List<Figure.Series> lines = lines(metric);
            if (lines.size() <= MOST_LINES) {
                return new Figure.Lines(metric, title(metric), axis(numeric.get(0)), y(metric), lines);
            }
        }
        if (numeric.size() == 2 && words.isEmpty()) {
            return heatMap(metric);
        }
        return bars(metric);
    }

    private String title(String metric) {
        int n = sweep.seeds().size();
        return sweep.name() + ": " + metric + (n > 1 ? ", mean and standard deviation over " + n + " seeds" : "");
    }

    private Figure.Axis y(String metric) {
        String unit = table.units().getOrDefault(metric, "");
        return Figure.Axis.of(metric + (unit.isEmpty() ? "" : " [" + unit + "]"));
    }

    private List<SweepTable.Row> inOrder() {
        return table.rows().stream()
                .sorted(Comparator.comparingInt(SweepTable.Row::point))
                .toList();
    }

    private List<Figure.Series> lines(String metric) {
        String key = numeric.get(0);
        Map<String, TreeMap<Double, Spread>> byWords = new LinkedHashMap<>();
        for (SweepTable.Row row : inOrder()) {
            Spread spread = row.metrics().get(metric);
            if (spread != null) {
                byWords.computeIfAbsent(label(row, words), same -> new TreeMap<>())
                        .put(number(row, key).orElseThrow(), spread);
            }
        }
        List<Figure.Series> lines = new ArrayList<>();
        byWords.forEach((name, points) -> lines.add(new Figure.Series(
                name.isEmpty() ? metric : name,
                List.copyOf(points.keySet()),
                points.values().stream().map(Spread::mean).toList(),
                points.values().stream().map(Spread::deviation).toList())));
        return lines;
    }

    private Figure heatMap(String metric) {
        String across = numeric.get(0);
        String down = numeric.get(1);
        List<Double> columns = values(across);
        List<Double> rows =
                values(down).stream().sorted(Comparator.reverseOrder()).toList();
        List<List<Double>> cells = new ArrayList<>();
        for (double y : rows) {
            List<Double> line = new ArrayList<>();
            for (double x : columns) {
                line.add(table.rows().stream()
                        .filter(row -> number(row, across).orElseThrow() == x
                                && number(row, down).orElseThrow() == y
                                && row.metrics().containsKey(metric))
                        .findFirst()
                        .map(row -> row.metrics().get(metric).mean())
                        .orElse(Double.NaN));
            }
            cells.add(line);
        }
        return new Figure.HeatMap(
                metric,
                title(metric).replace("mean and standard deviation", "mean"),
                Figure.Axis.of(across),
                Figure.Axis.of(down),
                columns.stream().map(value -> text(across, value)).toList(),
                rows.stream().map(value -> text(down, value)).toList(),
                cells);
    }

    private Figure bars(String metric) {
        List<SweepTable.Row> shown = inOrder().stream()
                .filter(row -> row.metrics().containsKey(metric))
                .toList();
        return new Figure.Bars(
                metric,
                title(metric),
                y(metric),
                shown.stream()
                        .map(row -> table.varied().isEmpty() ? "point " + row.point() : label(row, table.varied()))
                        .toList(),
                List.of(metric),
                List.of(shown.stream()
                        .map(row -> row.metrics().get(metric).mean())
                        .toList()),
                List.of(shown.stream()
                        .map(row -> row.metrics().get(metric).deviation())
                        .toList()));
    }

    /** The values of some settings; keys are cut to their last word where that is clear. */
    private String label(SweepTable.Row row, List<String> keys) {
        return String.join(
                ", ",
                keys.stream()
                        .filter(row.settings()::containsKey)
                        .map(key -> brief(key) + "=" + row.settings().get(key))
                        .toList());
    }

    private String brief(String key) {
        String last = key.substring(key.lastIndexOf('.') + 1);
        return table.varied().stream()
                                .filter(other -> other.endsWith("." + last))
                                .count()
                        == 1
                ? last
                : key;
    }

    private boolean isNumeric(String key) {
        return table.rows().stream().allMatch(row -> number(row, key).isPresent());
    }

    private static OptionalDouble number(SweepTable.Row row, String key) {
        try {
            double number = Double.parseDouble(row.settings().getOrDefault(key, ""));
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private List<Double> values(String key) {
        return table.rows().stream()
                .map(row -> number(row, key).orElseThrow())
                .distinct()
                .sorted()
                .toList();
    }

    /** A value as the sweep writes it. */
    private String text(String key, double value) {
        return table.rows().stream()
                .filter(row -> number(row, key).orElseThrow() == value)
                .findFirst()
                .map(row -> row.settings().get(key))
                .orElseThrow();
    }

    /** Logarithmic where the values are spread more evenly so. */
    private Figure.Axis axis(String key) {
        List<Double> values = values(key);
        double least = values.get(0);
        double most = values.get(values.size() - 1);
        // Two values are as even one way as the other: those far apart are read as powers.
        boolean log = least > 0
                && most / least >= FAR_APART
                && (values.size() == 2
                        || unevenness(values.stream().map(Math::log).toList()) < unevenness(values));
        return log ? Figure.Axis.log(key) : Figure.Axis.of(key);
    }

    /** The largest gap between neighbours as a share of the whole: the smaller, the more even. */
    private static double unevenness(List<Double> values) {
        double widest = 0;
        for (int i = 1; i < values.size(); i++) {
            widest = Math.max(widest, values.get(i) - values.get(i - 1));
        }
        return widest / (values.get(values.size() - 1) - values.get(0));
    }
}
