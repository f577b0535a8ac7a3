package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A stream of random numbers that depends on nothing but its seed and the path of splits that led to it.
 *
 * <p>Each consumer takes a split of its own by name ({@code random.split("dropout")}), each step one by number, so that
 * adding a consumer, or resuming at a step, shifts no other stream. The streams are counter-based (Salmon et al. 2011).
 */
@ProviderType
public interface RandomSource {
    /** An independent stream for a named purpose; the same name gives the same stream. */
    RandomSource split(String name);

    /** An independent stream for a numbered step, epoch or example; the same number gives the same stream. */
    RandomSource split(long index);

    /** The next 64 random bits. */
    long nextLong();

    /**
     * The next number, uniform in 0 (included) to {@code bound} (excluded).
     *
     * @param bound at least 1
     */
    int nextInt(int bound);

    /**
     * The next number, uniform in 0 (included) to {@code bound} (excluded).
     *
     * @param bound at least 1
     */
    long nextLong(long bound);

    /** The next number, uniform in [0, 1). */
    double nextDouble();

    /** The next number, normal with mean 0 and standard deviation 1. */
    double nextGaussian();

    /**
     * The next number, gamma distributed with scale 1.
     *
     * @param shape above 0
     */
    double nextGamma(double shape);

    /** True with a probability, in [0, 1]. */
    boolean nextBoolean(double probability);

    /** The next number, exponentially distributed with mean 1. */
    double nextExponential();

    /**
     * The next whole number, Poisson distributed.
     *
     * @param mean from 0 to 2^52
     */
    long nextPoisson(double mean);

    /**
     * The next number, beta distributed.
     *
     * @param a above 0
     * @param b above 0
     */
    double nextBeta(double a, double b);

    /**
     * The next shares, which sum to 1, Dirichlet distributed.
     *
     * @param concentration of each share, above 0
     */
    double[] nextDirichlet(double... concentration);

    /**
     * An index, in proportion to its weight.
     *
     * @param weights at least 0, not all 0
     */
    int nextCategorical(double... weights);

    /** Different indices in the order drawn, each in proportion to its weight among those that are left. */
    int[] choose(int count, double... weights);

    /** How often each index comes in so many independent draws in proportion to the weights. */
    int[] nextMultinomial(int trials, double... weights);

    /** The numbers 0 to {@code n - 1} in random order. */
    int[] permutation(int n);

    /** Fills a floating tensor with numbers uniform in {@code [low, high)}. */
    void fillUniform(Tensor tensor, double low, double high);

    /** Fills a floating tensor with normal numbers. */
    void fillNormal(Tensor tensor, double mean, double deviation);

    /**
     * Fills a floating tensor with normal numbers that lie within bounds: those outside are as if drawn again.
     *
     * @param low below {@code high}; the bounds are values, not numbers of deviations
     */
    void fillTruncatedNormal(Tensor tensor, double mean, double deviation, double low, double high);

    /** Fills a floating tensor with 1 at a probability, and 0 else. */
    void fillBernoulli(Tensor tensor, double probability);

    /** Fills a floating tensor with exponentially distributed numbers. */
    void fillExponential(Tensor tensor, double mean);

    /** Fills a floating tensor with Poisson distributed whole numbers. */
    void fillPoisson(Tensor tensor, double mean);

    /** Fills a floating tensor with gamma distributed numbers. */
    void fillGamma(Tensor tensor, double shape, double scale);

    /**
     * Fills an int or long tensor with indices in proportion to {@code exp(logit)}.
     *
     * @param logits {@code [..., classes]}; minus infinity for what never comes
     * @param indices as many for each row of logits, row by row
     * @param replacement whether an index may come again in a row
     */
    void fillCategorical(Tensor indices, Tensor logits, boolean replacement);

    /**
     * Fills a floating tensor of two or more axes, taken as a matrix {@code [first, all others]}, with columns (or, where there are
     * fewer of them, rows) at right angles of length {@code gain}: uniform among all such matrices (Saxe et al. 2014).
     */
    void fillOrthogonal(Tensor tensor, double gain);

    /**
     * Xavier Glorot's start (Glorot, Bengio 2010): uniform with the deviation {@code gain * sqrt(2 / (fanIn + fanOut))}.
     *
     * @param fanIn how many numbers each output is a sum of
     * @param fanOut how many outputs each input has a part in
     */
    default void fillXavierUniform(Tensor tensor, int fanIn, int fanOut, double gain) {
        double bound = gain * Math.sqrt(6.0 / (fanIn + (double) fanOut));
        fillUniform(tensor, -bound, bound);
    }

    /** As {@link #fillXavierUniform}, of normal numbers. */
    default void fillXavierNormal(Tensor tensor, int fanIn, int fanOut, double gain) {
        fillNormal(tensor, 0, gain * Math.sqrt(2.0 / (fanIn + (double) fanOut)));
    }

    /**
     * Kaiming He's start (He et al. 2015): uniform with the deviation {@code gain / sqrt(fanIn)}.
     *
     * @param gain the square root of 2 before a relu, 1 before nothing
     */
    default void fillKaimingUniform(Tensor tensor, int fanIn, double gain) {
        double bound = gain * Math.sqrt(3.0 / fanIn);
        fillUniform(tensor, -bound, bound);
    }

    /** As {@link #fillKaimingUniform}, of normal numbers. */
    default void fillKaimingNormal(Tensor tensor, int fanIn, double gain) {
        fillNormal(tensor, 0, gain / Math.sqrt(fanIn));
    }
}
