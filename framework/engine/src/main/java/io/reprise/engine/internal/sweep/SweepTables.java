package io.reprise.engine.internal.sweep;

import io.reprise.engine.Spread;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepInfo.Goal;
import io.reprise.engine.SweepInfo.RunState;
import io.reprise.engine.SweepTable;
import io.reprise.engine.internal.statistics.Spreads;
import io.reprise.engine.internal.text.Csv;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a sweep has found: for each point means and standard deviations over its seeds, and all runs. */
final class SweepTables {
    private SweepTables() {}

    static SweepTable of(SweepInfo sweep) {
        List<String> metrics = metrics(sweep);
        List<SweepTable.Row> rows = new ArrayList<>();
        for (SweepInfo.Point point : sweep.points()) {
            rows.add(row(sweep, point, metrics));
        }
        if (!sweep.shown().isEmpty()) {
            rows.sort(order(sweep.shown().get(0)));
        }
        Map<String, Integer> best = new LinkedHashMap<>();
        for (SweepInfo.Shown shown : sweep.shown()) {
            if (shown.goal() != Goal.NONE) {
                rows.stream()
                        .filter(row -> Double.isFinite(mean(row, shown.metric())))
                        .min(order(shown))
                        .ifPresent(row -> best.put(shown.metric(), row.point()));
            }
        }
        Map<String, String> units = new LinkedHashMap<>(sweep.units());
        units.keySet().retainAll(metrics);
        return new SweepTable(sweep.varied(), metrics, units, rows, best);
    }

    private static SweepTable.Row row(SweepInfo sweep, SweepInfo.Point point, List<String> metrics) {
        Map<String, String> settings = new LinkedHashMap<>();
        sweep.varied().stream()
                .filter(point.settings()::containsKey)
                .forEach(key -> settings.put(key, point.settings().get(key)));
        List<SweepInfo.Run> done = done(point);
        Map<String, Spread> spreads = new LinkedHashMap<>();
        for (String metric : metrics) {
            List<Double> values = done.stream()
                    .filter(run -> run.metrics().containsKey(metric))
                    .map(run -> run.metrics().get(metric))
                    .toList();
            if (!values.isEmpty()) {
                spreads.put(metric, Spreads.of(values));
            }
        }
        int failed = (int) point.runs().stream()
                .filter(run -> run.state() == RunState.FAILED)
                .count();
        return new SweepTable.Row(point.number(), settings, done.size(), failed, spreads);
    }

    private static List<SweepInfo.Run> done(SweepInfo.Point point) {
        return point.runs().stream().filter(run -> run.state() == RunState.DONE).toList();
    }

    /** Those asked for; else all with plain names, what evaluators say before what the trainer says. */
    private static List<String> metrics(SweepInfo sweep) {
        if (!sweep.shown().isEmpty()) {
            return sweep.shown().stream().map(SweepInfo.Shown::metric).toList();
        }
        Set<String> all = given(sweep);
        List<String> plain = all.stream().filter(name -> name.indexOf('/') < 0).toList();
        List<String> ordered = new ArrayList<>(plain);
        ordered.sort(Comparator.comparing(name -> all.contains("trainer/" + name)));
        return ordered;
    }

    /** All metrics that a run has given. */
    static Set<String> given(SweepInfo sweep) {
        Set<String> all = new LinkedHashSet<>();
        sweep.points()
                .forEach(point ->
                        done(point).forEach(run -> all.addAll(run.metrics().keySet())));
        return all;
    }

    /** The best first; where nobody said what is better, the lowest. What has no finite value comes last. */
    private static Comparator<SweepTable.Row> order(SweepInfo.Shown shown) {
        double sign = shown.goal() == Goal.HIGHEST ? -1 : 1;
        return Comparator.comparingDouble(row -> {
            double mean = mean(row, shown.metric());
            return Double.isFinite(mean) ? sign * mean : Double.POSITIVE_INFINITY;
        });
    }

    private static double mean(SweepTable.Row row, String metric) {
        Spread spread = row.metrics().get(metric);
        return spread == null ? Double.NaN : spread.mean();
    }

    /** The table as CSV. */
    static String csv(SweepTable table) {
        List<String> columns = new ArrayList<>(List.of("point"));
        columns.addAll(table.varied());
        columns.addAll(List.of("n", "failed"));
        for (String metric : table.metrics()) {
            columns.add(metric);
            columns.add(metric + " standard deviation");
        }
        List<List<Object>> rows = new ArrayList<>();
        for (SweepTable.Row row : table.rows()) {
            List<Object> cells = new ArrayList<>();
            cells.add(row.point());
            table.varied().forEach(key -> cells.add(row.settings().get(key)));
            cells.add(row.done());
            cells.add(row.failed());
            for (String metric : table.metrics()) {
                Spread spread = row.metrics().get(metric);
                cells.add(spread == null ? null : spread.mean());
                cells.add(spread == null || spread.n() < 2 ? null : spread.deviation());
            }
            rows.add(cells);
        }
        return Csv.write(columns, rows);
    }

    /** All runs as CSV, with all that they gave. */
    static String runsCsv(SweepInfo sweep) {
        Set<String> keys = new LinkedHashSet<>();
        sweep.points().forEach(point -> keys.addAll(point.settings().keySet()));
        Set<String> metrics = new TreeSet<>(given(sweep));
        List<String> columns = new ArrayList<>(List.of("point", "seed"));
        columns.addAll(keys);
        columns.addAll(List.of("run", "state", "seconds"));
        columns.addAll(metrics);
        List<List<Object>> rows = new ArrayList<>();
        for (SweepInfo.Point point : sweep.points()) {
            for (SweepInfo.Run run : point.runs()) {
                List<Object> cells = new ArrayList<>(List.of(point.number(), run.seed()));
                keys.forEach(key -> cells.add(point.settings().get(key)));
                boolean done = run.state() == RunState.DONE;
                cells.add(run.id());
                cells.add(run.state());
                cells.add(done ? run.seconds() : null);
                metrics.forEach(metric -> cells.add(run.metrics().get(metric)));
                rows.add(cells);
            }
        }
        return Csv.write(columns, rows);
    }
}
