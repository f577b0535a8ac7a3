package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Elementwise operations on numbers that can be followed by hand, at their edges, and on integers and truth values. */
class ElementwiseTest {
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

    private Tensor ints(int... values) {
        return scope.of(values, values.length);
    }

    private Tensor booleans(boolean... values) {
        return scope.of(values, values.length);
    }

    @Test
    void roundsHalvesToEven() {
        Tensor x = t(-2.5f, -1.5f, -0.5f, 0.5f, 1.5f, 2.5f, 1e10f, -INFINITY, Float.NaN);
        assertThat(f.round(x).toFloats()).containsExactly(-2, -2, -0f, 0, 2, 2, 1e10f, -INFINITY, Float.NaN);
        assertThat(f.floor(x).toFloats()).containsExactly(-3, -2, -1, 0, 1, 2, 1e10f, -INFINITY, Float.NaN);
        assertThat(f.ceil(x).toFloats()).containsExactly(-2, -1, -0f, 1, 2, 3, 1e10f, -INFINITY, Float.NaN);
    }

    @Test
    void notANumberWinsInMinimumMaximumAndClamp() {
        Tensor x = t(1, Float.NaN, 3, -INFINITY);
        Tensor y = t(2, 0, Float.NaN, 5);
        assertThat(f.maximum(x, y).toFloats()).containsExactly(2, Float.NaN, Float.NaN, 5);
        assertThat(f.minimum(x, y).toFloats()).containsExactly(1, Float.NaN, Float.NaN, -INFINITY);
        assertThat(f.clamp(x, 0, 2).toFloats()).containsExactly(1, Float.NaN, 2, 0);
        assertThat(f.sign(t(-3, 0, Float.NaN, INFINITY)).toFloats()).containsExactly(-1, 0, Float.NaN, 1);
    }

    @Test
    void functionsKeepTheirDigitsNearZeroAndDoNotOverflow() {
        assertThat(f.expm1(t(1e-10f)).item()).isCloseTo(1e-10, within(1e-16));
        assertThat(f.log1p(t(1e-10f)).item()).isCloseTo(1e-10, within(1e-16));
        assertThat(f.expm1(t(INFINITY, -INFINITY, Float.NaN)).toFloats()).containsExactly(INFINITY, -1, Float.NaN);
        assertThat(f.log1p(t(INFINITY, -1, -2, 0)).toFloats()).containsExactly(INFINITY, -INFINITY, Float.NaN, 0);
        assertThat(f.softplus(t(1000, -1000, INFINITY, -INFINITY, Float.NaN)).toFloats())
                .containsExactly(1000, 0, INFINITY, 0, Float.NaN);
        assertThat(f.log(t(0, -1, INFINITY, Float.NaN)).toFloats())
                .containsExactly(-INFINITY, Float.NaN, INFINITY, Float.NaN);
        assertThat(f.erf(t(INFINITY, -INFINITY, 0, Float.NaN)).toFloats()).containsExactly(1, -1, 0, Float.NaN);
        assertThat(f.sin(t(INFINITY, 0)).toFloats()).containsExactly(Float.NaN, 0);
        assertThat(f.cos(t(-INFINITY, 0)).toFloats()).containsExactly(Float.NaN, 1);
        assertThat(f.reciprocal(t(0, INFINITY, 4)).toFloats()).containsExactly(INFINITY, 0, 0.25f);
    }

    @Test
    void powersHaveTheSpecialCasesOfTheJdk() {
        assertThat(f.power(t(0, 2, -2, 4, -1, Float.NaN), t(0, -1, 3, 0.5f, 0.5f, 0))
                        .toFloats())
                .containsExactly(1, 0.5f, -8, 2, Float.NaN, 1);
        assertThat(f.power(t(-3, 2), 2).toFloats()).containsExactly(9, 4);
        Tensor x = scope.of(new double[] {0, 2}, 2);
        Tensor p = scope.of(new double[] {0, 3}, 2);
        Tape tape = scope.tape(List.of(x, p));
        Gradients gradients = tape.gradients(tape.sum(tape.power(x, p)));
        assertThat(gradients.of(x).toDoubles()).containsExactly(0, 12);
        assertThat(gradients.of(p).toDoubles()).containsExactly(new double[] {0, 8 * Math.log(2)}, within(1e-12));
    }

