package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.LinearAlgebra;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.KernelChoice;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Decompositions by what they promise, on OpenBLAS and on the textbook algorithms, and by numbers from NumPy. */
class LinearAlgebraTest {
    private final NativeTensorService chosen = new NativeTensorService();
    private final NativeTensorService oracle = new NativeTensorService(KernelChoice::oracle);

    private interface Body {
        void run(TensorScope scope, Ops f, LinearAlgebra l);
    }

    private static void on(NativeTensorService service, Body body) {
        try (TensorScope scope = service.open("test")) {
            body.run(scope, scope.ops(), scope.ops().linalg());
        }
        assertThat(service.liveBytes()).isZero();
    }

    private void onBoth(Body body) {
        on(chosen, body);
        on(oracle, body);
    }

    private static Tensor normal(
            NativeTensorService service, TensorScope scope, ElementType type, long seed, int... sizes) {
        Tensor x = scope.zeros(type, Shape.of(sizes));
        service.random(seed).fillNormal(x, 0, 1);
        return x;
    }

    private static void close(Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double scale = 1;
        for (double value : expected.toDoubles()) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertThat(actual.toDoubles()).containsExactly(expected.toDoubles(), within(tolerance * scale));
    }

    private static Tensor unit(TensorScope scope, ElementType type, int n) {
        Tensor x = scope.zeros(type, Shape.of(n, n));
        double[] values = new double[n * n];
        for (int i = 0; i < n; i++) {
            values[i * n + i] = 1;
        }
        x.set(values);
        return x;
    }

    private static Tensor asRow(Ops f, Tensor s) {
        return f.reshape(s, 2, 1, -1);
    }

    @Property(tries = 15)
    void decompositionsMultiplyBackToTheirMatrix(
            @ForAll @IntRange(min = 1, max = 12) int m, @ForAll @IntRange(min = 1, max = 12) int n, @ForAll long seed) {
        for (NativeTensorService service : List.of(chosen, oracle)) {
            for (ElementType type : List.of(ElementType.FLOAT, ElementType.DOUBLE)) {
                double tolerance = type == ElementType.FLOAT ? 2e-5 : 1e-12;
                on(service, (scope, f, l) -> {
                    int k = Math.min(m, n);
                    Tensor a = normal(service, scope, type, seed, 2, m, n);
                    var svd = l.svd(a);
                    close(f.matmul(f.multiply(svd.u(), asRow(f, svd.s())), svd.vt()), a, tolerance);
                    Tensor one = f.broadcastTo(unit(scope, type, k), 2, k, k);
                    close(f.matmul(svd.u(), svd.u(), true, false), one, tolerance);
                    close(f.matmul(svd.vt(), svd.vt(), false, true), one, tolerance);
                    close(l.singularValues(a), svd.s(), tolerance);
                    double[] s = svd.s().toDoubles();
                    for (int i = 1; i < k; i++) {
                        assertThat(s[i]).isLessThanOrEqualTo(s[i - 1]).isNotNegative();
                    }
                    var qr = l.qr(a);
                    close(f.matmul(qr.q(), qr.r()), a, tolerance);
                    close(f.matmul(qr.q(), qr.q(), true, false), one, tolerance);
                    close(f.tril(qr.r(), -1), scope.zeros(type, Shape.of(2, k, n)), 1e-30);
                    Tensor square = normal(service, scope, type, seed + 1, 2, n, n);
                    var eigen = l.symmetricEigen(f.add(square, f.transpose(square)));
                    Tensor scaled = f.multiply(eigen.vectors(), asRow(f, eigen.values()));
                    close(
                            f.matmul(scaled, eigen.vectors(), false, true),
                            f.add(square, f.transpose(square)),
                            tolerance);
                    Tensor gram = f.add(f.matmul(a, a, true, false), unit(scope, type, n));
                    Tensor lower = l.cholesky(gram);
                    close(f.matmul(lower, lower, false, true), gram, tolerance);
                    close(f.matmul(gram, l.choleskySolve(lower, square)), square, 50 * tolerance);
                    close(
                            f.matmul(gram, l.inverse(gram)),
                            f.broadcastTo(unit(scope, type, n), 2, n, n),
                            50 * tolerance);
                    var lu = l.lu(square);
                    Tensor product = f.matmul(lu.lower(), lu.upper());
                    int[] rows = lu.permutation().toInts();
                    double[] original = square.toDoubles();
                    double[] permuted = new double[original.length];
                    for (int i = 0; i < 2 * n; i++) {
                        System.arraycopy(original, (i / n * n + rows[i]) * n, permuted, i * n, n);
                    }
                    Tensor expected = scope.zeros(type, square.shape());
                    expected.set(permuted);
                    close(product, expected, tolerance);
                });
            }
        }
    }

