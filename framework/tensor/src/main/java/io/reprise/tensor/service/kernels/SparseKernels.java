package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;

/** Products with sparse matrices in compressed rows. The results are added to what {@code out} holds. */
public interface SparseKernels {
    /**
     * Which entries a matrix keeps; checked, and not changed any more.
     *
     * @param offsets where the entries of each row begin, and after the last row the number of entries
     * @param columns the column of each entry
     */
    @SuppressWarnings("ArrayRecordComponent") // Arrays that only these kernels read.
    record Pattern(int[] offsets, int[] columns) {
        int rows() {
            return offsets.length - 1;
        }
    }

    /** {@code out[i, :] += sum over the entries (i, j) of value * x[j, :]}, on rows of {@code width} elements. */
    void multiply(Pattern pattern, NativeTensor values, NativeTensor x, int width, NativeTensor out);

    /** {@code out[j, :] += sum over the entries (i, j) of value * x[i, :]}. */
    void multiplyTransposed(Pattern pattern, NativeTensor values, NativeTensor x, int width, NativeTensor out);

    /** {@code out[entry (i, j)] += a[i, :] b[j, :]}: the entries that are kept of the product of a and b transposed. */
    void sampledProduct(Pattern pattern, NativeTensor a, NativeTensor b, int width, NativeTensor out);
}
