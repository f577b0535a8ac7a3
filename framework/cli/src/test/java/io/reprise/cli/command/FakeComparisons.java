package io.reprise.cli.command;

import io.reprise.engine.Comparison;
import io.reprise.engine.Comparisons;
import io.reprise.engine.Spread;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Comparisons that give set answers.
 *
 * @param asked what was asked for
 */
record FakeComparisons(List<String> asked) implements Comparisons {
    @Override
    public Comparison compare(List<String> names, List<String> metrics) {
        asked.add("compare " + names + " " + metrics);
        List<Long> seeds = List.of(1L, 2L, 3L);
        return new Comparison(
                List.of(
                        new Comparison.Group("rate=1", List.of()),
                        new Comparison.Group("rate=2", List.of()),
                        new Comparison.Group("rate=3", List.of())),
                List.of(new Comparison.Difference("rate", List.of("1", "2", ""))),
                List.of(new Comparison.Difference("java", List.of("17", "17", "25"))),
                List.of(new Comparison.MetricRow(
                        "validation.loss", Map.of(0, new Spread(2, 0.25, 3), 1, new Spread(2.5, 0.125, 3)))),
                List.of(
                        new Comparison.Test("validation.loss", 1, seeds, 0.5, 0.25, 0.75, 0.01, 0.25, 0.02, 0.5),
                        new Comparison.Test("validation.loss", 2, seeds, -0.5, -1.5, 0.5, 0.4, 0.5, 0.4, 0.5),
                        new Comparison.Test(
                                "parameters", 1, seeds, 8, 8, 8, Double.NaN, Double.NaN, Double.NaN, Double.NaN)),
                List.of("Only 3 common seeds"));
    }

    @Override
    public void draw(Comparison comparison, Path file) {
        asked.add("draw " + file);
    }
}
