package io.reprise.engine.internal.claims;

import io.reprise.api.RepriseException;
import io.reprise.engine.Claim;
import io.reprise.engine.ClaimResult;
import io.reprise.engine.internal.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares the metrics of a claim's runs with what it expects. */
final class Measuring {
    private Measuring() {}

    /**
     * Measures one expectation.
     *
     * @param bySeed for each seed the final metrics of each run
     * @throws RepriseException if a run did not give the metric
     */
    static ClaimResult.Measured measure(Claim.Expectation expectation, List<Map<String, Map<String, Double>>> bySeed) {
        List<Double> values = new ArrayList<>();
        for (Map<String, Map<String, Double>> runs : bySeed) {
            double value = value(expectation.measure(), runs);
            if (expectation.minus().isPresent()) {
                value -= value(expectation.minus().get(), runs);
            } else if (expectation.over().isPresent()) {
                value /= value(expectation.over().get(), runs);
            }
            values.add(value);
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double spread = values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1));
        // Written so that a mean that is no number does not hold.
        boolean holds = mean >= expectation.min().orElse(Double.NEGATIVE_INFINITY)
                && mean <= expectation.max().orElse(Double.POSITIVE_INFINITY);
        return new ClaimResult.Measured(expectation, values, mean, spread, holds);
    }

    private static double value(String measure, Map<String, Map<String, Double>> runs) {
        int slash = measure.indexOf('/');
        String run = measure.substring(0, slash);
        String metric = measure.substring(slash + 1);
        Double value = runs.get(run).get(metric);
        if (value == null) {
            throw RepriseException.problem("The run '" + run + "' gave no metric '" + metric + "'")
                    .at(measure)
                    .hint(Nearest.hint(metric, runs.get(run).keySet()));
        }
        return value;
    }
}
