package io.reprise.nd4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.NativeTensorService;
import io.reprise.tensor.service.kernels.KernelChoice;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Comparison;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The primitives where numbers are no ordinary ones, against the scalar kernels. */
class Nd4jKernelsTest {
    private static final double[] EDGES = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 1, -1, 0.5, -2.5, 1.5, 100, -100, 1e-9
    };

    private static final NativeTensorService SERVICE = new NativeTensorService();
    private static final Kernels ORACLE = KernelChoice.oracle();
    private static final Kernels ND4J = new Nd4jKernels(SERVICE, new Nd4jRuntime(), KernelChoice::oracle);

    @ParameterizedTest
    @EnumSource
    void functionsOfEdges(Unary f) {
        try (TensorScope scope = SERVICE.open("test")) {
            NativeTensor x = doubles(scope, EDGES);
            NativeTensor expected = like(scope, x);
            NativeTensor actual = like(scope, x);
            ORACLE.unary(f, x, expected);
            ND4J.unary(f, x, actual);
            same(actual, expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void functionsOfTwoEdges(Binary f) {
        try (TensorScope scope = SERVICE.open("test")) {
            NativeTensor a = (NativeTensor) doubles(scope, EDGES).reshape(EDGES.length, 1);
            NativeTensor b = doubles(scope, EDGES);
            NativeTensor expected = square(scope, ElementType.DOUBLE);
            NativeTensor actual = square(scope, ElementType.DOUBLE);
            ORACLE.binary(f, a, b, expected);
            ND4J.binary(f, a, b, actual);
            same(actual, expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void comparisonsOfEdges(Comparison f) {
        try (TensorScope scope = SERVICE.open("test")) {
            NativeTensor a = (NativeTensor) doubles(scope, EDGES).reshape(EDGES.length, 1);
            NativeTensor b = doubles(scope, EDGES);
            NativeTensor expected = square(scope, ElementType.BOOL);
            NativeTensor actual = square(scope, ElementType.BOOL);
            ORACLE.compare(f, a, b, expected);
            ND4J.compare(f, a, b, actual);
            same(actual, expected);
        }
    }

    @Test
    void largestIsTheFirstNaNOrElseTheFirstOfTheLargest() {
        double minus = Double.NEGATIVE_INFINITY;
        try (TensorScope scope = SERVICE.open("test")) {
            NativeTensor x = doubles(
                    scope, 1, 3, 3, 2, 5, Double.NaN, Double.NaN, 9, minus, minus, minus, minus, minus, -4, minus, -4);
            NativeTensor largest = doubles(scope, 0, 0, 0, 0);
            NativeTensor first = (NativeTensor) scope.zeros(ElementType.INT, Shape.of(4));
            ND4J.max(x, 4, 4, 1, largest, first);
            assertThat(largest.toDoubles()).containsExactly(3, Double.NaN, minus, -4);
            assertThat(first.toInts()).containsExactly(1, 1, 0, 1);
        }
    }

    @Test
    void operationsOnNothingDoNothing() {
        try (TensorScope scope = SERVICE.open("test")) {
            NativeTensor nothing = (NativeTensor) scope.zeros(0, 3);
            ND4J.unary(Unary.EXP, nothing, nothing);
            ND4J.fill(nothing, 1);
            NativeTensor out = doubles(scope, 7, 7, 7);
            NativeTensor rows = (NativeTensor) scope.zeros(ElementType.DOUBLE, Shape.of(0, 3));
            ND4J.sum(rows, 1, 0, 3, 1, out, false);
            assertThat(out.toDoubles()).containsOnly(0);
        }
    }

    private static NativeTensor doubles(TensorScope scope, double... values) {
        return (NativeTensor) scope.of(values, values.length);
    }

    private static NativeTensor like(TensorScope scope, NativeTensor x) {
        return (NativeTensor) scope.zeros(x.type(), x.shape());
    }

    private static NativeTensor square(TensorScope scope, ElementType type) {
        return (NativeTensor) scope.zeros(type, Shape.of(EDGES.length, EDGES.length));
    }

    private static void same(NativeTensor actual, NativeTensor expected) {
        double[] a = actual.toDoubles();
        double[] b = expected.toDoubles();
        for (int i = 0; i < b.length; i++) {
            if (Double.isFinite(b[i])) {
                assertThat(a[i])
                        .as("element %d of %s", i, Arrays.toString(a))
                        .isCloseTo(b[i], within(1e-12 * Math.max(1, Math.abs(b[i]))));
            } else {
                assertThat(Double.valueOf(a[i]))
                        .as("element %d of %s", i, Arrays.toString(a))
                        .isEqualTo(Double.valueOf(b[i]));
            }
        }
    }
}
