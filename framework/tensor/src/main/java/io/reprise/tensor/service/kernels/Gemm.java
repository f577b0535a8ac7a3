package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;

/** The product of two matrices that lie row-major in tensors. */
interface Gemm {
    /**
     * {@code c = alpha * a b + beta * c}, of {@code [m, k]} and {@code [k, n]} after the transposing asked for. Starts
     * ({@code aStart}) and row strides ({@code aStride}) count elements.
     */
    void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            double alpha,
            NativeTensor a,
            int aStart,
            int aStride,
            NativeTensor b,
            int bStart,
            int bStride,
            double beta,
            NativeTensor c,
            int cStart,
            int cStride);

    /** The lower triangle of {@code c = a a^T}, {@code a [m, k]}; what lies above the diagonal is undefined. */
    void multiplyByOwnTranspose(
            int m, int k, NativeTensor a, int aStart, int aStride, NativeTensor c, int cStart, int cStride);

    /** Decompositions by the same library. */
    LapackKernels lapack();

    /** What this is. */
    String description();
}
