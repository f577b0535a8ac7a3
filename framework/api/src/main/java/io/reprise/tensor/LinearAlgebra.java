package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Linear algebra on matrices {@code [..., m, n]} of float or double; leading axes are batches, and broadcast where an operation
 * takes two tensors. Matrices without rows or columns are allowed.
 *
 * <p>NaN or infinity in a matrix that is to be factored is an {@link IllegalArgumentException} that says where. A singular
 * matrix, where a regular one is needed, is one that names the operation, the matrix (counted over the batch) and the pivot;
 * a nearly singular one is not noticed, see {@link #condition}.
 *
 * <p>Gradients are those of Giles (An extended collection of matrix derivative results, 2008), Townsend (Differentiating the
 * singular value decomposition, 2016) and Golub, Pereyra (1973), made of operations, so that they can be differentiated again.
 */
@ProviderType
public interface LinearAlgebra {
    /**
     * {@code a = p l u}: row i of {@code l u} is row {@code permutation[i]} of a.
     *
     * @param permutation {@code int[..., n]}
     * @param lower ones on the diagonal
     */
    record Lu(Tensor permutation, Tensor lower, Tensor upper) {}

    /** {@code a = q r}: q has orthonormal columns, r is upper triangular; the signs of its diagonal are arbitrary. */
    record Qr(Tensor q, Tensor r) {}

    /** {@code a = u diag(s) vt}, the singular values from the largest to the smallest. */
    record Svd(Tensor u, Tensor s, Tensor vt) {}

    /** {@code a v = v diag(values)}, eigenvectors as columns. */
    record Eigen(Tensor values, Tensor vectors) {}

    /** A determinant, {@code sign * exp(logarithm)}; for a singular matrix 0 and minus infinity. */
    record LogDeterminant(Tensor sign, Tensor logarithm) {}

    // --- equations ---

    /** The x with {@code a x = b}: {@code a [..., n, n]}, {@code b [..., n, k]}. By LU with partial pivoting. */
    Tensor solve(Tensor a, Tensor b);

    /**
     * The x with {@code a x = b}, or {@code a^T x = b}, for a triangular a; the other triangle is not read.
     *
     * @param a {@code [..., n, n]}; zeros on the diagonal make infinities, as a division does
     * @param unit whether the diagonal counts as ones and is not read
     */
    Tensor triangularSolve(Tensor a, Tensor b, boolean upper, boolean transpose, boolean unit);

    /** The x with {@code l l^T x = b}, from {@link #cholesky}. */
    Tensor choleskySolve(Tensor lower, Tensor b);

    /**
     * The x that minimises {@code |a x - b|²}, by QR: {@code a [..., m, n]} with m >= n and linearly independent columns, {@code b
     * [..., m, k]}. A column that is exactly dependent on those before it is an error.
     */
    Tensor leastSquares(Tensor a, Tensor b);

    /**
     * The shortest x that minimises {@code |a x - b|²}, by singular values, for any a: those below {@code cutoff} times the
     * largest count as zero. Differentiable where the rank is constant.
     */
    Tensor leastSquares(Tensor a, Tensor b, double cutoff);

    /**
     * Ridge regression, {@code (a^T a + penalty I)^-1 a^T b}: through a matrix as large as the smaller side of a.
     *
     * @param penalty positive
     */
    Tensor ridge(Tensor a, Tensor b, double penalty);

    // --- decompositions ---

    /**
     * The lower triangular l with {@code a = l l^T}. Only the lower triangle of a is read; the gradient is symmetric. A matrix that
     * is not positive definite is an error that names the leading minor.
     */
    Tensor cholesky(Tensor a);

    /** LU decomposition of {@code [..., n, n]} with partial pivoting; a singular u is allowed. No gradient. */
    Lu lu(Tensor a);

    /** Reduced QR decomposition: {@code q [..., m, k]}, {@code r [..., k, n]}, with k the smaller of m and n. */
    Qr qr(Tensor a);

    /**
     * Reduced singular value decomposition: {@code u [..., m, k]}, {@code s [..., k]}, {@code vt [..., k, n]}, with k the smaller
     * of m and n. Vectors have arbitrary signs, so only what does not depend on them has a meaningful gradient; by vectors that
     * is NaN or infinite where singular values are equal, and for an oblong a, where one is zero.
     */
    Svd svd(Tensor a);

    /** The singular values alone, from the largest to the smallest, {@code [..., k]}. */
    Tensor singularValues(Tensor a);

    /**
     * Eigenvalues, ascending, {@code [..., n]}, and orthonormal eigenvectors of symmetric matrices. Only the lower triangle is
     * read; the gradient is symmetric. As for {@link #svd}, that by vectors is not finite where eigenvalues are equal.
     */
    Eigen symmetricEigen(Tensor a);

    /**
     * Eigenvalues, {@code [..., n, 2]}, and eigenvectors of length 1, {@code [..., n, n, 2]}, of any square matrices, as complex
     * pairs (see {@link FourierOps}). No gradient.
     */
    Eigen eigen(Tensor a);

    // --- numbers ---

    /** The determinant, {@code [...]}. The gradient needs a regular matrix. */
    Tensor determinant(Tensor a);

    /** Sign and logarithm of the absolute value of the determinant, {@code [...]}. The gradient needs a regular matrix. */
    LogDeterminant logDeterminant(Tensor a);

    /**
     * How many singular values exceed {@code cutoff} times the largest, {@code int[...]}.
     *
     * @param cutoff negative for the usual one, the larger side times the spacing of the numbers around 1
     */
    Tensor matrixRank(Tensor a, double cutoff);

    /** The largest singular value over the smallest, {@code [...]}; infinity for a singular matrix. */
    Tensor condition(Tensor a);

    // --- functions ---

    /** The inverse. Use {@link #solve} where the inverse is only multiplied with. */
    Tensor inverse(Tensor a);

    /** The inverse of Moore and Penrose, {@code [..., n, m]}; the cutoff as in {@link #matrixRank}. */
    Tensor pseudoInverse(Tensor a, double cutoff);

    /**
     * The exponential {@code I + a + a²/2 + ...}, by Padé approximation with scaling and squaring (Higham 2005): one approximant,
     * chosen by the largest norm, for all matrices of a batch.
     */
    Tensor exponential(Tensor a);

    /** {@code a^n} by repeated squaring; the identity for 0, powers of the inverse for a negative n. */
    Tensor power(Tensor a, int n);
}
