package io.reprise.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
    private final TestRun run = TestRun.open();
    private final Tensor a = run.tensors().of(new double[] {0.3, -1.2, 2.5, 0.7, -0.1, 1.1}, 2, 3);
    private final Tensor b = run.tensors().of(new double[] {1.3, 0.2, -0.5, 0.4, 0.9, -2.1}, 3, 2);

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void passesGradientsThatAreTheSlopes() {
        GradientCheck.of(run.tensors(), (f, in) -> f.tanh(f.matmul(in.get(0), in.get(1))), a, b);
    }

    @Test
    void failsAGradientThatIsTooLarge() {
        assertThatThrownBy(() -> GradientCheck.of(
                        run.tensors(),
                        (f, in) -> f.record(
                                f.scope().copy(in.get(0)), in, (g, gradient) -> List.of(g.scale(gradient, 1.0001))),
                        a))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("its gradient is the slope of its value: by input 0 at element 0 of [2, 3]");
    }

    @Test
    void asksForDoubles() {
        assertThatThrownBy(() -> GradientCheck.of(
                        run.tensors(), (f, in) -> in.get(0), run.tensors().zeros(2)))
                .hasMessageContaining("gradients are checked in double, but an input is float[2]");
    }
}
