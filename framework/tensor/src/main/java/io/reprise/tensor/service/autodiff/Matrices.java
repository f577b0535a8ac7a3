package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.LinearAlgebra;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.LapackKernels;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;
import java.util.List;

/** Linear algebra on batches of matrices, and its gradients. */
final class Matrices implements LinearAlgebra {
    private final Ops ops;
    private final Workspace w;

    Matrices(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    private LapackKernels kernels() {
        return w.kernels.lapack();
    }

    // --- arguments ---

    private static NativeTensor matrices(String operation, Tensor tensor) {
        NativeTensor x = Workspace.floating(operation, tensor);
        Workspace.require(x.shape().rank() >= 2, operation, "matrices, [..., m, n]", x);
        return x;
    }

    private static NativeTensor square(String operation, Tensor tensor) {
        NativeTensor x = Workspace.floating(operation, tensor);
        Workspace.require(
                x.shape().rank() >= 2 && x.shape().size(-1) == x.shape().size(-2),
                operation,
                "square matrices, [..., n, n]",
                x);
        return x;
    }

    /** Matrices whose elements a decomposition may loop over for ever if they are not finite. */
    private NativeTensor finite(String operation, NativeTensor x) {
        if (x.count() > 0 && !kernels().isFinite(x)) {
            int size = x.shape().size(-1) * x.shape().size(-2);
            for (int i = 0; i < x.count(); i++) {
                if (!Double.isFinite(x.get(i))) {
                    throw new IllegalArgumentException(operation + ": wants finite numbers, and element ["
                            + i % size / x.shape().size(-1) + ", "
                            + i % x.shape().size(-1) + "] of matrix " + i / size
                            + " is " + x.get(i));
                }
            }
        }
        return x;
    }

    private static int count(NativeTensor x) {
        int product = 1;
        for (int i = 0; i < x.shape().rank() - 2; i++) {
            product *= x.shape().size(i);
        }
        return product;
    }

    /** The shape of something else for each matrix. */
    private static Shape each(NativeTensor matrices, int... sizes) {
        int[] leading = matrices.shape().toArray();
        int[] all = Arrays.copyOf(leading, leading.length - 2 + sizes.length);
        System.arraycopy(sizes, 0, all, leading.length - 2, sizes.length);
        return Shape.of(all);
    }

    private NativeTensor copy(NativeTensor x) {
        NativeTensor copy = w.emptyLike(x);
        w.kernels.copyRuns(x, 0, 0, copy, 0, 0, 1, x.count(), false);
        return copy;
    }

    private static IllegalArgumentException singular(String operation, int matrix, int pivot) {
        return new IllegalArgumentException(
                operation + ": matrix " + matrix + " is singular: pivot " + (pivot - 1) + " is zero");
    }

    private static IllegalArgumentException notConverged(String operation, int matrix) {
        return new IllegalArgumentException(operation + ": matrix " + matrix + " does not converge");
    }

    /** Two tensors with the same leading axes. */
    private Tensor[] together(String operation, NativeTensor a, NativeTensor b) {
        Workspace.requireSameType(operation, a, b);
        int[] x = Arrays.copyOf(a.shape().toArray(), a.shape().rank() - 2);
        int[] y = Arrays.copyOf(b.shape().toArray(), b.shape().rank() - 2);
        if (Arrays.equals(x, y)) {
            return new Tensor[] {a, b};
        }
        int[] both = new int[Math.max(x.length, y.length)];
        for (int i = 1; i <= both.length; i++) {
            int m = i <= x.length ? x[x.length - i] : 1;
            int n = i <= y.length ? y[y.length - i] : 1;
            Workspace.require(m == n || m == 1 || n == 1, operation, "leading axes that broadcast", a, b);
            both[both.length - i] = m == 1 ? n : m;
        }
        return new Tensor[] {withLeading(a, both), withLeading(b, both)};
    }

    private Tensor withLeading(NativeTensor x, int[] leading) {
        int[] sizes = Arrays.copyOf(leading, leading.length + 2);
        sizes[leading.length] = x.shape().size(-2);
        sizes[leading.length + 1] = x.shape().size(-1);
        return x.shape().equals(Shape.of(sizes)) ? x : ops.broadcastTo(x, sizes);
    }

    // --- small parts of formulas ---

    private interface Element {
        double at(int row, int column);
    }

    private static Tensor constant(Ops f, ElementType type, int rows, int columns, Element element) {
        NativeTensor x = (NativeTensor) f.scope().zeros(type, Shape.of(rows, columns));
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                x.put(i * columns + j, element.at(i, j));
            }
        }
        return x;
    }

    private static Tensor identity(Ops f, ElementType type, int n) {
        return constant(f, type, n, n, (i, j) -> i == j ? 1 : 0);
    }

    private static Tensor asRow(Ops f, Tensor x) {
        int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 1);
        sizes[sizes.length - 1] = sizes[sizes.length - 2];
        sizes[sizes.length - 2] = 1;
        return f.reshape(x, sizes);
    }

    private static Tensor asColumn(Ops f, Tensor x) {
        int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 1);
        sizes[sizes.length - 1] = 1;
        return f.reshape(x, sizes);
    }

    private static Tensor asMatrix(Ops f, Tensor x) {
        int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 2);
        sizes[sizes.length - 1] = 1;
        sizes[sizes.length - 2] = 1;
        return f.reshape(x, sizes);
    }

    private static Tensor symmetric(Ops f, Tensor x) {
        return f.scale(f.add(x, f.transpose(x)), 0.5);
    }

    private static Tensor diagonal(Ops f, Tensor x) {
        return f.sum(f.multiply(x, identity(f, x.type(), x.shape().size(-1))), -1, false);
    }

    /** {@code 1 / (x[j] - x[i])}, and 0 on the diagonal. */
    private static Tensor reciprocalDifferences(Ops f, Tensor x) {
        int n = x.shape().size(-1);
        Tensor differences = f.subtract(asRow(f, x), asColumn(f, x));
        Tensor off = constant(f, x.type(), n, n, (i, j) -> i == j ? 0 : 1);
        return f.divide(off, f.add(differences, identity(f, x.type(), n)));
    }

    // --- equations ---

    @Override
    public Tensor solve(Tensor left, Tensor right) {
        NativeTensor a = square("solve", left);
        NativeTensor b = matrices("solve", right);
        Workspace.require(a.shape().size(-1) == b.shape().size(-2), "solve", "[..., n, n] and [..., n, k]", a, b);
        Tensor[] both = together("solve", a, b);
        return solveTogether("solve", (NativeTensor) both[0], (NativeTensor) both[1]);
    }

    private NativeTensor solveTogether(String operation, NativeTensor a, NativeTensor b) {
        Factors factors = factors(operation, a, true);
        NativeTensor out = copy(b);
        factors.solve(false, out);
        boolean recorded = w.recordsAny(a, b);
        if (recorded && w.composes()) {
            w.recordFormula(
                    out,
                    (f, dy, i) -> {
                        Tensor db = f.linalg().solve(f.transpose(a), dy);
                        return i == 1 ? db : f.negate(f.matmul(db, out, false, true));
                    },
                    a,
                    b);
        } else if (recorded) {
            w.recordOperations(
                    out,
                    (f, dy, needs) -> {
                        NativeTensor db = (NativeTensor) f.scope().copy(dy);
                        factors.solve(true, db);
                        Tensor da = needs.test(0) ? f.negate(f.matmul(db, out, false, true)) : null;
                        return Arrays.asList(da, db);
                    },
                    a,
                    b);
        }
        if (!recorded || w.composes()) {
            factors.release();
        }
        return out;
    }

    /** The LU decompositions of a batch. */
    private final class Factors {
        final NativeTensor lu;
        final NativeTensor pivots;
        final int n;

        Factors(NativeTensor lu, NativeTensor pivots) {
            this.lu = lu;
            this.pivots = pivots;
            n = lu.shape().size(-1);
        }

        void solve(boolean transpose, NativeTensor b) {
            int columns = b.shape().size(-1);
            if (n == 0 || columns == 0) {
                return;
            }
            for (int i = 0; i < count(lu); i++) {
                kernels().luSolve(n, columns, lu, i * n * n, pivots, i * n, transpose, b, i * n * columns);
            }
        }

        /** -1 for an odd number of exchanges. */
        int sign(int matrix) {
            int sign = 1;
            for (int i = 0; i < n; i++) {
                sign = pivots.getLong(matrix * n + i) == i + 1 ? sign : -sign;
            }
            return sign;
        }

        void release() {
            w.release(lu);
            w.release(pivots);
        }
    }

    private Factors factors(String operation, NativeTensor a, boolean regular) {
        int n = a.shape().size(-1);
        finite(operation, a);
        Factors factors = new Factors(copy(a), w.empty(ElementType.INT, each(a, n)));
        for (int i = 0; i < count(a) && n > 0; i++) {
            int pivot = kernels().lu(n, factors.lu, i * n * n, factors.pivots, i * n);
            if (pivot > 0 && regular) {
                factors.release();
                throw singular(operation, i, pivot);
            }
        }
        return factors;
    }

    @Override
    public Tensor triangularSolve(Tensor left, Tensor right, boolean upper, boolean transpose, boolean unit) {
        NativeTensor first = square("triangularSolve", left);
        NativeTensor second = matrices("triangularSolve", right);
        Workspace.require(
                first.shape().size(-1) == second.shape().size(-2),
                "triangularSolve",
                "[..., n, n] and [..., n, k]",
                first,
                second);
        Tensor[] both = together("triangularSolve", first, second);
        NativeTensor a = (NativeTensor) both[0];
        NativeTensor b = (NativeTensor) both[1];
        int n = a.shape().size(-1);
        int columns = b.shape().size(-1);
        NativeTensor out = copy(b);
        for (int i = 0; i < count(a) && n > 0 && columns > 0; i++) {
            kernels().triangularSolve(n, columns, upper, transpose, unit, a, i * n * n, out, i * n * columns);
        }
        w.recordFormula(
                out,
                (f, dy, i) -> {
                    Tensor db = f.linalg().triangularSolve(a, dy, upper, !transpose, unit);
                    if (i == 1) {
                        return db;
                    }
                    Tensor product = transpose ? f.matmul(out, db, false, true) : f.matmul(db, out, false, true);
                    Tensor read = constant(
                            f,
                            a.type(),
                            n,
                            n,
                            (row, column) -> row == column ? (unit ? 0 : -1) : row < column == upper ? -1 : 0);
                    return f.multiply(product, read);
                },
                a,
                b);
        return out;
    }

    @Override
    public Tensor choleskySolve(Tensor lower, Tensor b) {
        return triangularSolve(lower, triangularSolve(lower, b, false, false, false), false, true, false);
    }

    @Override
    public Tensor leastSquares(Tensor left, Tensor right) {
        NativeTensor a = matrices("leastSquares", left);
        NativeTensor b = matrices("leastSquares", right);
        int m = a.shape().size(-2);
        int n = a.shape().size(-1);
        Workspace.require(
                m >= n && m == b.shape().size(-2), "leastSquares", "[..., m, n] with m >= n, and [..., m, k]", a, b);
        Qr qr = qr("leastSquares", a);
        NativeTensor r = (NativeTensor) qr.r();
        double smallest = m * epsilon(a.type());
        for (int i = 0; i < count(a); i++) {
            double largest = 0;
            for (int j = 0; j < n; j++) {
                largest = Math.max(largest, Math.abs(r.get((i * n + j) * n + j)));
            }
            for (int j = 0; j < n; j++) {
                if (Math.abs(r.get((i * n + j) * n + j)) <= smallest * largest) {
                    throw new IllegalArgumentException("leastSquares: column " + j + " of matrix " + i
                            + " depends on those before it; leave it out, or give a cutoff");
                }
            }
        }
        return triangularSolve(qr.r(), ops.matmul(qr.q(), b, true, false), true, false, false);
    }

    private static double epsilon(ElementType type) {
        return type == ElementType.FLOAT ? Math.ulp(1f) : Math.ulp(1d);
    }

    @Override
    public Tensor leastSquares(Tensor left, Tensor right, double cutoff) {
        NativeTensor a = matrices("leastSquares", left);
        NativeTensor b = matrices("leastSquares", right);
        Workspace.require(
                a.shape().size(-2) == b.shape().size(-2), "leastSquares", "[..., m, n] and [..., m, k]", a, b);
        return ops.matmul(pseudoInverse("leastSquares", a, cutoff), b);
    }

    @Override
    public Tensor ridge(Tensor left, Tensor right, double penalty) {
        NativeTensor a = matrices("ridge", left);
        NativeTensor b = matrices("ridge", right);
        int m = a.shape().size(-2);
        int n = a.shape().size(-1);
        Workspace.require(m == b.shape().size(-2), "ridge", "[..., m, n] and [..., m, k]", a, b);
        Workspace.require(penalty > 0, "ridge", "a positive penalty, not " + penalty, a, b);
        boolean primal = n <= m;
        Tensor gram = primal ? ops.matmul(a, a, true, false) : ops.matmul(a, a, false, true);
        int k = Math.min(m, n);
        Tensor regular = ops.add(gram, constant(ops, a.type(), k, k, (i, j) -> i == j ? penalty : 0));
        Tensor lower = cholesky("ridge", (NativeTensor) regular);
        return primal
                ? choleskySolve(lower, ops.matmul(a, b, true, false))
                : ops.matmul(a, choleskySolve(lower, b), true, false);
    }

    // --- decompositions ---

    @Override
    public Tensor cholesky(Tensor a) {
        return cholesky("cholesky", square("cholesky", a));
    }

    private NativeTensor cholesky(String operation, NativeTensor a) {
        int n = a.shape().size(-1);
        finite(operation, a);
        NativeTensor out = copy(a);
        for (int i = 0; i < count(a) && n > 0; i++) {
            int minor = kernels().cholesky(n, out, i * n * n);
            if (minor > 0) {
                w.release(out);
                throw new IllegalArgumentException(operation + ": matrix " + i
                        + " is not positive definite: its leading minor of order " + minor + " is not positive");
            }
        }
        w.recordFormula(
                out,
                (f, dl, i) -> {
                    Tensor half =
                            constant(f, a.type(), n, n, (row, column) -> row == column ? 0.5 : row > column ? 1 : 0);
                    Tensor p = f.multiply(f.matmul(out, dl, true, false), half);
                    Tensor right = f.linalg().triangularSolve(out, f.transpose(p), false, true, false);
                    Tensor both = f.linalg().triangularSolve(out, f.transpose(right), false, true, false);
                    return symmetric(f, both);
                },
                a);
        return out;
    }

    @Override
    public Lu lu(Tensor tensor) {
        NativeTensor a = square("lu", tensor);
        int n = a.shape().size(-1);
        finite("lu", a);
        // The kernel exchanges columns; of the transpose, these are rows.
        Ops plain = ops.scope().ops();
        NativeTensor transposed = (NativeTensor) plain.transpose(a);
        Factors factors = factors("lu", transposed, false);
        Tensor both = plain.transpose(factors.lu);
        NativeTensor lower = w.emptyLike(a);
        NativeTensor upper = w.emptyLike(a);
        NativeTensor permutation = w.empty(ElementType.INT, each(a, n));
        NativeTensor found = (NativeTensor) both;
        for (int i = 0; i < a.count(); i++) {
            int row = i / n % n;
            int column = i % n;
            lower.put(i, row > column ? found.get(i) : row == column ? 1 : 0);
            upper.put(i, row <= column ? found.get(i) : 0);
        }
        for (int b = 0; b < count(a); b++) {
            int[] rows = new int[n];
            Arrays.setAll(rows, i -> i);
            for (int i = 0; i < n; i++) {
                int j = (int) factors.pivots.getLong(b * n + i) - 1;
                int row = rows[i];
                rows[i] = rows[j];
                rows[j] = row;
            }
            for (int i = 0; i < n; i++) {
                permutation.put(b * n + i, rows[i]);
            }
        }
        factors.release();
        w.release(transposed);
        w.release(found);
        return new Lu(permutation, lower, upper);
    }

    @Override
    public Qr qr(Tensor tensor) {
        return qr("qr", matrices("qr", tensor));
    }

    private Qr qr(String operation, NativeTensor a) {
        int m = a.shape().size(-2);
        int n = a.shape().size(-1);
        if (m < n) {
            // q is that of the first m columns, and takes the others with it.
            Qr first = qr(operation, (NativeTensor) ops.slice(a, -1, 0, m));
            Tensor rest = ops.matmul(first.q(), ops.slice(a, -1, m, n), true, false);
            return new Qr(first.q(), ops.concat(List.of(first.r(), rest), -1));
        }
        finite(operation, a);
        NativeTensor q = copy(a);
        NativeTensor r = w.empty(a.type(), each(a, n, n));
        for (int i = 0; i < count(a) && n > 0; i++) {
            kernels().qr(m, n, q, i * m * n, r, i * n * n);
        }
        w.recordFormula(q, (f, dq, i) -> qrGradient(f, q, r, dq, f.negate(f.matmul(dq, q, true, false))), a);
        w.recordFormula(r, (f, dr, i) -> qrGradient(f, q, r, null, f.matmul(r, dr, false, true)), a);
        return new Qr(q, r);
    }

    /** {@code (dq + q c) r^-T}, with c symmetric, and equal to m in its lower triangle. */
    private static Tensor qrGradient(Ops f, Tensor q, Tensor r, Tensor dq, Tensor m) {
        int n = m.shape().size(-1);
        Tensor lower = f.multiply(m, constant(f, m.type(), n, n, (i, j) -> i >= j ? 1 : 0));
        Tensor strict = f.multiply(m, constant(f, m.type(), n, n, (i, j) -> i > j ? 1 : 0));
        Tensor inside = f.matmul(q, f.add(lower, f.transpose(strict)));
        Tensor sum = dq == null ? inside : f.add(dq, inside);
        return f.transpose(f.linalg().triangularSolve(r, f.transpose(sum), true, false, false));
    }

    @Override
    public Svd svd(Tensor tensor) {
        NativeTensor a = matrices("svd", tensor);
        int m = a.shape().size(-2);
        int n = a.shape().size(-1);
        int k = Math.min(m, n);
        NativeTensor u = w.empty(a.type(), each(a, m, k));
        NativeTensor s = w.empty(a.type(), each(a, k));
        NativeTensor vt = w.empty(a.type(), each(a, k, n));
        svd("svd", a, u, s, vt);
        w.recordFormula(s, (f, ds, i) -> f.matmul(f.multiply(u, asRow(f, ds)), vt), a);
        w.recordFormula(
                u,
                (f, du, i) -> {
                    Tensor p = f.matmul(u, du, true, false);
                    Tensor skew = f.multiply(reciprocalDifferences(f, f.square(s)), f.subtract(p, f.transpose(p)));
                    Tensor inner = f.matmul(u, f.multiply(skew, asRow(f, s)));
                    if (m > k) {
                        Tensor outside = f.subtract(du, f.matmul(u, p));
                        inner = f.add(inner, f.divide(outside, asRow(f, s)));
                    }
                    return f.matmul(inner, vt);
                },
                a);
        w.recordFormula(
                vt,
                (f, dvt, i) -> {
                    Tensor p = f.matmul(vt, dvt, false, true);
                    Tensor skew = f.multiply(reciprocalDifferences(f, f.square(s)), f.subtract(p, f.transpose(p)));
                    Tensor inner = f.matmul(f.multiply(skew, asColumn(f, s)), vt);
                    if (n > k) {
                        Tensor outside = f.subtract(dvt, f.matmul(p, vt, true, false));
                        inner = f.add(inner, f.divide(outside, asColumn(f, s)));
                    }
                    return f.matmul(u, inner);
                },
                a);
        return new Svd(u, s, vt);
    }

    /** For values alone, u and vt are null. */
    private void svd(String operation, NativeTensor a, NativeTensor u, NativeTensor s, NativeTensor vt) {
        finite(operation, a);
        int m = a.shape().size(-2);
        int n = a.shape().size(-1);
        int k = Math.min(m, n);
        NativeTensor work = copy(a);
        for (int i = 0; i < count(a) && k > 0; i++) {
            if (kernels().svd(m, n, work, i * m * n, u, i * m * k, s, i * k, vt, i * k * n) != 0) {
                w.release(work);
                throw notConverged(operation, i);
            }
        }
        w.release(work);
    }

    @Override
    public Tensor singularValues(Tensor tensor) {
        NativeTensor a = matrices("singularValues", tensor);
        if (w.records(a)) {
            return svd(a).s();
        }
        return values("singularValues", a);
    }

    private NativeTensor values(String operation, NativeTensor a) {
        NativeTensor s =
                w.empty(a.type(), each(a, Math.min(a.shape().size(-2), a.shape().size(-1))));
        svd(operation, a, null, s, null);
        return s;
    }

    @Override
    public Eigen symmetricEigen(Tensor tensor) {
        NativeTensor a = square("symmetricEigen", tensor);
        int n = a.shape().size(-1);
        finite("symmetricEigen", a);
        NativeTensor rows = copy(a);
        NativeTensor values = w.empty(a.type(), each(a, n));
        for (int i = 0; i < count(a) && n > 0; i++) {
            if (kernels().symmetricEigen(n, rows, i * n * n, values, i * n) != 0) {
                w.release(rows);
                throw notConverged("symmetricEigen", i);
            }
        }
        NativeTensor vectors = (NativeTensor) ops.scope().ops().transpose(rows);
        w.release(rows);
        w.recordFormula(values, (f, dw, i) -> f.matmul(f.multiply(vectors, asRow(f, dw)), vectors, false, true), a);
        w.recordFormula(
                vectors,
                (f, dv, i) -> {
                    Tensor inner = f.multiply(reciprocalDifferences(f, values), f.matmul(vectors, dv, true, false));
                    return symmetric(f, f.matmul(f.matmul(vectors, inner), vectors, false, true));
                },
                a);
        return new Eigen(values, vectors);
    }

    @Override
    public Eigen eigen(Tensor tensor) {
        NativeTensor a = square("eigen", tensor);
        int n = a.shape().size(-1);
        finite("eigen", a);
        NativeTensor work = copy(a);
        NativeTensor values = w.empty(a.type(), each(a, n, 2));
        NativeTensor vectors = w.empty(a.type(), each(a, n, n, 2));
        for (int i = 0; i < count(a) && n > 0; i++) {
            if (kernels().eigen(n, work, i * n * n, values, 2 * i * n, vectors, 2 * i * n * n) != 0) {
                w.release(work);
                throw notConverged("eigen", i);
            }
        }
        w.release(work);
        return new Eigen(values, vectors);
    }

    // --- numbers ---

    @Override
    public Tensor determinant(Tensor tensor) {
        NativeTensor a = square("determinant", tensor);
        Factors factors = factors("determinant", a, false);
        NativeTensor out = w.empty(a.type(), each(a));
        int n = factors.n;
        for (int b = 0; b < out.count(); b++) {
            double product = factors.sign(b);
            for (int i = 0; i < n; i++) {
                product *= factors.lu.get((b * n + i) * n + i);
            }
            out.put(b, product);
        }
        factors.release();
        w.recordFormula(
                out,
                (f, dy, i) -> f.multiply(
                        asMatrix(f, f.multiply(dy, out)), f.transpose(inverse(f, "gradient of determinant", a))),
                a);
        return out;
    }

    private static Tensor inverse(Ops f, String operation, NativeTensor a) {
        return ((Matrices) f.linalg()).inverse(operation, a);
    }

    @Override
    public LogDeterminant logDeterminant(Tensor tensor) {
        NativeTensor a = square("logDeterminant", tensor);
        Factors factors = factors("logDeterminant", a, false);
        NativeTensor sign = w.empty(a.type(), each(a));
        NativeTensor out = w.empty(a.type(), each(a));
        int n = factors.n;
        for (int b = 0; b < out.count(); b++) {
            double product = factors.sign(b);
            double sum = 0;
            for (int i = 0; i < n; i++) {
                double pivot = factors.lu.get((b * n + i) * n + i);
                product *= Math.signum(pivot);
                sum += Math.log(Math.abs(pivot));
            }
            sign.put(b, product);
            out.put(b, sum);
        }
        factors.release();
        w.recordFormula(
                out,
                (f, dy, i) -> f.multiply(asMatrix(f, dy), f.transpose(inverse(f, "gradient of logDeterminant", a))),
                a);
        return new LogDeterminant(sign, out);
    }

    @Override
    public Tensor matrixRank(Tensor tensor, double cutoff) {
        NativeTensor a = matrices("matrixRank", tensor);
        NativeTensor s = values("matrixRank", a);
        int k = s.shape().size(-1);
        NativeTensor out = w.empty(ElementType.INT, each(a));
        for (int b = 0; b < out.count(); b++) {
            out.put(b, rank(s, b * k, k, cutoff(a, cutoff)));
        }
        w.release(s);
        return out;
    }

    private static double cutoff(NativeTensor a, double cutoff) {
        return cutoff >= 0 ? cutoff : Math.max(a.shape().size(-2), a.shape().size(-1)) * epsilon(a.type());
    }

    private static int rank(NativeTensor s, int start, int k, double cutoff) {
        int rank = 0;
        while (rank < k && s.get(start + rank) > cutoff * s.get(start)) {
            rank++;
        }
        return rank;
    }

    @Override
    public Tensor condition(Tensor tensor) {
        NativeTensor a = matrices("condition", tensor);
        int k = Math.min(a.shape().size(-2), a.shape().size(-1));
        Workspace.require(k > 0, "condition", "matrices with elements", a);
        Tensor s = singularValues(a);
        int[] sizes = each(a).toArray();
        return ops.divide(ops.reshape(ops.slice(s, -1, 0, 1), sizes), ops.reshape(ops.slice(s, -1, k - 1, k), sizes));
    }

    // --- functions ---

    @Override
    public Tensor inverse(Tensor a) {
        return inverse("inverse", square("inverse", a));
    }

    private Tensor inverse(String operation, NativeTensor a) {
        int n = a.shape().size(-1);
        NativeTensor unit = w.emptyLike(a);
        w.kernels.fill(unit, 0);
        for (int b = 0; b < count(a); b++) {
            for (int i = 0; i < n; i++) {
                unit.put((b * n + i) * n + i, 1);
            }
        }
        NativeTensor out = solveTogether(operation, a, unit);
        if (!w.records(a)) {
            w.release(unit);
        }
        return out;
    }

    @Override
    public Tensor pseudoInverse(Tensor a, double cutoff) {
        return pseudoInverse("pseudoInverse", matrices("pseudoInverse", a), cutoff);
    }

    private NativeTensor pseudoInverse(String operation, NativeTensor a, double cutoff) {
        int m = a.shape().size(-2);
        int n = a.shape().size(-1);
        int k = Math.min(m, n);
        NativeTensor u = w.empty(a.type(), each(a, m, k));
        NativeTensor s = w.empty(a.type(), each(a, k));
        NativeTensor vt = w.empty(a.type(), each(a, k, n));
        svd(operation, a, u, s, vt);
        for (int b = 0; b < count(a); b++) {
            int rank = rank(s, b * k, k, cutoff(a, cutoff));
            for (int i = 0; i < k; i++) {
                s.put(b * k + i, i < rank ? 1 / s.get(b * k + i) : 0);
            }
        }
        NativeTensor out = w.empty(a.type(), each(a, n, m));
        NativeTensor scaled = w.emptyLike(u);
        w.kernels.binary(Binary.MULTIPLY, u, s.view(each(a, 1, k), 0), scaled);
        w.kernels.matmul(vt, true, scaled, true, 1, out, false);
        w.release(scaled);
        w.release(u);
        w.release(s);
        w.release(vt);
        w.recordFormula(
                out,
                (f, dp, i) -> {
                    // dp = -p da p + p p^T da^T (I - a p) + (I - p a) da^T p^T p
                    Tensor dpt = f.transpose(dp);
                    Tensor first = f.matmul(f.matmul(out, dp, true, false), out, false, true);
                    Tensor left = f.matmul(f.matmul(dpt, out), out, false, true);
                    Tensor second = f.subtract(left, f.matmul(a, f.matmul(out, left)));
                    Tensor right = f.matmul(f.matmul(out, out, true, false), dpt);
                    Tensor third = f.subtract(right, f.matmul(f.matmul(right, out), a));
                    return f.add(f.subtract(second, first), third);
                },
                a);
        return out;
    }

    /** The numerators' coefficients of the diagonal approximants (Higham 2005, with what a double can hold exactly). */
    private static final double[][] PADE = {
        {120, 60, 12, 1},
        {30240, 15120, 3360, 420, 30, 1},
        {17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1},
        {17643225600d, 8821612800d, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1},
        {
            64764752532480000d,
            32382376266240000d,
            7771770303897600d,
            1187353796428800d,
            129060195264000d,
            10559470521600d,
            670442572800d,
            33522128640d,
            1323241920,
            40840800,
            960960,
            16380,
            182,
            1
        }
    };

    /** Up to which norm each approximant is exact to the last place, from Higham's table 2.3 and, for floats, from 2.1's bound. */
    private static final double[] DOUBLE_NORMS = {
        1.495585217958292e-2, 2.539398330063230e-1, 9.504178996162932e-1, 2.097847961257068, 5.371920351148152
    };

    private static final double[] FLOAT_NORMS = {4.258730016922831e-1, 1.880152677804762, 3.925724783138660};

    @Override
    public Tensor exponential(Tensor tensor) {
        NativeTensor a = square("exponential", tensor);
        int n = a.shape().size(-1);
        finite("exponential", a);
        double norm = 0;
        for (int b = 0; b < count(a); b++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += Math.abs(a.get((b * n + i) * n + j));
                }
                norm = Math.max(norm, sum);
            }
        }
        double[] norms = a.type() == ElementType.FLOAT ? FLOAT_NORMS : DOUBLE_NORMS;
        int order = 0;
        while (order < norms.length - 1 && norm > norms[order]) {
            order++;
        }
        int squarings = norm > norms[order] ? Math.max(0, Math.getExponent(norm / norms[order]) + 1) : 0;
        double[] c = PADE[order];
        Tensor x = squarings == 0 ? a : ops.scale(a, Math.scalb(1, -squarings));
        Tensor square = ops.matmul(x, x);
        Tensor unit = identity(ops, a.type(), n);
        // Even powers make v, odd ones u = x (...): exp x = (v - u)^-1 (v + u).
        Tensor even = ops.scale(unit, c[0]);
        Tensor odd = ops.scale(unit, c[1]);
        Tensor power = null;
        for (int i = 2; i < c.length; i += 2) {
            power = power == null ? square : ops.matmul(power, square);
            even = ops.add(even, ops.scale(power, c[i]));
            odd = ops.add(odd, ops.scale(power, c[i + 1]));
        }
        Tensor u = ops.matmul(x, odd);
        Tensor y = solve(ops.subtract(even, u), ops.add(even, u));
        for (int i = 0; i < squarings; i++) {
            y = ops.matmul(y, y);
        }
        return y;
    }

    @Override
    public Tensor power(Tensor tensor, int n) {
        NativeTensor a = square("power", tensor);
        if (n == 0) {
            return ops.broadcastTo(
                    identity(ops, a.type(), a.shape().size(-1)), a.shape().toArray());
        }
        Tensor base = n < 0 ? inverse("power", a) : a;
        long rest = Math.abs((long) n);
        Tensor result = null;
        while (true) {
            if (rest % 2 == 1) {
                result = result == null ? base : ops.matmul(result, base);
            }
            rest /= 2;
            if (rest == 0) {
                return result == a ? ops.scale(a, 1) : result;
            }
            base = ops.matmul(base, base);
        }
    }
}
