package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.HigherOrderTape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gradients of gradients, and products with Jacobians, where they are known in closed form. */
class HigherOrderTest {
    private final NativeTensorService service = new NativeTensorService();

    @Test
    void differentiatesAPowerAgainAndAgain() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.of(new double[] {3, -2}, 2);
            HigherOrderTape f = scope.higherOrderTape(List.of(x));
            Tensor quartic = f.sum(f.square(f.square(x)));
            Tensor first = f.gradients(quartic, List.of(x)).get(0);
            Tensor second = f.gradients(f.sum(first), List.of(x)).get(0);
            Tensor third = f.gradients(f.sum(second), List.of(x)).get(0);
            assertThat(first.toDoubles()).containsExactly(4 * 27, 4 * -8);
            assertThat(second.toDoubles()).containsExactly(12 * 9, 12 * 4);
            assertThat(third.toDoubles()).containsExactly(24 * 3, 24 * -2);
        }
    }

    @Test
    void trainsOnForces() {
        // E = sum over i of k (r_i - r_0)^2: the force is -2 k (r - r_0), and its square's slope by k is known.
        try (TensorScope scope = service.open("test")) {
            Tensor k = scope.of(new double[] {1.5}, 1);
            Tensor r = scope.of(new double[] {0.5, 2}, 2);
            HigherOrderTape f = scope.higherOrderTape(List.of(k, r));
            Tensor energy = f.sum(f.multiply(k, f.square(f.offset(r, -1))));
            Tensor force = f.negate(f.gradients(energy, List.of(r)).get(0));
            Tensor loss = f.sum(f.square(force));
            assertThat(force.toDoubles()).containsExactly(1.5, -3);
            // loss = 4 k^2 (0.25 + 1), by k: 8 k 1.25
            assertThat(f.gradients(loss).of(k).toDoubles()[0]).isCloseTo(8 * 1.5 * 1.25, within(1e-12));
        }
    }

    @Test
    void multipliesAJacobianFromBothSides() {
        try (TensorScope scope = service.open("test")) {
            Tensor a = scope.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
            Tensor x = scope.of(new double[] {1, -1, 2}, 3, 1);
            HigherOrderTape f = scope.higherOrderTape(List.of(x));
            Tensor y = f.square(f.matmul(a, x)); // J = 2 diag(a x) a, and a x = (5, 11)
            Tensor forward = f.jacobianVector(y, List.of(x), List.of(scope.of(new double[] {1, 0, 0}, 3, 1)));
            assertThat(forward.toDoubles()).containsExactly(2 * 5 * 1, 2 * 11 * 4);
            Tensor back = f.vectorJacobian(y, scope.of(new double[] {1, 0}, 2, 1), List.of(x))
                    .get(0);
            assertThat(back.toDoubles()).containsExactly(2 * 5 * 1, 2 * 5 * 2, 2 * 5 * 3);
        }
    }

    @Test
    void composesLayersThatCanBeDifferentiatedTwice() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.of(new double[] {0.3, -0.8, 1.1}, 1, 3);
            HigherOrderTape f = scope.higherOrderTape(List.of(x));
            Tensor y = f.layerNorm(f.softmax(x), null, null, 1e-5);
            Tensor penalty = f.sum(f.square(
                    f.gradients(f.sum(f.square(f.offset(y, 1))), List.of(x)).get(0)));
            double[] slope = f.gradients(penalty).of(x).toDoubles();
            assertThat(slope).doesNotContain(Double.NaN);
            assertThat(Math.abs(slope[0]) + Math.abs(slope[1])).isPositive();
        }
    }

    @Test
    void refusesTensorsItHasNotSeen() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.of(new double[] {1}, 1);
            HigherOrderTape f = scope.higherOrderTape(List.of(x));
            Tensor y = f.sum(f.square(x));
            assertThatThrownBy(() -> f.gradients(y, List.of(scope.of(new double[] {1}, 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("that the tape watches or made");
        }
    }
}