    @Test
    void activationsFollowTheirFormulas() {
        assertThat(f.leakyRelu(t(-2, 0, 3), 0.1).toFloats()).containsExactly(-0.2f, 0, 3);
        assertThat(f.elu(t(-INFINITY, 0, 3), 2).toFloats()).containsExactly(-2, 0, 3);
        assertThat(f.silu(t(0, 100, -1000)).toFloats()).containsExactly(0, 100, -0f);
        assertThat(f.silu(scope.of(new double[] {1.5}, 1)).item()).isCloseTo(1.5 / (1 + Math.exp(-1.5)), within(1e-15));
    }

    @Test
    void integersWrapAroundAndDivideTowardsZero() {
        Tensor x = ints(7, -7, Integer.MAX_VALUE);
        assertThat(f.divide(x, ints(2, 2, 1)).toInts()).containsExactly(3, -3, Integer.MAX_VALUE);
        assertThat(f.add(x, ints(1)).toInts()).containsExactly(8, -6, Integer.MIN_VALUE);
        assertThat(f.scale(x, 2).toInts()).containsExactly(14, -14, -2);
        assertThat(f.offset(x, -1).toInts()).containsExactly(6, -8, Integer.MAX_VALUE - 1);
        assertThat(f.abs(x).toInts()).containsExactly(7, 7, Integer.MAX_VALUE);
        assertThat(f.sign(x).toInts()).containsExactly(1, -1, 1);
        assertThat(f.maximum(x, ints(0)).toInts()).containsExactly(7, 0, Integer.MAX_VALUE);
        assertThat(f.clamp(x, -5, Double.POSITIVE_INFINITY).toInts()).containsExactly(7, -5, Integer.MAX_VALUE);
        assertThat(f.multiplyAdd(x, ints(2), ints(1)).toInts()).containsExactly(15, -13, -1);
    }

    @Test
    void longsKeepAllTheirDigits() {
        long odd = (1L << 60) + 1;
        Tensor x = scope.of(new long[] {odd, -odd}, 2);
        Tensor one = scope.of(new long[] {1}, 1);
        assertThat(f.add(x, one).toLongs()).containsExactly(odd + 1, -odd + 1);
        assertThat(f.multiply(x, one).toLongs()).containsExactly(odd, -odd);
        assertThat(f.minimum(x, f.add(x, one)).toLongs()).containsExactly(odd, -odd);
        assertThat(f.greater(f.add(x, one), x).toBooleans()).containsOnly(true);
        assertThat(f.where(f.less(x, one), x, one).toLongs()).containsExactly(1, -odd);
        assertThat(f.divide(x, scope.of(new long[] {3}, 1)).toLongs()).containsExactly(odd / 3, -odd / 3);
    }