    @Test
    void eigenvectorsOfAnyMatrixAreStretched() {
        onBoth((scope, f, l) -> {
            Tensor a = scope.of(new double[] {1, 2, 0, -3, 1, 1, 0.5, 0, 4}, 3, 3);
            var eigen = l.eigen(a);
            var c = f.fourier();
            Tensor complex = c.complex(a, scope.zeros(ElementType.DOUBLE, a.shape()));
            Tensor left = c.matmul(complex, eigen.vectors());
            Tensor right = c.multiply(eigen.vectors(), f.reshape(eigen.values(), 1, 3, 2));
            close(left, right, 1e-8);
            close(
                    f.sum(f.square(eigen.vectors()), 0, false).reshape(3, 2),
                    f.sum(f.square(eigen.vectors()), 0, false),
                    0);
            // The product of the eigenvalues is the determinant, and their sum is the trace.
            double[] v = eigen.values().toDoubles();
            assertThat(v[0] + v[2] + v[4]).isCloseTo(6, within(1e-9));
            assertThat(v[1] + v[3] + v[5]).isCloseTo(0, within(1e-9));
        });
    }

    @Test
    void givesWhatNumpyGives() {
        onBoth((scope, f, l) -> {
            Tensor a = scope.of(new double[] {4, -2, 1, 3, 6, -4, 2, 1, 8}, 3, 3);
            assertThat(l.determinant(a).item()).isCloseTo(263, within(1e-10));
            assertThat(l.logDeterminant(f.negate(a)).sign().item()).isEqualTo(-1);
            assertThat(l.logDeterminant(f.negate(a)).logarithm().item()).isCloseTo(Math.log(263), within(1e-12));
            Tensor x = l.solve(a, scope.of(new double[] {12, -25, 32}, 3, 1));
            close(f.matmul(a, x), scope.of(new double[] {12, -25, 32}, 3, 1), 1e-13);
            // scipy.linalg.expm([[0, 1], [-1, 0]]) turns by 1 radian
            Tensor turn = l.exponential(scope.of(new double[] {0, 1, -1, 0}, 2, 2));
            assertThat(turn.toDoubles())
                    .containsExactly(new double[] {Math.cos(1), Math.sin(1), -Math.sin(1), Math.cos(1)}, within(1e-15));
            Tensor large = l.exponential(scope.of(new double[] {30, 0, 0, -30}, 2, 2));
            assertThat(large.toDoubles()[0]).isCloseTo(Math.exp(30), within(1e-11 * Math.exp(30)));
            assertThat(l.power(scope.of(new double[] {1, 1, 1, 0}, 2, 2), 10).toDoubles())
                    .containsExactly(89, 55, 55, 34);
            assertThat(l.power(scope.of(new double[] {2, 0, 0, 4}, 2, 2), -1).toDoubles())
                    .containsExactly(0.5, 0, 0, 0.25);
            assertThat(l.power(scope.of(new double[] {2, 7, 1, 4}, 2, 2), 0).toDoubles())
                    .containsExactly(1, 0, 0, 1);
        });
    }

