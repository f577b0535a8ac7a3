package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reductions on numbers that can be followed by hand, at their edges, and on long sums. */
class ReductionTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final Ops f = scope.ops();

    @AfterEach
    void close() {
        scope.close();
        assertThat(service.liveBytes()).isZero();
    }

    private Tensor t(float... values) {
        return scope.of(values, values.length);
    }

    /** 0 to 23 as [2, 3, 4]. */
    private Tensor block() {
        float[] values = new float[24];
        for (int i = 0; i < 24; i++) {
            values[i] = i;
        }
        return scope.of(values, 2, 3, 4);
    }

    @Test
    void foldsAnyAxes() {
        Tensor x = block();
        assertThat(f.sum(x, new int[] {0, 2}, false).toFloats()).containsExactly(60, 92, 124);
        assertThat(f.sum(x, new int[] {-1, 1}, false).toFloats()).containsExactly(66, 210);
        assertThat(f.sum(x, new int[] {0, 1, 2}, true).shape()).isEqualTo(Shape.of(1, 1, 1));
        assertThat(f.sum(x, new int[] {2, 0}, true).shape()).isEqualTo(Shape.of(1, 3, 1));
        assertThat(f.sum(x, new int[0], false).toFloats()).containsExactly(x.toFloats());
        assertThat(f.max(x, new int[] {0, 2}, false).toFloats()).containsExactly(15, 19, 23);
        assertThat(f.min(x, new int[] {0, 2}, false).toFloats()).containsExactly(0, 4, 8);
        assertThat(f.mean(x, new int[] {0, 2}, false).toFloats()).containsExactly(7.5f, 11.5f, 15.5f);
        assertThat(f.max(x).item()).isEqualTo(23);
        assertThat(f.min(x).item()).isZero();
        assertThat(f.product(t(1, 2, 3, 4)).item()).isEqualTo(24);
    }

    @Test
    void variancesFollowTheirCorrection() {
        Tensor x = t(1, 2, 3, 4);
        assertThat(f.variance(x, 0).item()).isEqualTo(1.25);
        assertThat(f.variance(x, 1).item()).isCloseTo(5 / 3.0, within(1e-6));
        assertThat(f.standardDeviation(x, 0).item()).isCloseTo(Math.sqrt(1.25), within(1e-7));
        assertThat(f.variance(t(5), 1).item()).isNaN();
        assertThat(f.variance(scope.zeros(0), 0).item()).isNaN();
        assertThat(f.variance(block(), 0, new int[] {0, 2}, true).toFloats()).containsExactly(37.25f, 37.25f, 37.25f);
    }

    @Test
    void notANumberMakesResultsNotANumber() {
        Tensor x = t(1, Float.NaN, 3);
        assertThat(f.sum(x).item()).isNaN();
        assertThat(f.max(x).item()).isNaN();
        assertThat(f.min(x).item()).isNaN();
        assertThat(f.norm(x, 2).item()).isNaN();
        assertThat(f.norm(x, INFINITY).item()).isNaN();
        assertThat(f.logSumExp(x).item()).isNaN();
        assertThat(f.argmax(x, 0).toInts()).containsExactly(1);
        assertThat(f.argmin(x, 0).toInts()).containsExactly(1);
        assertThat(f.countNonZero(t(0, Float.NaN, -0f)).toInts()).containsExactly(1);
    }

    @Test
    void withoutElementsThereIsTheNeutralElementOrAnError() {
        Tensor none = scope.zeros(2, 0);
        assertThat(f.sum(none, 1, false).toFloats()).containsExactly(0, 0);
        assertThat(f.product(none, 1, false).toFloats()).containsExactly(1, 1);
        assertThat(f.mean(none, 1, false).toFloats()).containsExactly(Float.NaN, Float.NaN);
        assertThat(f.mean(scope.zeros(0, 2), 0, false).toFloats()).containsExactly(Float.NaN, Float.NaN);
        assertThat(f.logSumExp(none, 1, false).toFloats()).containsExactly(-INFINITY, -INFINITY);
        assertThat(f.norm(none, 2, 1, false).toFloats()).containsExactly(0, 0);
        assertThat(f.norm(none, INFINITY, 1, false).toFloats()).containsExactly(0, 0);
        Tensor noTruth = scope.zeros(ElementType.BOOL, Shape.of(0));
        assertThat(f.any(noTruth).toBooleans()).containsExactly(false);
        assertThat(f.all(noTruth).toBooleans()).containsExactly(true);
        assertThat(f.countNonZero(none).toInts()).containsExactly(0);
        assertThat(f.cumulativeSum(none, 1).elements()).isZero();
        assertThatThrownBy(() -> f.max(none, 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max: wants at least one element")
                .hasMessageContaining("[2, 0]");
        assertThatThrownBy(() -> f.argmin(none, 1)).hasMessageContaining("argmin");
    }

    @Test
    void wrongAxesAreNamed() {
        Tensor x = block();
        assertThatThrownBy(() -> f.sum(x, new int[] {1, -2}, false))
                .hasMessageContaining("each axis once, not [1, -2]");
        assertThatThrownBy(() -> f.max(x, new int[] {3, 0}, false)).hasMessageContaining("axis 3");
        assertThatThrownBy(() -> f.norm(x, 0)).hasMessageContaining("p > 0");
        assertThatThrownBy(() -> f.any(x)).hasMessageContaining("any: wants bool");
    }

    @Test
    void logSumExpDoesNotOverflow() {
        assertThat(f.logSumExp(t(1000, 1000)).item()).isCloseTo(1000 + Math.log(2), within(1e-4));
        assertThat(f.logSumExp(t(-INFINITY, -INFINITY)).item()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(f.logSumExp(t(INFINITY, 1)).item()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void normsHaveTheirNames() {
        Tensor x = t(3, -4, 0);
        assertThat(f.norm(x, 1).item()).isEqualTo(7);
        assertThat(f.norm(x, 2).item()).isEqualTo(5);
        assertThat(f.norm(x, INFINITY).item()).isEqualTo(4);
        assertThat(f.norm(x, 3).item()).isCloseTo(Math.cbrt(27 + 64), within(1e-6));
        Tensor zeros = scope.zeros(3);
        Tape tape = scope.tape(List.of(zeros));
        assertThat(tape.gradients(tape.norm(zeros, 2)).of(zeros).toFloats()).containsExactly(0, 0, 0);
    }

    @Test
    void theFirstOfEqualExtremesHasTheGradient() {
        Tensor x = t(4, 7, 7, 4);
        Tape tape = scope.tape(List.of(x));
        Tensor loss = tape.add(tape.scale(tape.max(x), 2), tape.min(x));
        assertThat(tape.gradients(loss).of(x).toFloats()).containsExactly(1, 2, 0, 0);
        assertThat(f.argmin(x, 0).toInts()).containsExactly(0);
    }

    @Test
    void runningSumsAndProductsGoBothWays() {
        Tensor x = scope.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        assertThat(f.cumulativeSum(x, 1).toFloats()).containsExactly(1, 3, 6, 4, 9, 15);
        assertThat(f.cumulativeSum(x, 0).toFloats()).containsExactly(1, 2, 3, 5, 7, 9);
        assertThat(f.cumulativeSum(x, -1, true).toFloats()).containsExactly(6, 5, 3, 15, 11, 6);
        assertThat(f.cumulativeProduct(x, 1).toFloats()).containsExactly(1, 2, 6, 4, 20, 120);
        assertThat(f.cumulativeProduct(x, 1, true).toFloats()).containsExactly(6, 6, 3, 120, 30, 6);
        assertThat(f.cumulativeSum(scope.of(new long[] {1L << 60, 1}, 2), 0).toLongs())
                .containsExactly(1L << 60, (1L << 60) + 1);
    }

    @Test
    void longsKeepAllTheirDigits() {
        Tensor x = scope.of(new long[] {1L << 60, (1L << 60) + 1, 1}, 3);
        assertThat(f.sum(x).toLongs()).containsExactly((1L << 61) + 2);
        assertThat(f.max(x).toLongs()).containsExactly((1L << 60) + 1);
        assertThat(f.argmax(x, 0).toInts()).containsExactly(1);
        assertThat(f.min(x).toLongs()).containsExactly(1);
    }

    @Test
    void truthValuesFold() {
        Tensor x = scope.of(new boolean[] {true, false, true, true}, 2, 2);
        assertThat(f.any(x, 1, false).toBooleans()).containsExactly(true, true);
        assertThat(f.all(x, 1, false).toBooleans()).containsExactly(false, true);
        assertThat(f.all(x).toBooleans()).containsExactly(false);
        assertThat(f.countNonZero(x).toInts()).containsExactly(3);
    }

    @Test
    void longSumsOfFloatsKeepSixDigits() {
        int n = 10_000_000;
        Tensor x = scope.full(ElementType.FLOAT, Shape.of(n), 0.1);
        double exact = n * (double) 0.1f;
        assertThat(f.sum(x).item()).isCloseTo(exact, within(1e-6 * exact));
        Tensor columns = f.reshape(x, n / 10, 10);
        for (float sum : f.sum(columns, 0, false).toFloats()) {
            assertThat((double) sum).isCloseTo(exact / 10, within(1e-7 * exact));
        }
        Tensor wide = f.reshape(x, 2000, 5000);
        for (float sum : f.sum(wide, 0, false).toFloats()) {
            assertThat((double) sum).isCloseTo(200.0, within(2e-4));
        }
        assertThat(f.mean(x).item()).isCloseTo(0.1, within(1e-7));
    }
}
