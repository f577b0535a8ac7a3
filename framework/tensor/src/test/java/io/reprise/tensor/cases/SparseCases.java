package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.IndexCases.indices;
import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.Ops;
import io.reprise.tensor.SparseMatrix;
import io.reprise.tensor.Tensor;
import java.util.List;

/** Products with sparse matrices. */
final class SparseCases {
    private SparseCases() {}

    static List<OperationCase> cases(int n) {
        return List.of(
                of("sparse matmul", (f, x) -> f.sparse().matmul(matrix(f, x.get(0)), x.get(1)), s(6), s(5, n)),
                of(
                        "sparse transposedMatmul",
                        (f, x) -> f.sparse().transposedMatmul(matrix(f, x.get(0)), x.get(1)),
                        s(6),
                        s(4, n)),
                of(
                        "matmul of a dense and a sparse matrix",
                        (f, x) -> f.sparse().matmul(x.get(1), matrix(f, x.get(0))),
                        s(6),
                        s(n, 4)),
                of(
                        "sparse matmulTransposed",
                        (f, x) -> f.sparse().matmulTransposed(x.get(1), matrix(f, x.get(0))),
                        s(6),
                        s(n, 5)),
                of("sparse toDense", (f, x) -> f.sparse().toDense(matrix(f, x.get(0))), s(6)),
                of(
                        "sparse matmul of coordinates",
                        (f, x) -> f.sparse().matmul(coordinates(f, x.get(0), n), x.get(1)),
                        s(2 * n),
                        s(n, 3)),
                of(
                        "sparse matmul of a dense matrix",
                        (f, x) -> f.sparse().matmul(f.sparse().ofDense(f.tril(x.get(0), 0)), x.get(1)),
                        s(4, 4),
                        s(4, n)),
                of(
                        "maskedLinear",
                        (f, x) -> f.sparse().maskedLinear(x.get(0), x.get(1), mask(f, 4, n), x.get(2)),
                        s(2, 3, 4),
                        s(4, n),
                        s(n)),
                of(
                        "blockLinear",
                        (f, x) -> f.sparse().blockLinear(x.get(0), x.get(1), mask(f, 2, 3), x.get(2)),
                        s(2, 8),
                        s(2, 4, n),
                        s(3 * n)));
    }

    private static SparseMatrix matrix(Ops f, Tensor values) {
        return f.sparse().compressed(4, 5, s(0, 2, 2, 5, 6), s(1, 4, 3, 0, 3, 2), values);
    }

    private static SparseMatrix coordinates(Ops f, Tensor values, int n) {
        return f.sparse().ofCoordinates(3, n, indices(f, 3, 2 * n), indices(f, n, 2 * n), values);
    }

    private static Tensor mask(Ops f, int rows, int columns) {
        boolean[] mask = new boolean[rows * columns];
        for (int i = 0; i < mask.length; i += 3) {
            mask[i] = true;
        }
        return f.scope().of(mask, rows, columns);
    }
}