    @Test
    void findsRanksAndShortestSolutions() {
        onBoth((scope, f, l) -> {
            Tensor a = scope.of(new double[] {1, 2, 2, 4, 3, 6}, 3, 2);
            assertThat(l.matrixRank(a, -1).item()).isEqualTo(1);
            assertThat(l.matrixRank(scope.zeros(2, 3, 2), -1).toInts()).containsExactly(0, 0);
            assertThat(l.condition(scope.of(new double[] {3, 0, 0, -0.5}, 2, 2)).item())
                    .isCloseTo(6, within(1e-12));
            Tensor b = scope.of(new double[] {1, 2, 3}, 3, 1);
            assertThat(l.leastSquares(a, b, 1e-10).toDoubles()).containsExactly(new double[] {0.2, 0.4}, within(1e-12));
            assertThatThrownBy(() -> l.leastSquares(a, b))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("leastSquares: column 1 of matrix 0 depends on those before it");
            Tensor line = scope.of(new double[] {1, 0, 1, 1, 1, 2}, 3, 2);
            assertThat(l.leastSquares(line, scope.of(new double[] {1, 3, 5}, 3, 1))
                            .toDoubles())
                    .containsExactly(new double[] {1, 2}, within(1e-13));
            // Both sides of ridge regression give the same.
            Tensor wide = normal(chosen, scope, ElementType.DOUBLE, 3, 3, 5);
            Tensor gram = f.add(f.matmul(wide, wide, true, false), f.scale(unit(scope, ElementType.DOUBLE, 5), 0.3));
            close(l.ridge(wide, b, 0.3), l.solve(gram, f.matmul(wide, b, true, false)), 1e-12);
        });
    }

    @Test
    void singularMatricesAreNamed() {
        onBoth((scope, f, l) -> {
            Tensor a = scope.of(new double[] {1, 2, 3, 4, 1, 2, 2, 4}, 2, 2, 2);
            Tensor b = scope.zeros(ElementType.DOUBLE, Shape.of(2, 2, 1));
            assertThatThrownBy(() -> l.solve(a, b)).hasMessage("solve: matrix 1 is singular: pivot 1 is zero");
            assertThatThrownBy(() -> l.inverse(a)).hasMessage("inverse: matrix 1 is singular: pivot 1 is zero");
            assertThat(l.determinant(a).toDoubles()).containsExactly(new double[] {-2, 0}, within(1e-14));
            assertThat(l.logDeterminant(a).sign().toDoubles()).containsExactly(new double[] {-1, 0}, within(0d));
            assertThat(l.logDeterminant(a).logarithm().toDoubles()[1]).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThatThrownBy(() -> l.cholesky(a))
                    .hasMessage(
                            "cholesky: matrix 0 is not positive definite: its leading minor of order 2 is not positive");
            // A division by zero is one.
            Tensor lower = scope.of(new double[] {1, 0, 1, 0}, 2, 2);
            assertThat(l.triangularSolve(lower, scope.of(new double[] {1, 3}, 2, 1), false, false, false)
                            .toDoubles())
                    .containsExactly(1, Double.POSITIVE_INFINITY);
        });
    }

