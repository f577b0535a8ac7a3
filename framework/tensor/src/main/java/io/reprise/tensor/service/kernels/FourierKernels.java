package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;

/**
 * Fourier transforms over the middle axis of {@code [outer, n, inner]}, and the products of complex numbers. Complex tensors
 * have a last axis of two more, real and imaginary part, which sizes don't count. Lengths are at least 1.
 */
public interface FourierKernels {
    /**
     * {@code out[o, k, i] = scale * sum over j of x[o, j, i] exp(-2πi jk/n)}, with the other sign for the inverse; {@code out}
     * may be {@code x}.
     */
    void transform(NativeTensor x, int outer, int n, int inner, boolean inverse, double scale, NativeTensor out);

    /**
     * The first {@code n/2 + 1} numbers of the transform of real ones, {@code scale w[k] * sum over j of x[o, j, i] exp(-2πi
     * jk/n)}, with {@code w} 1 where a number is its own conjugate (the first and, for even n, the last) and {@code shared}
     * elsewhere.
     */
    void fromReal(NativeTensor x, int outer, int n, int inner, double scale, double shared, NativeTensor out);

    /**
     * The transpose of {@link #fromReal}, which with {@code shared} 2 is its inverse times n: {@code out[o, j, i] = scale * the
     * real part of the sum over k of w[k] x[o, k, i] exp(2πi jk/n)}.
     */
    void toReal(NativeTensor x, int outer, int n, int inner, double scale, double shared, NativeTensor out);

    /** {@code out = atan2(imaginary part, real part)}. */
    void angle(NativeTensor x, NativeTensor out);

    /** {@code out = a b}, or {@code a conj(b)}, broadcast. */
    void multiply(NativeTensor a, NativeTensor b, boolean conjugate, NativeTensor out);
}
