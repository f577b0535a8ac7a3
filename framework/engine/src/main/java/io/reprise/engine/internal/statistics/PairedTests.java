package io.reprise.engine.internal.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.commons.statistics.inference.TTest;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/** Tests of differences between pairs of values. */
public final class PairedTests {
    private static final double LEVEL = 0.95;

    private PairedTests() {}

    /**
     * What the differences of pairs say.
     *
     * @param mean of the differences
     * @param low the lower end of the 95 % interval of the mean
     * @param high its upper end
     * @param t the two-sided p-value of the t-test; NaN where all differences are the same
     * @param wilcoxon the two-sided p-value of the signed-rank test; NaN where all differences are the same
     */
    public record Result(double mean, double low, double high, double t, double wilcoxon) {}

    /** Tests at least two differences. */
    public static Result test(List<Double> differences) {
        double[] values = differences.stream().mapToDouble(Double::doubleValue).toArray();
        var spread = Spreads.of(differences);
        if (differences.stream().distinct().count() == 1) {
            return new Result(values[0], values[0], values[0], Double.NaN, Double.NaN);
        }
        double half = TDistribution.of(values.length - 1.0).inverseCumulativeProbability((1 + LEVEL) / 2)
                * spread.deviation()
                / Math.sqrt(values.length);
        return new Result(
                spread.mean(),
                spread.mean() - half,
                spread.mean() + half,
                TTest.withDefaults().test(values).getPValue(),
                WilcoxonSignedRankTest.withDefaults().test(values).getPValue());
    }

    /** Holm's adjustment of p-values for making several comparisons; those that are NaN are none. */
    public static List<Double> holm(List<Double> values) {
        List<Integer> order = IntStream.range(0, values.size())
                .boxed()
                .filter(i -> !values.get(i).isNaN())
                .sorted(Comparator.comparingDouble(values::get))
                .toList();
        List<Double> adjusted = new ArrayList<>(Collections.nCopies(values.size(), Double.NaN));
        double most = 0;
        for (int rank = 0; rank < order.size(); rank++) {
            most = Math.max(most, Math.min(1, (order.size() - rank) * values.get(order.get(rank))));
            adjusted.set(order.get(rank), most);
        }
        return adjusted;
    }
}
