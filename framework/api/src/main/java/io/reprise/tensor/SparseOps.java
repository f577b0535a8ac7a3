package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Products with matrices of which only some entries are kept. Gradients go to the kept entries and to the dense argument, and
 * nowhere else. An entry that is kept counts also where its value is 0: its product with infinity is NaN; one that is not kept
 * never counts.
 */
@ProviderType
public interface SparseOps {
    /**
     * A matrix in compressed rows.
     *
     * @param rowOffsets {@code [rows + 1]}: 0, then where each next row begins, ascending, and last the number of entries
     * @param columnIndices the column of each entry, 0 to {@code columns - 1}; within a row in any order, each once or more
     * @param values float or double {@code [entries]}
     */
    SparseMatrix compressed(int rows, int columns, int[] rowOffsets, int[] columnIndices, Tensor values);

    /**
     * A matrix of entries with these coordinates; entries with the same coordinates are added wherever the matrix is used.
     *
     * @param rowIndices int or long {@code [entries]}
     * @param columnIndices int or long {@code [entries]}
     * @param values float or double {@code [entries]}; the gradient goes back to them
     */
    SparseMatrix ofCoordinates(int rows, int columns, Tensor rowIndices, Tensor columnIndices, Tensor values);

    /** A matrix of the entries of a dense one that are not 0; the gradient goes back to these. */
    SparseMatrix ofDense(Tensor matrix);

    /** The dense matrix {@code [rows, columns]}. */
    Tensor toDense(SparseMatrix a);

    /** {@code a x}: {@code x [columns, n]} to {@code [rows, n]}. */
    Tensor matmul(SparseMatrix a, Tensor x);

    /** {@code a^T x}: {@code x [rows, n]} to {@code [columns, n]}. */
    Tensor transposedMatmul(SparseMatrix a, Tensor x);

    /** {@code x a}: {@code x [n, rows]} to {@code [n, columns]}. */
    Tensor matmul(Tensor x, SparseMatrix a);

    /** {@code x a^T}: {@code x [n, columns]} to {@code [n, rows]}. */
    Tensor matmulTransposed(Tensor x, SparseMatrix a);

    /**
     * {@code x (w * mask) + bias}: a dense product in which only some weights count.
     *
     * @param x {@code [..., k]}
     * @param w {@code [k, n]}
     * @param mask bool {@code [k, n]}; where it is false, a weight counts as 0 whatever it is, and its gradient is 0
     * @param bias {@code [n]} or null
     */
    Tensor maskedLinear(Tensor x, Tensor w, Tensor mask, Tensor bias);

    /**
     * {@code x w + bias} with a matrix w of {@code [p, q]} blocks, of which only some are kept; the others are 0 and cost
     * nothing.
     *
     * @param x {@code [..., p * rows]}
     * @param blocks {@code [kept, rows, columns]}: the blocks that are kept, in row-major order
     * @param mask bool {@code [p, q]}: which these are
     * @param bias {@code [q * columns]} or null
     */
    Tensor blockLinear(Tensor x, Tensor blocks, Tensor mask, Tensor bias);
}
