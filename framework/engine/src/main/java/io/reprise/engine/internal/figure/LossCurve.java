package io.reprise.engine.internal.figure;

import io.reprise.report.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figure of what a training recorded: its losses or, where it has none, its first metric. Long trainings are drawn as
 * means over equally long spans of steps.
 */
public final class LossCurve {
    private static final int MAX_POINTS = 800;

    private final long span;
    private final Map<String, Means> series = new LinkedHashMap<>();

    private static final class Means {
        final List<Double> sums = new ArrayList<>();
        final List<Integer> counts = new ArrayList<>();

        void add(int index, double value) {
            while (sums.size() <= index) {
                sums.add(0.0);
                counts.add(0);
            }
            sums.set(index, sums.get(index) + value);
            counts.set(index, counts.get(index) + 1);
        }
    }

    /** The curve of a training of so many steps. */
    public LossCurve(long steps) {
        this.span = Math.max(1, (steps + MAX_POINTS - 1) / MAX_POINTS);
    }

    /** Adds a finite value. */
    public void add(long step, String name, double value) {
        series.computeIfAbsent(name, same -> new Means()).add((int) (step / span), value);
    }

    /** The figure; empty if nothing was recorded. */
    public Optional<Figure> figure(String pipeline) {
        List<String> losses = series.keySet().stream()
                .filter(name -> name.equals("loss") || name.endsWith(".loss"))
                .toList();
        List<String> shown =
                losses.isEmpty() ? series.keySet().stream().limit(1).toList() : losses;
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        List<Figure.Series> lines =
                shown.stream().map(name -> line(name, series.get(name))).toList();
        return Optional.of(new Figure.Lines(
                "loss",
                "Training of " + pipeline,
                Figure.Axis.of("steps"),
                Figure.Axis.of(shown.size() == 1 ? shown.get(0) : "loss"),
                lines));
    }

    private Figure.Series line(String name, Means means) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int i = 0; i < means.sums.size(); i++) {
            if (means.counts.get(i) > 0) {
                // The middle of the span, counting steps from 1 as people do.
                x.add(i * (double) span + (span + 1) / 2.0);
                y.add(means.sums.get(i) / means.counts.get(i));
            }
        }
        return new Figure.Series(name, x, y);
    }
}
