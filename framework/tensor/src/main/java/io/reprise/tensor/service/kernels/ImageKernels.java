package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;

/**
 * Operations on images {@code [batch, channels, ...]} in one pass. Every result is overwritten, and is none of the
 * arguments.
 */
public interface ImageKernels {
    /** {@code out [b, c * taps, windows] = } what each tap of each window sees of {@code x [b, c, ...]}. */
    void unfold(NativeTensor x, Windows windows, NativeTensor out);

    /** The adjoint of {@link #unfold}: {@code out [b, c, ...] = } the sum of the columns, each where its tap saw it. */
    void fold(NativeTensor columns, Windows windows, NativeTensor out);

    /**
     * {@code out [b, o, windows] = bias + weights [o, c / groups, taps] * x [b, c, ...]}.
     *
     * @param bias {@code [o]} or null
     */
    void convolution(
            NativeTensor x, NativeTensor weights, NativeTensor bias, Windows windows, int groups, NativeTensor out);

    /** {@code dx [b, c, ...]}, the gradient of {@link #convolution} by its input. */
    void convolutionInputGradient(NativeTensor dy, NativeTensor weights, Windows windows, int groups, NativeTensor dx);

    /** {@code dweights [o, c / groups, taps]}, the gradient of {@link #convolution} by its weights. */
    void convolutionWeightGradient(NativeTensor x, NativeTensor dy, Windows windows, int groups, NativeTensor dweights);

    /**
     * {@code out [b, c, windows] = } the largest element that each window sees, NaN before all.
     *
     * @param taps {@code [b, c, windows]} of the type of x, or null: takes the number of the first tap that sees this element,
     *     or -1 for windows that see none
     */
    void maxPool(NativeTensor x, Windows windows, NativeTensor out, NativeTensor taps);

    /** {@code dx = } the gradient of {@link #maxPool}: each element of dy added where it came from. */
    void maxPoolGradient(NativeTensor dy, NativeTensor taps, Windows windows, NativeTensor dx);

    /** {@code out [outer, taps.out, inner] = } the map along the middle axis of {@code x [outer, taps.in, inner]}. */
    void resample(NativeTensor x, int outer, int inner, Taps taps, NativeTensor out);

    /** {@code dx [outer, taps.in, inner] = } the gradient of {@link #resample}. */
    void resampleGradient(NativeTensor dy, int outer, int inner, Taps taps, NativeTensor dx);
}
