package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;

/**
 * Operations, and gradients of operations, that could be made of {@link Kernels} and are faster in one pass. The same rules
 * hold for their arguments.
 */
public interface FusedKernels {
    /** Operations on images. */
    ImageKernels images();

    // --- gradients ---

    /** {@code dx (+)= dy * f'(x)}, with {@code y = f(x)} at hand. */
    void unaryGradient(Unary f, NativeTensor x, NativeTensor y, NativeTensor dy, NativeTensor dx, boolean add);

    /** {@code dx[o, indices[o, i], i] += dy[o, i]}. */
    void maxGradient(NativeTensor dy, NativeTensor indices, int outer, int n, int inner, NativeTensor dx);

    /** {@code dx[o, k, i] += dy[o, i]} times the product of all other {@code x[o, :, i]}. */
    void productGradient(NativeTensor x, NativeTensor dy, int outer, int n, int inner, NativeTensor dx);

    /** The gradient of running products {@code y} is added to {@code dx}. */
    void cumulativeProductGradient(
            NativeTensor x,
            NativeTensor y,
            NativeTensor dy,
            int outer,
            int n,
            int inner,
            boolean reverse,
            NativeTensor dx);

    // --- matrices ---

    /** {@code out = relu(a b)}, as {@link #matmul}. */
    void matmulRelu(NativeTensor a, NativeTensor b, NativeTensor out);

    // --- rows by indices ---

    /** {@code out[targets[i], :] += x[sources[i], :]} on rows of {@code width} elements; indices are in range. */
    void gatherSum(NativeTensor x, NativeTensor sources, NativeTensor targets, int width, NativeTensor out);

    // --- sparse matrices ---

    /** Products with sparse matrices. */
    SparseKernels sparse();

    // --- rows of n elements ---

    /** {@code softmax} of each row. */
    void softmax(NativeTensor x, int n, NativeTensor out);

    /** {@code dx (+)= y * (dy - sum(y * dy))} for each row. */
    void softmaxGradient(NativeTensor y, NativeTensor dy, int n, NativeTensor dx, boolean add);

    /** The logarithm of {@code softmax} of each row. */
    void logSoftmax(NativeTensor x, int n, NativeTensor out);

    /** {@code dx (+)= dy - exp(y) * sum(dy)} for each row. */
    void logSoftmaxGradient(NativeTensor y, NativeTensor dy, int n, NativeTensor dx, boolean add);

    /**
     * Normalises each row; {@code gain} and {@code bias} (n elements) may be null.
     *
     * @param statistics {@code [rows, 2]}: takes the mean and the reciprocal of the deviation of each row
     */
    void layerNorm(
            NativeTensor x,
            NativeTensor gain,
            NativeTensor bias,
            double epsilon,
            int n,
            NativeTensor out,
            NativeTensor statistics);

    /** {@code dx (+)=} the gradient of {@link #layerNorm} by its input. */
    void layerNormGradient(
            NativeTensor x,
            NativeTensor gain,
            NativeTensor statistics,
            NativeTensor dy,
            int n,
            NativeTensor dx,
            boolean add);

    /** {@code dgain += sum over rows of dy * normalised x}. */
    void layerNormGainGradient(NativeTensor x, NativeTensor statistics, NativeTensor dy, int n, NativeTensor dgain);

    /**
     * Rotates neighbouring pairs of {@code x [..., t, n]} by the angles of {@code cos} and {@code sin} {@code [t, n]}, or
     * back.
     */
    void rotatePairs(NativeTensor x, NativeTensor cos, NativeTensor sin, boolean back, NativeTensor out, boolean add);

    /**
     * {@code out = tril(q k^T, -1) v} for {@code q, k [batch, heads, t, n]}, {@code v [batch, heads or 1, t, d]}; where
     * {@code k} is the same tensor as {@code q}, the scores are known to be symmetric.
     *
     * @param scores {@code [batch, heads, t, t]}: takes the masked scores for the gradient; null not to keep them
     */
    void strictlyCausalLinearAttention(
            NativeTensor q, NativeTensor k, NativeTensor v, NativeTensor out, NativeTensor scores);

    /** The gradients of {@link #strictlyCausalLinearAttention}; a null gradient is left out. */
    void strictlyCausalLinearAttentionGradient(LinearAttentionGradient call);

    /**
     * The arguments of {@link #strictlyCausalLinearAttentionGradient}. Where {@code k} is {@code q}, {@code dq} takes the sum
     * of both gradients and {@code dk} is null.
     *
     * @param scores what the forward pass kept, or null to compute it again
     */
    record LinearAttentionGradient(
            NativeTensor q,
            NativeTensor k,
            NativeTensor v,
            NativeTensor scores,
            NativeTensor dy,
            NativeTensor dq,
            boolean addQ,
            NativeTensor dk,
            boolean addK,
            NativeTensor dv,
            boolean addV) {}

    // --- losses and optimisers ---

    /**
     * The sum over rows of {@code log(sum(exp(x))) - x[target]}; rows whose target is below 0 don't count.
     *
     * @param logSums {@code [rows]}: takes the logarithms of the sums
     */
    double crossEntropy(NativeTensor logits, NativeTensor targets, int n, NativeTensor logSums);

    /** {@code dlogits (+)= scale * (softmax(logits) - onehot(target))} for each row that counts. */
    void crossEntropyGradient(
            NativeTensor logits,
            NativeTensor targets,
            NativeTensor logSums,
            double scale,
            int n,
            NativeTensor dlogits,
            boolean add);

    /** One step of AdamW (Loshchilov, Hutter 2019, algorithm 2) on one parameter and its moments, in place. */
    void adamW(NativeTensor parameter, NativeTensor gradient, NativeTensor m, NativeTensor v, AdamWStep step);

    /**
     * The constants of one step.
     *
     * @param rate the learning rate divided by {@code 1 - beta1^t}
     * @param secondCorrection {@code 1 / (1 - beta2^t)}
     * @param decay what each parameter is multiplied by first: {@code 1 - learning rate * weight decay}
     */
    record AdamWStep(double rate, double beta1, double beta2, double secondCorrection, double epsilon, double decay) {}

    // --- areas ---

    /** Softmax attention. */
    AttentionKernels attention();

    /** Spiking neurons over sequences. */
    SpikingKernels spiking();
}
