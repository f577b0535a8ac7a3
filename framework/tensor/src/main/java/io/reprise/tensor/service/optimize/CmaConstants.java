package io.reprise.tensor.service.optimize;

import java.util.stream.DoubleStream;

/**
 * The constants of covariance matrix adaptation, as functions of the number of parameters and of the population: Hansen, "The CMA
 * Evolution Strategy: A Tutorial" (arXiv 1604.00772), table 1, equations 49 to 58.
 *
 * @param weights {@code w_i}, from that of the best candidate; what is negative is 0 where only the diagonal is learned
 * @param muEff the variance effective selection mass of the positive weights
 * @param sigmaRate {@code cSigma}
 * @param sigmaDamping {@code dSigma}
 * @param pathRate {@code cC}
 * @param rankOne {@code c1}
 * @param rankMu {@code cMu}
 * @param expectedNorm {@code E|N(0, I)|}, approximately
 * @param decompositionPeriod the generations from one decomposition of C to the next (section B.2)
 */
record CmaConstants(
        double[] weights,
        double muEff,
        double sigmaRate,
        double sigmaDamping,
        double pathRate,
        double rankOne,
        double rankMu,
        double expectedNorm,
        long decompositionPeriod) {

    /**
     * The constants for {@code n} parameters.
     *
     * @param population 0 for the default
     * @param separable whether only the diagonal of C is learned
     */
    static CmaConstants of(int n, int population, boolean separable) {
        int lambda = population == 0 ? 4 + (int) Math.floor(3 * Math.log(n)) : population;
        int mu = lambda / 2;
        double[] w = new double[lambda];
        for (int i = 0; i < lambda; i++) {
            w[i] = Math.log((lambda + 1) / 2.0) - Math.log(i + 1.0);
        }
        double muEff = effective(w, 0, mu);
        double rankOne = 2 / ((n + 1.3) * (n + 1.3) + muEff);
        double rankMu = Math.min(1 - rankOne, 2 * (0.25 + muEff + 1 / muEff - 2) / ((n + 2.0) * (n + 2.0) + muEff));
        double negative = 0;
        if (separable) {
            // Ros, Hansen (2008): there is only so much to learn on a diagonal.
            rankOne = Math.min(1, rankOne * (n + 2) / 3);
            rankMu = Math.min(1 - rankOne, rankMu * (n + 2) / 3);
        } else {
            double balanced = 1 + rankOne / rankMu;
            double effective = 1 + 2 * effective(w, mu, lambda) / (muEff + 2);
            double positiveDefinite = (1 - rankOne - rankMu) / (n * rankMu);
            negative = Math.min(balanced, Math.min(effective, positiveDefinite));
        }
        double positiveSum = DoubleStream.of(w).filter(x -> x > 0).sum();
        double negativeSum = -DoubleStream.of(w).filter(x -> x < 0).sum();
        for (int i = 0; i < lambda; i++) {
            w[i] *= w[i] >= 0 ? 1 / positiveSum : negative / negativeSum;
        }
        double sigmaRate = (muEff + 2) / (n + muEff + 5);
        return new CmaConstants(
                w,
                muEff,
                sigmaRate,
                1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + sigmaRate,
                (4 + muEff / n) / (n + 4 + 2 * muEff / n),
                rankOne,
                rankMu,
                Math.sqrt(n) * (1 - 1 / (4.0 * n) + 1 / (21.0 * n * n)),
                separable ? 1 : Math.max(1, (long) Math.floor(1 / (10 * n * (rankOne + rankMu)))));
    }

    /** {@code (sum w)^2 / sum w^2}. */
    private static double effective(double[] w, int first, int end) {
        double sum = 0;
        double squares = 0;
        for (int i = first; i < end; i++) {
            sum += w[i];
            squares += w[i] * w[i];
        }
        return sum * sum / squares;
    }

    /** {@code sum w_i}. */
    double weightSum() {
        return DoubleStream.of(weights).sum();
    }

    /** How many of the best candidates have a weight. */
    int counted() {
        int counted = weights.length;
        while (weights[counted - 1] == 0) {
            counted--;
        }
        return counted;
    }
}
