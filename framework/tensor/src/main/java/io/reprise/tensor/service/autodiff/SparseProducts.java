package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.SparseMatrix;
import io.reprise.tensor.SparseOps;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.SparseKernels.Pattern;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;

/** Products with sparse matrices, and their gradients. */
final class SparseProducts implements SparseOps {
    private final Ops ops;
    private final Workspace w;

    SparseProducts(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    @Override
    public SparseMatrix compressed(int rows, int columns, int[] rowOffsets, int[] columnIndices, Tensor values) {
        return CompressedRows.checked(rows, columns, rowOffsets, columnIndices, Workspace.in(values));
    }

    @Override
    public SparseMatrix ofCoordinates(int rows, int columns, Tensor rowIndices, Tensor columnIndices, Tensor values) {
        NativeTensor row = Workspace.in(rowIndices);
        NativeTensor column = Workspace.in(columnIndices);
        NativeTensor given = Workspace.in(values);
        Workspace.require(
                rows >= 0
                        && columns >= 0
                        && Shaping.isInteger(row)
                        && Shaping.isInteger(column)
                        && row.shape().rank() == 1
                        && row.shape().equals(column.shape())
                        && row.shape().equals(given.shape()),
                "sparse().ofCoordinates",
                "int[entries], int[entries] and values [entries]",
                row,
                column,
                given);
        Shaping.requireInRange("sparse().ofCoordinates", row, rows);
        int n = row.count();
        int[] offsets = new int[rows + 1];
        for (int i = 0; i < n; i++) {
            offsets[(int) row.getLong(i) + 1]++;
        }
        for (int i = 0; i < rows; i++) {
            offsets[i + 1] += offsets[i];
        }
        int[] next = offsets.clone();
        int[] columnOf = new int[n];
        NativeTensor order = w.empty(ElementType.INT, Shape.of(n));
        for (int i = 0; i < n; i++) {
            int place = next[(int) row.getLong(i)]++;
            columnOf[place] = (int) column.getLong(i);
            order.putInt(place, i);
        }
        return compressed(rows, columns, offsets, columnOf, ops.indexSelect(given, 0, order));
    }

    @Override
    public SparseMatrix ofDense(Tensor tensor) {
        NativeTensor matrix = Workspace.floating("sparse().ofDense", tensor);
        Workspace.require(matrix.shape().rank() == 2, "sparse().ofDense", "[rows, columns]", matrix);
        int rows = matrix.shape().size(0);
        int columns = matrix.shape().size(1);
        int[] offsets = new int[rows + 1];
        int[] columnOf = new int[matrix.count()];
        int count = 0;
        NativeTensor places = w.empty(ElementType.INT, Shape.of(matrix.count()));
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                if (matrix.get(i * columns + j) != 0) {
                    places.putInt(count, i * columns + j);
                    columnOf[count++] = j;
                }
            }
            offsets[i + 1] = count;
        }
        Tensor values = ops.indexSelect(ops.reshape(matrix, -1), 0, places.view(Shape.of(count), 0));
        return compressed(rows, columns, offsets, Arrays.copyOf(columnOf, count), values);
    }

    @Override
    public Tensor toDense(SparseMatrix matrix) {
        CompressedRows a = in(matrix);
        int[] rowOf = a.rowOf();
        NativeTensor places = w.empty(ElementType.INT, Shape.of(a.count()));
        for (int k = 0; k < rowOf.length; k++) {
            places.putInt(k, rowOf[k] * a.columns() + a.columnOf[k]);
        }
        return EagerOps.indexingOf(ops).added(null, a.values, places, 1, Shape.of(a.rows(), a.columns()));
    }

    @Override
    public Tensor matmul(SparseMatrix a, Tensor x) {
        return product("sparse().matmul", in(a), x, false);
    }

    @Override
    public Tensor transposedMatmul(SparseMatrix a, Tensor x) {
        return product("sparse().transposedMatmul", in(a), x, true);
    }

    @Override
    public Tensor matmul(Tensor x, SparseMatrix a) {
        return ops.transpose(product("sparse().matmul", in(a), turned("sparse().matmul", x), true));
    }

    @Override
    public Tensor matmulTransposed(Tensor x, SparseMatrix a) {
        return ops.transpose(
                product("sparse().matmulTransposed", in(a), turned("sparse().matmulTransposed", x), false));
    }

    private Tensor turned(String operation, Tensor tensor) {
        NativeTensor x = Workspace.floating(operation, tensor);
        Workspace.require(x.shape().rank() == 2, operation, "a matrix", x);
        return ops.transpose(x);
    }

    private static CompressedRows in(SparseMatrix matrix) {
        if (matrix instanceof CompressedRows own) {
            own.values.requireOpen();
            return own;
        }
        throw new IllegalArgumentException(
                matrix == null ? "an argument is null" : "not a matrix of this service: " + matrix.getClass());
    }

    /** {@code a x}, or of the transposed matrix. */
    private Tensor product(String operation, CompressedRows a, Tensor tensor, boolean transposed) {
        NativeTensor x = Workspace.floating(operation, tensor);
        int wanted = transposed ? a.rows() : a.columns();
        Workspace.require(
                x.type() == a.values.type()
                        && x.shape().rank() == 2
                        && x.shape().size(0) == wanted,
                operation,
                "values and a matrix of one type, and the size " + wanted + " to go with " + a.rows() + " rows and "
                        + a.columns() + " columns",
                a.values,
                x);
        if (w.composes()) {
            return composed(a, x, transposed);
        }
        int width = x.shape().size(1);
        NativeTensor values = a.values;
        Pattern pattern = new Pattern(a.offsets, a.columnOf);
        NativeTensor out = w.empty(x.type(), Shape.of(transposed ? a.columns() : a.rows(), width));
        w.kernels.fill(out, 0);
        multiply(pattern, values, x, width, out, transposed);
        if (w.recordsAny(values, x)) {
            w.record(
                    out,
                    g -> {
                        NativeTensor dy = g.gradient();
                        if (g.needs(0)) {
                            w.fused
                                    .sparse()
                                    .sampledProduct(
                                            pattern, transposed ? x : dy, transposed ? dy : x, width, g.addingTo(0));
                        }
                        if (g.needs(1)) {
                            multiply(pattern, values, dy, width, g.addingTo(1), !transposed);
                        }
                    },
                    values,
                    x);
        }
        return out;
    }

    private void multiply(
            Pattern pattern, NativeTensor values, NativeTensor x, int width, NativeTensor out, boolean transposed) {
        if (transposed) {
            w.fused.sparse().multiplyTransposed(pattern, values, x, width, out);
        } else {
            w.fused.sparse().multiply(pattern, values, x, width, out);
        }
    }

    private Tensor composed(CompressedRows a, Tensor x, boolean transposed) {
        Tensor rowOf = ops.scope().of(a.rowOf(), a.count());
        Tensor columnOf = ops.scope().of(a.columnOf, a.count());
        Tensor rows = ops.indexSelect(x, 0, transposed ? rowOf : columnOf);
        Tensor products = ops.multiply(rows, ops.reshape(a.values, a.count(), 1));
        return transposed
                ? ops.segments().sum(products, columnOf, a.columns())
                : ops.segments().sum(products, rowOf, a.rows());
    }

    @Override
    public Tensor maskedLinear(Tensor x, Tensor weights, Tensor kept, Tensor bias) {
        NativeTensor matrix = Workspace.floating("sparse().maskedLinear", weights);
        NativeTensor mask = Workspace.in(kept);
        Workspace.require(
                mask.type() == ElementType.BOOL && mask.shape().equals(matrix.shape()),
                "sparse().maskedLinear",
                "weights, and a bool mask of their shape",
                matrix,
                mask);
        return ops.linear(x, kept(matrix, mask), bias);
    }

    /** The weights that are kept, among zeros: taken and put back, so that no product with what is not kept is made. */
    private Tensor kept(NativeTensor matrix, NativeTensor mask) {
        int count = 0;
        for (int i = 0; i < mask.count(); i++) {
            count += mask.get(i) != 0 ? 1 : 0;
        }
        NativeTensor places = w.empty(ElementType.INT, Shape.of(count));
        int found = 0;
        for (int i = 0; i < mask.count(); i++) {
            if (mask.get(i) != 0) {
                places.putInt(found++, i);
            }
        }
        Indexing indexing = EagerOps.indexingOf(ops);
        Tensor values = indexing.taken(matrix, places, 1, Shape.of(count));
        return indexing.added(null, values, places, 1, matrix.shape());
    }

    @Override
    public Tensor blockLinear(Tensor input, Tensor keptBlocks, Tensor kept, Tensor bias) {
        NativeTensor blocks = Workspace.floating("sparse().blockLinear", keptBlocks);
        NativeTensor mask = Workspace.in(kept);
        Workspace.require(
                mask.type() == ElementType.BOOL
                        && mask.shape().rank() == 2
                        && blocks.shape().rank() == 3,
                "sparse().blockLinear",
                "blocks [kept, rows, columns] and a bool mask [p, q]",
                blocks,
                mask);
        int count = 0;
        for (int i = 0; i < mask.count(); i++) {
            count += mask.get(i) != 0 ? 1 : 0;
        }
        Workspace.require(
                count == blocks.shape().size(0),
                "sparse().blockLinear",
                count + " blocks, as the mask keeps",
                blocks,
                mask);
        int p = mask.shape().size(0);
        int q = mask.shape().size(1);
        int rows = blocks.shape().size(1);
        int columns = blocks.shape().size(2);
        NativeTensor places = w.empty(ElementType.INT, Shape.of(count * rows));
        int found = 0;
        for (int i = 0; i < p * q; i++) {
            for (int r = 0; mask.get(i) != 0 && r < rows; r++) {
                places.putInt(found++, (i / q * rows + r) * q + i % q);
            }
        }
        Tensor matrix = EagerOps.indexingOf(ops).added(null, blocks, places, columns, Shape.of(p * rows, q * columns));
        return ops.linear(input, matrix, bias);
    }
}
