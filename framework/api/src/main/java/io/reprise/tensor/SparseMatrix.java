package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A matrix of which only some entries are kept, row after row (compressed sparse rows). Which ones is fixed and was checked
 * when the matrix was made; their values are a tensor, so they can be trained and carry gradients. Made by {@link SparseOps}.
 */
@ProviderType
public interface SparseMatrix {
    /** The number of rows. */
    int rows();

    /** The number of columns. */
    int columns();

    /** The number of entries that are kept. */
    int count();

    /** A copy of where each row's entries begin among all, and after it the number of entries: {@code [rows + 1]}. */
    int[] rowOffsets();

    /** A copy of the column of each entry, {@code [count]}. */
    int[] columnIndices();

    /** The values of the entries, {@code [count]}. */
    Tensor values();

    /**
     * The same entries with other values.
     *
     * @param values float or double {@code [count]}
     */
    SparseMatrix withValues(Tensor values);
}
