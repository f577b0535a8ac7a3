package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.LinearAlgebra;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.util.List;

/**
 * Linear algebra on matrices that are far from singular and whose singular and eigenvalues are far apart. What is unique only up
 * to signs is squared, or multiplied with what has the same sign.
 */
final class LinearAlgebraCases {
    private LinearAlgebraCases() {}

    static List<OperationCase> cases(int size) {
        int n = Math.min(size, 6);
        return List.of(
                of("solve", (f, x) -> f.linalg().solve(apart(f, x.get(0)), x.get(1)), s(2, n, n), s(2, n, 3)),
                of("solve, broadcast", (f, x) -> f.linalg().solve(apart(f, x.get(0)), x.get(1)), s(n, n), s(2, n, 1)),
                of("triangularSolve, lower", (f, x) -> triangular(f, x, false, false, false), s(2, n, n), s(2, n, 3)),
                of("triangularSolve, upper", (f, x) -> triangular(f, x, true, false, false), s(n, n), s(2, n, 2)),
                of(
                        "triangularSolve, lower transposed, unit",
                        (f, x) -> triangular(f, x, false, true, true),
                        s(n, n),
                        s(n, 2)),
                of(
                        "triangularSolve, upper transposed",
                        (f, x) -> triangular(f, x, true, true, false),
                        s(n, n),
                        s(n, 2)),
                of(
                        "leastSquares",
                        (f, x) -> f.linalg().leastSquares(apart(f, x.get(0)), x.get(1)),
                        s(n + 2, n),
                        s(n + 2, 2)),
                of(
                        "leastSquares of a wide matrix",
                        (f, x) -> f.linalg().leastSquares(apart(f, x.get(0)), x.get(1), 1e-6),
                        s(2, n, n + 1),
                        s(2, n, 2)),
                of("ridge, primal", (f, x) -> f.linalg().ridge(x.get(0), x.get(1), 0.7), s(n + 1, n), s(n + 1, 2)),
                of("ridge, dual", (f, x) -> f.linalg().ridge(x.get(0), x.get(1), 0.7), s(n, n + 2), s(n, 2)),
                of("cholesky", (f, x) -> f.linalg().cholesky(positive(f, x.get(0))), s(2, n, n)),
                of(
                        "choleskySolve",
                        (f, x) -> f.linalg().choleskySolve(f.linalg().cholesky(positive(f, x.get(0))), x.get(1)),
                        s(n, n),
                        s(n, 2)),
                of("qr, q", (f, x) -> f.square(f.linalg().qr(apart(f, x.get(0))).q()), s(2, n + 2, n)),
                of("qr, r", (f, x) -> f.square(f.linalg().qr(apart(f, x.get(0))).r()), s(n + 1, n)),
                of("qr of a wide matrix", (f, x) -> product(f, f.linalg().qr(apart(f, x.get(0)))), s(n, n + 2)),
                of(
                        "svd, u",
                        (f, x) -> f.square(f.linalg().svd(apart(f, x.get(0))).u()),
                        s(2, n + 1, n)),
                of("svd, s", (f, x) -> f.linalg().svd(apart(f, x.get(0))).s(), s(2, n, n + 1)),
                of(
                        "svd, vt",
                        (f, x) -> f.square(f.linalg().svd(apart(f, x.get(0))).vt()),
                        s(n, n + 2)),
                of("svd, polar factor", (f, x) -> polar(f, f.linalg().svd(apart(f, x.get(0)))), s(n, n)),
                of("singularValues", (f, x) -> f.linalg().singularValues(apart(f, x.get(0))), s(n + 1, n)),
                of(
                        "symmetricEigen, values",
                        (f, x) -> f.linalg()
                                .symmetricEigen(symmetric(f, x.get(0)))
                                .values(),
                        s(2, n, n)),
                of(
                        "symmetricEigen, vectors",
                        (f, x) -> f.square(f.linalg()
                                .symmetricEigen(symmetric(f, x.get(0)))
                                .vectors()),
                        s(n, n)),
                of("determinant", (f, x) -> f.linalg().determinant(apart(f, x.get(0))), s(2, n, n)),
                of(
                        "logDeterminant",
                        (f, x) -> f.linalg().logDeterminant(apart(f, x.get(0))).logarithm(),
                        s(3, n, n)),
                of("inverse", (f, x) -> f.linalg().inverse(apart(f, x.get(0))), s(2, n, n)),
                of("pseudoInverse", (f, x) -> f.linalg().pseudoInverse(apart(f, x.get(0)), -1), s(2, n, n + 1)),
                of("exponential", (f, x) -> f.linalg().exponential(f.scale(x.get(0), 0.1)), s(2, n, n)),
                of(
                        "exponential with squarings",
                        (f, x) -> f.linalg().exponential(f.add(x.get(0), diagonal(f, x.get(0), -2))),
                        s(n, n)),
                of("matrix power", (f, x) -> f.linalg().power(f.scale(x.get(0), 0.5), 5), s(n, n)),
                of("matrix power, negative", (f, x) -> f.linalg().power(apart(f, x.get(0)), -2), s(n, n)));
    }

    /** {@code value, 2 value, ...} on the diagonal of a matrix like the last two axes of x. */
    private static Tensor diagonal(Ops f, Tensor x, double value) {
        int m = x.shape().size(-2);
        int n = x.shape().size(-1);
        Tensor d = f.scope().zeros(x.type(), Shape.of(m, n));
        double[] values = new double[m * n];
        for (int i = 0; i < Math.min(m, n); i++) {
            values[i * n + i] = value * (i + 1);
        }
        d.set(values);
        return d;
    }

    /** A small part of x beside singular values 1, 2, ... */
    private static Tensor apart(Ops f, Tensor x) {
        return f.add(f.scale(x, 0.1), diagonal(f, x, 1));
    }

    private static Tensor symmetric(Ops f, Tensor x) {
        return apart(f, f.add(x, f.transpose(x)));
    }

    private static Tensor positive(Ops f, Tensor x) {
        return f.add(f.matmul(x, x, false, true), diagonal(f, x, 1));
    }

    private static Tensor triangular(Ops f, List<Tensor> x, boolean upper, boolean transpose, boolean unit) {
        return f.linalg().triangularSolve(apart(f, x.get(0)), x.get(1), upper, transpose, unit);
    }

    private static Tensor product(Ops f, LinearAlgebra.Qr qr) {
        return f.matmul(qr.q(), qr.r());
    }

    private static Tensor polar(Ops f, LinearAlgebra.Svd svd) {
        return f.matmul(svd.u(), svd.vt());
    }
}