    @Test
    void whatIsNotFiniteNeverReachesADecomposition() {
        onBoth((scope, f, l) -> {
            for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                Tensor a = scope.of(new double[] {1, 2, 3, 4, 1, bad, 2, 4}, 2, 2, 2);
                List<Runnable> calls = List.of(
                        () -> l.svd(a),
                        () -> l.symmetricEigen(a),
                        () -> l.eigen(a),
                        () -> l.qr(a),
                        () -> l.lu(a),
                        () -> l.cholesky(a),
                        () -> l.solve(a, a),
                        () -> l.exponential(a),
                        () -> l.pseudoInverse(a, -1));
                for (Runnable call : calls) {
                    assertThatThrownBy(call::run)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("wants finite numbers, and element [0, 1] of matrix 1 is " + bad);
                }
            }
            Tensor large = scope.of(new double[] {1e308, 0, 0, 1e308}, 2, 2);
            assertThat(l.singularValues(large).toDoubles()).containsExactly(1e308, 1e308);
        });
    }

    @Test
    void matricesWithoutElementsAreAllowed() {
        onBoth((scope, f, l) -> {
            Tensor none = scope.zeros(3, 0, 0);
            assertThat(l.solve(none, scope.zeros(3, 0, 2)).shape()).isEqualTo(Shape.of(3, 0, 2));
            assertThat(l.solve(scope.zeros(0, 2, 2), scope.zeros(0, 2, 1)).elements())
                    .isZero();
            assertThat(l.determinant(none).toFloats()).containsExactly(1, 1, 1);
            assertThat(l.logDeterminant(none).logarithm().toFloats()).containsExactly(0, 0, 0);
            assertThat(l.cholesky(none).elements()).isZero();
            assertThat(l.qr(scope.zeros(2, 0)).q().shape()).isEqualTo(Shape.of(2, 0));
            assertThat(l.svd(scope.zeros(4, 0)).vt().shape()).isEqualTo(Shape.of(0, 0));
            assertThat(l.symmetricEigen(none).values().shape()).isEqualTo(Shape.of(3, 0));
            assertThat(l.eigen(none).vectors().shape()).isEqualTo(Shape.of(3, 0, 0, 2));
            assertThat(l.pseudoInverse(scope.zeros(2, 0), -1).shape()).isEqualTo(Shape.of(0, 2));
            assertThat(l.exponential(none).elements()).isZero();
        });
    }

    @Test
    void saysWhichShapesItWants() {
        onBoth((scope, f, l) -> {
            Tensor a = scope.zeros(2, 3);
            assertThatThrownBy(() -> l.determinant(a))
                    .hasMessage("determinant: wants square matrices, [..., n, n], and got float[2, 3]");
            assertThatThrownBy(() -> l.svd(scope.zeros(3))).hasMessageContaining("svd: wants matrices, [..., m, n]");
            assertThatThrownBy(() -> l.solve(scope.zeros(2, 2), scope.zeros(3, 1)))
                    .hasMessageContaining("solve: wants [..., n, n] and [..., n, k], and got float[2, 2], float[3, 1]");
            assertThatThrownBy(() -> l.solve(scope.zeros(2, 3, 3), scope.zeros(3, 3, 1)))
                    .hasMessageContaining("leading axes that broadcast");
            assertThatThrownBy(() -> l.leastSquares(a, scope.zeros(2, 1))).hasMessageContaining("m >= n");
            assertThatThrownBy(() -> l.ridge(a, scope.zeros(2, 1), 0)).hasMessageContaining("a positive penalty");
        });
    }

    @Test
    void decomposesLargeMatrices() {
        on(chosen, (scope, f, l) -> {
            Tensor a = normal(chosen, scope, ElementType.FLOAT, 1, 150, 130);
            var svd = l.svd(a);
            close(f.matmul(f.multiply(svd.u(), f.reshape(svd.s(), 1, 130)), svd.vt()), a, 1e-4);
            Tensor gram = f.matmul(a, a, true, false);
            var eigen = l.symmetricEigen(gram);
            close(
                    f.matmul(gram, eigen.vectors()),
                    f.multiply(eigen.vectors(), f.reshape(eigen.values(), 1, 130)),
                    1e-3);
            Tensor regular = f.add(gram, unit(scope, ElementType.FLOAT, 130));
            Tensor lower = l.cholesky(regular);
            close(f.matmul(lower, lower, false, true), regular, 1e-5);
            var qr = l.qr(a);
            close(f.matmul(qr.q(), qr.r()), a, 1e-5);
        });
    }
}
