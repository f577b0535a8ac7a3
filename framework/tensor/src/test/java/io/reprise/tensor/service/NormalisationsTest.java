package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RunningMoments;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Normalisations against what PyTorch 1.13 computes in double from the same numbers. */
class NormalisationsTest {
    private static final double EPSILON = 1e-5;

    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final Ops f = scope.ops();

    @AfterEach
    void close() {
        scope.close();
    }

    /** {@code 5 i % 7 - 3} for element i. */
    private Tensor ramp(int... shape) {
        double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = 5 * i % 7 - 3;
        }
        return scope.of(values, shape);
    }

    private static void close(Tensor actual, double... expected) {
        assertThat(actual.toDoubles()).containsExactly(expected, within(1e-11));
    }

    @Test
    void normalisesABatchAndKeepsRunningMoments() {
        RunningMoments moments =
                new RunningMoments(scope.of(new double[] {1, -1}, 2), scope.of(new double[] {2, 0.5}, 2), 0.1);
        Tensor y = f.batchNorm(
                ramp(2, 2, 3), scope.of(new double[] {2, 0.5}, 2), scope.of(new double[] {0, 1}, 2), EPSILON, moments);
        close(
                y,
                -2.425353397008,
                2.425353397008,
                0.485070679402,
                0.393661650748,
                1.606338349252,
                1.12126766985,
                -0.485070679402,
                -2.425353397008,
                2.425353397008,
                0.87873233015,
                0.393661650748,
                1.606338349252);
        close(moments.mean(), 0.85, -0.85);
        close(moments.variance(), 2.31, 0.96);
        close(
                f.batchNormWith(ramp(2, 2, 3), moments.mean(), moments.variance(), null, null, EPSILON),
                -2.533108542682,
                0.756642811451,
                -0.559257730203,
                -1.173707722038,
                3.929369330303,
                1.888138509366,
                -1.217208001029,
                -2.533108542682,
                0.756642811451,
                0.867523098898,
                -1.173707722038,
                3.929369330303);
    }

    @Test
    void normalisesGroupsOfChannels() {
        double[] expected = {
            -1.171698610085,
            1.432076078992,
            0.390566203362,
            -0.650943672269,
            1.341639444861,
            0.447213148287,
            -0.447213148287,
            -1.341639444861
        };
        close(f.groupNorm(ramp(1, 4, 2), 2, null, null, EPSILON), expected);
        close(f.instanceNorm(ramp(1, 2, 4), null, null, EPSILON), expected);
    }

    @Test
    void dividesByTheRootMeanSquare() {
        close(f.rmsNorm(scope.of(new double[] {3, -4}, 1, 2), null, 0), 3 / Math.sqrt(12.5), -4 / Math.sqrt(12.5));
    }

    @Test
    void normalisesEqualValuesToZero() {
        close(f.instanceNorm(scope.full(ElementType.DOUBLE, Shape.of(1, 1, 3), 5), null, null, EPSILON), 0, 0, 0);
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> f.groupNorm(ramp(1, 3, 2), 2, null, null, EPSILON))
                .hasMessageContaining("channels in 2 equal groups");
        assertThatThrownBy(() -> f.groupNorm(ramp(1, 4, 2), 0, null, null, EPSILON))
                .hasMessageContaining("at least one group");
        assertThatThrownBy(() -> f.batchNorm(ramp(1, 3), null, null, EPSILON, null))
                .hasMessageContaining("more than one element a channel");
        assertThatThrownBy(() -> f.batchNorm(ramp(2, 3, 2), scope.zeros(3), null, EPSILON, null))
                .hasMessageContaining("double[3] or none");
        assertThatThrownBy(() -> new RunningMoments(ramp(2), ramp(2), 1.5)).hasMessageContaining("from 0 to 1");
    }
}
