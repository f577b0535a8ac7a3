package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.LayerOps.LinearAttended;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RecurrentOps.LstmSequence;
import io.reprise.tensor.RecurrentOps.LstmState;
import io.reprise.tensor.RecurrentOps.Weights;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recurrent networks against their formulas, and sequences against their parts. */
class RecurrentTest {
    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final Ops f = scope.ops();

    @AfterEach
    void close() {
        scope.close();
        assertThat(service.liveBytes()).isZero();
    }

    private Tensor normal(String name, int... sizes) {
        Tensor x = scope.zeros(ElementType.DOUBLE, Shape.of(sizes));
        service.random(3).split(name).fillNormal(x, 0, 1);
        return x;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private Tensor t(int rows, int columns, double... values) {
        return scope.of(values, rows, columns);
    }

    @Test
    void lstmGatesStandInThisOrder() {
        Weights weights = new Weights(t(1, 4, 0.1, 0.2, 0.3, 0.4), t(1, 4, 0.5, -0.6, 0.7, -0.8), null, null);
        LstmState before = new LstmState(t(1, 1, 0.5), t(1, 1, -1));
        LstmState after = f.recurrent().lstmCell(t(1, 1, 2), before, weights);
        double cell = sigmoid(0.4 - 0.3) * -1 + sigmoid(0.2 + 0.25) * Math.tanh(0.6 + 0.35);
        assertThat(after.cell().item()).isCloseTo(cell, within(1e-12));
        assertThat(after.hidden().item()).isCloseTo(sigmoid(0.8 - 0.4) * Math.tanh(cell), within(1e-12));
    }

    @Test
    void gruResetsWhatTheWeightsMadeOfTheState() {
        Weights weights = new Weights(
                t(1, 3, 0.1, 0.2, 0.3),
                t(1, 3, 0.5, -0.6, 0.7),
                scope.of(new double[] {0, 0, 0.1}, 3),
                scope.of(new double[] {0, 0, 0.2}, 3));
        double r = sigmoid(0.2 + 0.25);
        double z = sigmoid(0.4 - 0.3);
        double n = Math.tanh(0.6 + 0.1 + r * (0.35 + 0.2));
        assertThat(f.recurrent().gruCell(t(1, 1, 2), t(1, 1, 0.5), weights).item())
                .isCloseTo((1 - z) * n + z * 0.5, within(1e-12));
    }

    @Test
    void leakyIntegratorForgets() {
        Tensor x = scope.of(new double[] {1, 0, 4}, 3, 1);
        var leaky = f.recurrent().leaky(x, scope.of(new double[] {0.5}, 1), scope.of(new double[] {2}, 1));
        assertThat(leaky.outputs().toDoubles()).containsExactly(2, 1, 4.5);
        assertThat(leaky.last().item()).isEqualTo(4.5);
    }

    @Test
    void aSequenceGoesOnFromItsState() {
        Weights weights = new Weights(normal("w", 3, 8), normal("u", 2, 8), normal("b", 8), null);
        Tensor x = normal("x", 5, 4, 3);
        LstmSequence whole = f.recurrent().lstm(x, null, weights);
        LstmSequence first = f.recurrent().lstm(x.rows(0, 2), null, weights);
        LstmSequence rest = f.recurrent().lstm(x.rows(2, 3), first.last(), weights);
        assertThat(rest.outputs().toDoubles())
                .containsExactly(whole.outputs().rows(2, 3).toDoubles(), within(1e-12));
        assertThat(rest.last().cell().toDoubles())
                .containsExactly(whole.last().cell().toDoubles(), within(1e-12));
    }

    @Test
    void chunksOfLinearAttentionAreTheRecurrence() {
        int t = 150;
        Tensor q = f.exp(normal("q", 2, t, 3));
        Tensor k = f.exp(normal("k", 2, t, 3));
        Tensor v = normal("v", 2, t, 2);
        Tensor decay = f.sigmoid(f.offset(normal("g", 2, t), 1));
        for (boolean normalised : new boolean[] {false, true}) {
            LinearAttended whole = f.linearAttention(q, k, v, decay, normalised, null);
            Tensor state = null;
            double[] expected = new double[2 * t * 2];
            for (int i = 0; i < t; i++) {
                LinearAttended one = f.linearAttention(
                        f.slice(q, 1, i, i + 1),
                        f.slice(k, 1, i, i + 1),
                        f.slice(v, 1, i, i + 1),
                        f.slice(decay, 1, i, i + 1),
                        normalised,
                        state);
                state = one.state();
                for (int b = 0; b < 2; b++) {
                    System.arraycopy(one.output().toDoubles(), 2 * b, expected, 2 * (b * t + i), 2);
                }
            }
            assertThat(whole.output().toDoubles()).containsExactly(expected, within(1e-9));
            assertThat(whole.state().toDoubles()).containsExactly(state.toDoubles(), within(1e-9));
        }
    }

    @Test
    void linearAttentionDecaysWhatCameBefore() {
        // S = 2 * 3, then 0.5 * 6 + 1 * 4; y = 1 * 6, 10 * 7.
        Tensor y = f.linearAttention(
                        t(2, 1, 1, 10), t(2, 1, 2, 1), t(2, 1, 3, 4), scope.of(new double[] {1, 0.5}, 2), false, null)
                .output();
        assertThat(y.toDoubles()).containsExactly(new double[] {6, 70}, within(1e-12));
    }

    @Test
    void wrongArgumentsAreNamed() {
        Weights weights = new Weights(t(1, 4, 1, 1, 1, 1), t(1, 4, 1, 1, 1, 1), null, null);
        assertThatThrownBy(() -> f.recurrent().lstm(t(1, 1, 1), null, weights))
                .hasMessageContaining("lstm: wants [steps");
        assertThatThrownBy(() -> f.recurrent().gruCell(t(1, 1, 1), null, weights))
                .hasMessageContaining("3 h");
        assertThatThrownBy(() -> f.recurrent().lstmCell(t(1, 1, 1), new LstmState(t(1, 2, 1, 1), t(1, 1, 1)), weights))
                .hasMessageContaining("a state double[1, 1]");
        Tensor a = t(2, 1, 1, 1);
        assertThatThrownBy(() -> f.linearAttention(a, a, a, null, true, t(1, 1, 1)))
                .hasMessageContaining("[1, 2]");
        assertThatThrownBy(() -> f.linearAttention(a, a, a, a, false, null)).hasMessageContaining("decays");
    }
}
