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
     * @param causal whether a query sees only keys up to its own position; the queries are the last t of s positions
     */
    Tensor attention(Tensor q, Tensor k, Tensor v, boolean causal);

    /** As {@link #attention(Tensor, Tensor, Tensor, boolean)}, with masks, a bias or another scale. */
    Tensor attention(Tensor q, Tensor k, Tensor v, AttentionSettings settings);

    /**
     * Attention of several heads, which lie beside each other in the last axis: nothing is copied to separate or join them.
     *
     * @param q {@code [batch, t, heads d]}
     * @param k {@code [batch, s, heads d]}
     * @param v {@code [batch, s, heads e]}
     * @param settings scores are {@code [batch, heads, t, s]}
     * @return {@code [batch, t, heads e]}
     */
    Tensor multiHeadAttention(Tensor q, Tensor k, Tensor v, int heads, AttentionSettings settings);

    /**
     * {@link #multiHeadAttention} of queries, keys and values that one product made, beside each other in the last axis.
     *
     * @param qkv {@code [batch, t, 3 heads d]}: all queries, then all keys, then all values
     * @return {@code [batch, t, heads d]}
     */
    Tensor selfAttention(Tensor qkv, int heads, AttentionSettings settings);

    /**
     * Linear attention without normalisation, over strictly earlier positions: {@code tril(q k^T, -1) v}; the score matrix
     * is not kept whole where that saves time.
     *
     * @param q {@code [..., t, n]}
     * @param k {@code [..., t, n]}
     * @param v {@code [..., t, d]}; leading axes broadcast against those of q
     */
    Tensor strictlyCausalLinearAttention(Tensor q, Tensor k, Tensor v);

    /**
     * Root-mean-square normalisation over the last axis, {@code x / sqrt(mean(x^2) + epsilon) gain} (Zhang, Sennrich 2019).
     *
     * @param gain {@code [d]} or null for none
     */
    Tensor rmsNorm(Tensor x, Tensor gain, double epsilon);

    /**
     * Batch normalisation in training (Ioffe, Szegedy 2015): {@code (x - mean) / sqrt(variance + epsilon) gain + bias}, with
     * the mean and the population variance of each channel over the batch and the spatial axes.
     *
     * @param x {@code [b, c, ...]}
     * @param gain {@code [c]} or null for none
     * @param bias {@code [c]} or null for none
     * @param moments averages for {@link #batchNormWith}, updated in place; null for none
     */
    Tensor batchNorm(Tensor x, Tensor gain, Tensor bias, double epsilon, RunningMoments moments);

    /**
     * Batch normalisation in evaluation: as {@link #batchNorm}, with a given mean and variance.
     *
     * @param mean {@code [c]}
     * @param variance {@code [c]}
     */
    Tensor batchNormWith(Tensor x, Tensor mean, Tensor variance, Tensor gain, Tensor bias, double epsilon);

    /**
     * Group normalisation (Wu, He 2018): each image's channels in groups, with the mean and the population variance of each
     * group over its channels and the spatial axes; the gain and the bias are each channel's.
     *
     * @param x {@code [b, c, ...]}
     * @param groups divides c
     * @param gain {@code [c]} or null for none
     * @param bias {@code [c]} or null for none
     */
    Tensor groupNorm(Tensor x, int groups, Tensor gain, Tensor bias, double epsilon);

    /** Instance normalisation (Ulyanov, Vedaldi, Lempitsky 2016): {@link #groupNorm} with a group for each channel. */
    Tensor instanceNorm(Tensor x, Tensor gain, Tensor bias, double epsilon);

    /**
     * Linear attention with a state that is carried on (Katharopoulos et al. 2020), for features that the caller has made:
     *
     * <pre>
     * S(i) = g(i) S(i-1) + k(i) v(i)^T,   y(i) = q(i)^T S(i)
     * </pre>
     *
     * <p>Normalised, y is divided by {@code q(i)^T z(i)}, where {@code z(i) = g(i) z(i-1) + k(i)} is carried as a last column of
     * S; features must then be positive, and where the divisor is 0 the result is NaN. Long sequences go in chunks, each of
     * them matrix products.
     *
     * @param q {@code [..., t, n]}
     * @param k {@code [..., t, n]}
     * @param v {@code [..., t, d]}
     * @param decay g, above 0, {@code [..., t]}, broadcast against the leading axes; null for 1 (with one number a head this is
     *     retention, with one a step a gated linear attention)
     * @param state S before the first position, {@code [..., n, d]}, or {@code [..., n, d + 1]} if normalised; null for zeros
     */
    LinearAttended linearAttention(Tensor q, Tensor k, Tensor v, Tensor decay, boolean normalised, Tensor state);

    /**
     * What a linear attention gave.
     *
     * @param output {@code [..., t, d]}
     * @param state S after the last position, for the sequence that follows
     */
    record LinearAttended(Tensor output, Tensor state) {}
}
