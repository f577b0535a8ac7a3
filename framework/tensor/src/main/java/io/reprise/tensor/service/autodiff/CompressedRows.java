package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.SparseMatrix;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.memory.NativeTensor;

/** A sparse matrix whose entries were checked; the arrays are never changed. */
final class CompressedRows implements SparseMatrix {
    final int[] offsets;
    final int[] columnOf;
    final NativeTensor values;
    private final int columns;

    private CompressedRows(int columns, int[] offsets, int[] columnOf, NativeTensor values) {
        this.columns = columns;
        this.offsets = offsets;
        this.columnOf = columnOf;
        this.values = values;
    }

    static CompressedRows checked(int rows, int columns, int[] rowOffsets, int[] columnIndices, NativeTensor values) {
        int[] offsets = rowOffsets.clone();
        int[] columnOf = columnIndices.clone();
        if (rows < 0 || columns < 0 || offsets.length != rows + 1) {
            throw wrong("wants " + rows + " + 1 row offsets of " + rows + " rows and " + columns + " columns, and got "
                    + offsets.length);
        }
        if (offsets[0] != 0 || offsets[rows] != columnOf.length) {
            throw wrong("wants row offsets from 0 to the number of entries " + columnOf.length + ", and got "
                    + offsets[0] + " to " + offsets[rows]);
        }
        for (int i = 0; i < rows; i++) {
            if (offsets[i + 1] < offsets[i]) {
                throw wrong("the row offset " + offsets[i + 1] + " (element " + (i + 1)
                        + ") is below the one before it, " + offsets[i]);
            }
        }
        for (int k = 0; k < columnOf.length; k++) {
            if (columnOf[k] < 0 || columnOf[k] >= columns) {
                throw wrong("the column " + columnOf[k] + " (element " + k + ") is not in 0 to " + (columns - 1));
            }
        }
        return new CompressedRows(columns, offsets, columnOf, checkedValues(columnOf.length, values));
    }

    private static NativeTensor checkedValues(int count, NativeTensor values) {
        Workspace.require(
                values.type().isFloating() && values.shape().rank() == 1 && values.count() == count,
                "sparse",
                "float or double values [" + count + "]",
                values);
        return values;
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("sparse: " + what);
    }

    /** The row of each entry. */
    int[] rowOf() {
        int[] rowOf = new int[columnOf.length];
        for (int i = 0; i < rows(); i++) {
            for (int k = offsets[i]; k < offsets[i + 1]; k++) {
                rowOf[k] = i;
            }
        }
        return rowOf;
    }

    @Override
    public int rows() {
        return offsets.length - 1;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int count() {
        return columnOf.length;
    }

    @Override
    public int[] rowOffsets() {
        return offsets.clone();
    }

    @Override
    public int[] columnIndices() {
        return columnOf.clone();
    }

    @Override
    public Tensor values() {
        return values;
    }

    @Override
    public SparseMatrix withValues(Tensor others) {
        return new CompressedRows(columns, offsets, columnOf, checkedValues(count(), Workspace.in(others)));
    }
}
