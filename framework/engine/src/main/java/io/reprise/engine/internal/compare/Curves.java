package io.reprise.engine.internal.compare;

import io.reprise.api.RepriseException;
import io.reprise.engine.Comparison;
import io.reprise.engine.RunInfo;
import io.reprise.engine.Spread;
import io.reprise.engine.internal.run.MetricsTail;
import io.reprise.engine.internal.statistics.Spreads;
import io.reprise.report.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What runs recorded as their loss over the steps. */
final class Curves {
    private static final String LOSS = "loss";
    private static final int MAX_POINTS = 200;

    private Curves() {}

    /** The mean of each group over equally long spans of steps, with its spread over the group's runs. */
    static Figure of(Comparison comparison) {
        long steps = comparison.groups().stream()
                .flatMap(group -> group.runs().stream())
                .mapToLong(RunInfo::steps)
                .max()
                .orElse(0);
        long span = Math.max(1, (steps + MAX_POINTS - 1) / MAX_POINTS);
        List<Figure.Series> lines = new ArrayList<>();
        for (Comparison.Group group : comparison.groups()) {
            Map<Long, List<Double>> values = new TreeMap<>();
            for (RunInfo run : group.runs()) {
                means(run, span)
                        .forEach((index, value) -> values.computeIfAbsent(index, same -> new ArrayList<>())
                                .add(value));
            }
            List<Spread> spreads = values.values().stream().map(Spreads::of).toList();
            lines.add(new Figure.Series(
                    group.name(),
                    // The middle of the span, counting steps from 1 as people do.
                    values.keySet().stream()
                            .map(index -> index * (double) span + (span + 1) / 2.0)
                            .toList(),
                    spreads.stream().map(Spread::mean).toList(),
                    group.runs().size() > 1
                            ? spreads.stream().map(Spread::deviation).toList()
                            : List.of()));
        }
        return new Figure.Lines(LOSS, "Training", Figure.Axis.of("steps"), Figure.Axis.of(LOSS), lines);
    }

    private static Map<Long, Double> means(RunInfo run, long span) {
        Map<Long, double[]> sums = new TreeMap<>();
        Path file = run.folder().resolve("metrics.jsonl");
        try {
            MetricsTail.read(file, (step, name, value) -> {
                if (name.equals(LOSS)) {
                    double[] sum = sums.computeIfAbsent(step / span, same -> new double[2]);
                    sum[0] += value;
                    sum[1]++;
                }
            });
        } catch (IOException e) {
            throw RepriseException.problem("The metrics of the run cannot be read: " + e.getMessage())
                    .at(file.toString())
                    .because(e);
        }
        Map<Long, Double> means = new TreeMap<>();
        sums.forEach((index, sum) -> means.put(index, sum[0] / sum[1]));
        return means;
    }
}
