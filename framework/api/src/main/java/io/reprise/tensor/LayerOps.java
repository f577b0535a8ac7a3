package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/** The layers of networks. */
@ProviderType
public interface LayerOps {
    /** {@code exp(x) / sum exp(x)} along the last axis. */
    Tensor softmax(Tensor x);

    /** The logarithm of {@link #softmax}. */
    Tensor logSoftmax(Tensor x);

    /**
     * Layer normalisation over the last axis, {@code (x - mean) / sqrt(variance + epsilon)} with the population variance
     * (Ba, Kiros, Hinton 2016); a row of equal values gives zeros.
     *
     * @param gain {@code [d]} or null for none
     * @param bias {@code [d]} or null for none
     */
    Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, double epsilon);

    /** Zeroes each element with probability {@code rate} and divides the others by {@code 1 - rate}. */
    Tensor dropout(Tensor x, double rate, RandomSource random);

    /**
     * Rotates neighbouring pairs of the last axis (Su et al. 2021): {@code y[2j] = x[2j] cos - x[2j+1] sin},
     * {@code y[2j+1] = x[2j+1] cos + x[2j] sin}.
     *
     * @param x {@code [..., t, n]}, n even
     * @param cos {@code [t, n]}, equal within a pair
     * @param sin {@code [t, n]}, equal within a pair
     */
    Tensor rotatePairs(Tensor x, Tensor cos, Tensor sin);

    /**
     * Scaled dot-product attention, {@code softmax(q k^T / sqrt(d)) v} (Vaswani et al. 2017).
     *
     * @param q {@code [..., t, d]}
     * @param k {@code [..., s, d]}
     * @param v {@code [..., s, e]}
     * @param causal whether position i sees only positions up to i; then {@code t == s}
     */
    Tensor attention(Tensor q, Tensor k, Tensor v, boolean causal);

    /**
     * Linear attention without normalisation, over strictly earlier positions: {@code tril(q k^T, -1) v}; the score matrix
     * is not kept whole where that saves time.
     *
     * @param q {@code [..., t, n]}
     * @param k {@code [..., t, n]}
     * @param v {@code [..., t, d]}; leading axes broadcast against those of q
     */
    Tensor strictlyCausalLinearAttention(Tensor q, Tensor k, Tensor v);
}
