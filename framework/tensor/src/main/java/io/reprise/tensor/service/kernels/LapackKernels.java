package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;

/**
 * Decompositions of one matrix at a time, which lies row-major and without gaps in a tensor from an element on. Elements are
 * finite and sizes at least 1. Results that say how it went are 0 for well.
 */
public interface LapackKernels {
    /** Whether all elements are finite. */
    boolean isFinite(NativeTensor x);

    /**
     * {@code a = l u p}, over a: l on and below the diagonal; u above it, with ones on its diagonal; and p such that {@code x p^T}
     * is x with column i exchanged with column {@code pivots[i] - 1}, for i from the first on.
     *
     * @return the first i, counted from 1, with {@code l[i, i] = 0}
     */
    int lu(int n, NativeTensor a, int start, NativeTensor pivots, int pivotsStart);

    /** {@code b = a^-1 b}, or {@code a^-T b}, from {@link #lu}; b has so many columns. */
    void luSolve(
            int n,
            int columns,
            NativeTensor lu,
            int start,
            NativeTensor pivots,
            int pivotsStart,
            boolean transpose,
            NativeTensor b,
            int bStart);

    /**
     * {@code a = l l^T}, over a.
     *
     * @return the first i, counted from 1, so that the leading i by i matrix is not positive definite
     */
    int cholesky(int n, NativeTensor a, int start);

    /** {@code b = a^-1 b}, or {@code a^-T b}, for a triangular a. */
    void triangularSolve(
            int n,
            int columns,
            boolean upper,
            boolean transpose,
            boolean unit,
            NativeTensor a,
            int start,
            NativeTensor b,
            int bStart);

    /** {@code a = q r} for {@code m >= n}: a is overwritten by {@code q [m, n]}. */
    void qr(int m, int n, NativeTensor a, int start, NativeTensor r, int rStart);

    /**
     * {@code a = u diag(s) vt} for k the smaller of m and n; a is destroyed. For singular values alone u and vt are null.
     *
     * @return not 0 if the iteration did not converge
     */
    int svd(
            int m,
            int n,
            NativeTensor a,
            int start,
            NativeTensor u,
            int uStart,
            NativeTensor s,
            int sStart,
            NativeTensor vt,
            int vtStart);

    /**
     * Eigenvalues of a symmetric matrix, of which the lower triangle is read; the rows of a become eigenvectors.
     *
     * @return not 0 if the iteration did not converge
     */
    int symmetricEigen(int n, NativeTensor a, int start, NativeTensor values, int valuesStart);

    /**
     * Eigenvalues, n pairs, and eigenvectors, the columns of n by n pairs; a is destroyed.
     *
     * @return not 0 if the iteration did not converge
     */
    int eigen(
            int n,
            NativeTensor a,
            int start,
            NativeTensor values,
            int valuesStart,
            NativeTensor vectors,
            int vectorsStart);
}