    @Test
    void integersAreNotDividedByZeroNorScaledByFractions() {
        assertThatThrownBy(() -> f.divide(ints(1, 2), ints(1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("divided by zero (element 1)");
        assertThatThrownBy(() -> f.scale(ints(1), 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the number 0.5 is not whole");
        assertThatThrownBy(() -> f.power(ints(1), ints(2))).hasMessageContaining("float or double");
        assertThatThrownBy(() -> f.clamp(t(1), 2, 1)).hasMessageContaining("low <= high");
        assertThatThrownBy(() -> f.and(t(1), t(1))).hasMessageContaining("and: wants bool");
        assertThatThrownBy(() -> f.where(t(1), t(1), t(1))).hasMessageContaining("where: wants bool");
        assertThatThrownBy(() -> f.where(booleans(true), t(1), ints(1))).hasMessageContaining("where: wants one type");
        assertThatThrownBy(() -> f.multiplyAdd(t(1, 2), t(1, 2, 3), t(1))).hasMessageContaining("multiplyAdd");
        assertThatThrownBy(() -> f.add(booleans(true), booleans(true))).hasMessageContaining("cast a bool tensor");
    }

    @Test
    void comparisonsWithNotANumberAreFalseButForNotEqual() {
        Tensor x = t(Float.NaN, 1, 2);
        Tensor y = t(Float.NaN, 2, 2);
        assertThat(f.less(x, y).toBooleans()).containsExactly(false, true, false);
        assertThat(f.lessOrEqual(x, y).toBooleans()).containsExactly(false, true, true);
        assertThat(f.greaterOrEqual(x, y).toBooleans()).containsExactly(false, false, true);
        assertThat(f.notEqual(x, y).toBooleans()).containsExactly(true, true, false);
        assertThat(f.isNaN(x).toBooleans()).containsExactly(true, false, false);
        assertThat(f.isFinite(t(Float.NaN, INFINITY, -INFINITY, 1)).toBooleans())
                .containsExactly(false, false, false, true);
        assertThat(f.isFinite(ints(1)).toBooleans()).containsExactly(true);
        assertThat(f.isNaN(ints(1)).toBooleans()).containsExactly(false);
    }

    @Test
    void truthValuesCombine() {
        Tensor a = booleans(false, false, true, true);
        Tensor b = booleans(false, true, false, true);
        assertThat(f.and(a, b).toBooleans()).containsExactly(false, false, false, true);
        assertThat(f.or(a, b).toBooleans()).containsExactly(false, true, true, true);
        assertThat(f.xor(a, b).toBooleans()).containsExactly(false, true, true, false);
        assertThat(f.not(a).toBooleans()).containsExactly(true, true, false, false);
        assertThat(f.where(a, a, b).toBooleans()).containsExactly(false, true, true, true);
    }

    @Test
    void whereBroadcastsAllThree() {
        Tensor chosen = f.where(scope.of(new boolean[] {true, false}, 2, 1), t(1, 2, 3), scope.scalar(9));
        assertThat(chosen.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(chosen.toFloats()).containsExactly(1, 2, 3, 9, 9, 9);
        assertThat(f.where(scope.zeros(ElementType.BOOL, Shape.of(0, 1)), t(1), t(2))
                        .elements())
                .isZero();
    }

    @Test
    void whatWasNotChosenHasAGradientOfZeroWhateverItIs() {
        Tensor x = t(-1, 4);
        Tensor y = t(2, Float.NaN);
        Tape tape = scope.tape(List.of(x, y));
        Tensor chosen = tape.where(f.greater(x, t(0)), x, y);
        assertThat(chosen.toFloats()).containsExactly(2, 4);
        Gradients gradients = tape.gradients(tape.sum(tape.scale(chosen, 3)));
        assertThat(gradients.of(x).toFloats()).containsExactly(0, 3);
        assertThat(gradients.of(y).toFloats()).containsExactly(3, 0);
    }

    @Test
    void gradientsAtKinksAreAsDocumented() {
        Tensor x = t(-1, 0, 1);
        assertThat(slope(x, (g, a) -> g.clamp(a, -1, 0))).containsExactly(1, 1, 0);
        assertThat(slope(x, (g, a) -> g.maximum(a, scope.zeros(3)))).containsExactly(0, 1, 1);
        assertThat(slope(x, (g, a) -> g.relu(a))).containsExactly(0, 0, 1);
        assertThat(slope(x, (g, a) -> g.leakyRelu(a, 0.25))).containsExactly(0.25f, 0.25f, 1);
        assertThat(slope(x, (g, a) -> g.abs(a))).containsExactly(-1, 0, 1);
        assertThat(slope(x, (g, a) -> g.round(a))).containsExactly(0, 0, 0);
    }

    @FunctionalInterface
    private interface Function {
        Tensor apply(Ops f, Tensor x);
    }

    private float[] slope(Tensor x, Function function) {
        Tape tape = scope.tape(List.of(x));
        return tape.gradients(tape.sum(function.apply(tape, x))).of(x).toFloats();
    }
}
