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

    /** The numbers 0 to {@code n - 1} in random order. */
    int[] permutation(int n);

    /** Fills a floating tensor with numbers uniform in {@code [low, high)}. */
    void fillUniform(Tensor tensor, double low, double high);

    /** Fills a floating tensor with normal numbers. */
    void fillNormal(Tensor tensor, double mean, double deviation);
}
