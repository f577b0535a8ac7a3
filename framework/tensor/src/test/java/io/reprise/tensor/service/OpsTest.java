package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operations give on numbers that can be followed by hand, and what they say to wrong arguments. */
class OpsTest {
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

    @Test
    void broadcastsAsNumpyDoes() {
        Tensor column = scope.of(new float[] {10, 20}, 2, 1);
        assertThat(f.add(column, t(1, 2, 3)).toFloats()).containsExactly(11, 12, 13, 21, 22, 23);
        assertThat(f.add(column, t(1, 2, 3)).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(f.subtract(t(1, 2, 3), scope.scalar(1)).shape()).isEqualTo(Shape.of(3));
        assertThat(f.add(scope.zeros(0, 3), t(1, 2, 3)).elements()).isZero();
    }

    @Test
    void notANumberGoesThroughAsInNumpy() {
        Tensor x = t(Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -1);
        assertThat(f.relu(x).toFloats()).containsExactly(Float.NaN, 0, Float.POSITIVE_INFINITY, 0);
        assertThat(f.exp(x).toFloats()[1]).isZero();
        assertThat(f.max(x, 0, false).item()).isNaN();
        assertThat(f.greater(x, x).toBooleans()).containsOnly(false);
        assertThat(f.equal(x, x).toBooleans()).containsExactly(false, true, true, true);
        assertThat(f.divide(t(1, 0), t(0, 0)).toFloats()).containsExactly(Float.POSITIVE_INFINITY, Float.NaN);
    }

    @Test
    void softmaxSurvivesLargeNumbers() {
        assertThat(f.softmax(t(1000, 1000, -1000)).toFloats()).containsExactly(0.5f, 0.5f, 0);
        assertThat(f.logSoftmax(t(0, 1000)).toFloats()).containsExactly(-1000, 0);
    }

    @Test
    void layerNormOfEqualValuesIsZero() {
        assertThat(f.layerNorm(t(3, 3, 3, 3), null, null, 1e-5).toFloats()).containsOnly(0);
        assertThat(f.layerNorm(scope.zeros(2, 64), null, null, 1e-5).toFloats()).containsOnly(0);
    }

    @Test
    void strictlyCausalLinearAttentionSeesEarlierPositionsOnly() {
        // One head, two features: scores are q1.q0 = 2, q2.q0 = 3, q2.q1 = 4.
        Tensor q = scope.of(new float[] {1, 0, 2, 1, 3, -2}, 3, 2);
        Tensor v = scope.of(new float[] {1, 10, 100}, 3, 1);
        assertThat(f.strictlyCausalLinearAttention(q, q, v).toFloats()).containsExactly(0, 2, 3 + 40);
    }

    @Test
    void rotationTurnsPairs() {
        Tensor x = scope.of(new float[] {1, 0, 0, 1}, 1, 4);
        Tensor cos = scope.zeros(1, 4);
        Tensor sin = scope.of(new float[] {1, 1, 1, 1}, 1, 4);
        assertThat(f.rotatePairs(x, cos, sin).toFloats()).containsExactly(0, 1, -1, 0);
    }

    @Test
    void reductionsAndIndicesAreThoseOfTheAxis() {
        Tensor x = scope.of(new float[] {1, 5, 2, 5, 0, 7}, 2, 3);
        assertThat(f.argmax(x, 1).toInts()).containsExactly(1, 2);
        assertThat(f.argmax(x, 0).toInts()).containsExactly(1, 0, 1);
        assertThat(f.argmax(t(4, 4, 1), 0).toInts()).containsExactly(0);
        assertThat(f.sum(x, 0, false).toFloats()).containsExactly(6, 5, 9);
        assertThat(f.mean(x, -1, true).shape()).isEqualTo(Shape.of(2, 1));
        assertThat(f.sum(scope.zeros(0, 2), 0, false).toFloats()).containsExactly(0, 0);
        assertThat(f.sum(scope.of(new int[] {1, 2}, 2)).toInts()).containsExactly(3);
    }

    @Test
    void castsBetweenTypes() {
        assertThat(f.cast(t(1.9f, -1.9f), ElementType.INT).toInts()).containsExactly(1, -1);
        assertThat(f.cast(f.greater(t(1, 0), t(0, 0)), ElementType.FLOAT).toFloats())
                .containsExactly(1, 0);
        assertThat(f.cast(scope.of(new long[] {5}, 1), ElementType.DOUBLE).item())
                .isEqualTo(5);
    }

    @Test
    void wrongShapesNameTheOperationAndBothShapes() {
        Tensor a = scope.zeros(2, 3);
        Tensor b = scope.zeros(2, 4);
        assertThatThrownBy(() -> f.add(a, b))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add")
                .hasMessageContaining("[2, 3]")
                .hasMessageContaining("[2, 4]");
        assertThatThrownBy(() -> f.matmul(a, b))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("matmul")
                .hasMessageContaining("[2, 3]");
        assertThatThrownBy(() -> f.linear(a, b, null)).hasMessageContaining("linear");
        assertThatThrownBy(() -> f.add(a, scope.of(new int[6], 2, 3))).hasMessageContaining("int[2, 3]");
        assertThatThrownBy(() -> f.exp(scope.of(new int[1], 1))).hasMessageContaining("float or double");
        assertThatThrownBy(() -> f.mean(f.greater(a, a))).hasMessageContaining("float or double");
        assertThatThrownBy(() -> f.permute(a, 0, 0)).hasMessageContaining("permute");
        assertThatThrownBy(() -> f.slice(a, 1, 2, 4)).hasMessageContaining("slice");
        assertThatThrownBy(() -> f.concat(List.of(a, scope.zeros(3, 3)), 1)).hasMessageContaining("concat");
        assertThatThrownBy(() -> f.sum(a, 2, false)).hasMessageContaining("axis 2");
        assertThatThrownBy(() -> f.attention(a, a, scope.zeros(3, 3), false)).hasMessageContaining("attention");
        assertThatThrownBy(() -> f.strictlyCausalLinearAttention(a, a, scope.zeros(3, 3)))
                .hasMessageContaining("strictlyCausalLinearAttention");
        assertThatThrownBy(() -> f.dropout(a, 1, service.random(1))).hasMessageContaining("rate");
        assertThatThrownBy(() -> f.exp(null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void indicesOutOfRangeAreNamed() {
        Tensor table = scope.zeros(4, 2);
        assertThatThrownBy(() -> f.embedding(table, scope.of(new int[] {0, 4}, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the index 4")
                .hasMessageContaining("0 to 3");
        assertThatThrownBy(() -> f.crossEntropy(scope.zeros(1, 4), scope.of(new int[] {-1}, 1)))
                .hasMessageContaining("the index -1");
    }

    @Test
    void crossEntropyOfEvenScoresIsTheLogarithmOfTheirNumber() {
        assertThat(f.crossEntropy(scope.zeros(3, 8), scope.of(new int[] {1, 2, 3}, 3))
                        .item())
                .isCloseTo(Math.log(8), within(1e-6));
    }

    @Test
    void adamWMakesTheStepsOfItsFormula() {
        // Two steps of algorithm 2 with gradient 2 p, by hand in double.
        double p = 1;
        double m = 0;
        double v = 0;
        for (int t = 1; t <= 2; t++) {
            double g = 2 * p;
            m = 0.9 * m + 0.1 * g;
            v = 0.99 * v + 0.01 * g * g;
            double step = 0.1 * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.99, t))) + 1e-8);
            p = p - 0.1 * 0.5 * p - step;
        }
        Tensor parameter = scope.of(new double[] {1}, 1);
        Optimizer optimizer =
                service.optimizers().adamW(scope, Map.of("p", parameter), new Optimizers.AdamW(0.9, 0.99, 1e-8, 0.5));
        for (int t = 0; t < 2; t++) {
            Tape tape = scope.tape(List.of(parameter));
            optimizer.step(tape.gradients(tape.sum(tape.square(parameter))), 0.1);
        }
        assertThat(parameter.item()).isCloseTo(p, within(1e-12));
        assertThat(optimizer.state()).containsOnlyKeys("step", "first.p", "second.p");
        assertThat(optimizer.state().get("step").toLongs()).containsExactly(2);
    }

    @Test
    void optimiserRestoredFromItsStateGoesOnAsBefore() {
        Tensor one = t(1, -2);
        Optimizer first = service.optimizers().adamW(scope, Map.of("p", one), Optimizers.AdamW.withDecay(0.1));
        step(first, one);
        Tensor other = scope.copy(one);
        Optimizer second = service.optimizers().adamW(scope, Map.of("p", other), Optimizers.AdamW.withDecay(0.1));
        second.state().forEach((name, tensor) -> tensor.set(first.state().get(name)));
        step(first, one);
        step(second, other);
        assertThat(other.toFloats()).containsExactly(one.toFloats());
    }

    private void step(Optimizer optimizer, Tensor parameter) {
        Tape tape = scope.tape(List.of(parameter));
        optimizer.step(tape.gradients(tape.sum(tape.square(parameter))), 0.1);
    }
}
