package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.Convolution;
import io.reprise.tensor.ImageOps;
import io.reprise.tensor.Interpolation;
import io.reprise.tensor.Outside;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.Window;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations on images against what PyTorch 1.13 computes in double from the same numbers. */
class ImagesTest {
    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final ImageOps f = scope.ops().images();
    private final Convolution plain = Convolution.plain();

    @AfterEach
    void close() {
        scope.close();
    }

    /** {@code 5 i % m - o} for element i. */
    private Tensor ramp(int m, int o, int... shape) {
        double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = 5 * i % m - o;
        }
        return scope.of(values, shape);
    }

    @Test
    void convolvesAPlaneWithStrideAndPadding() {
        Tensor y = f.convolution(
                ramp(7, 3, 1, 2, 4, 5),
                ramp(5, 2, 2, 2, 3, 3),
                scope.of(new double[] {0.5, -1}, 2),
                plain.withStride(2).withPadding(1));
        assertThat(y.shape().toArray()).containsExactly(1, 2, 2, 3);
        assertThat(y.toDoubles()).containsExactly(2.5, 12.5, 0.5, -7.5, -1.5, -3.5, 1, 11, -1, -9, -3, -5);
    }

    @Test
    void keepsTheSizeOfAnImageWithAnEvenFilter() {
        Tensor y = f.convolution(
                ramp(7, 3, 1, 2, 4, 5),
                ramp(5, 2, 2, 2, 2, 4),
                scope.of(new double[] {0.5, -1}, 2),
                plain.withSamePadding());
        assertThat(y.shape().toArray()).containsExactly(1, 2, 4, 5);
        assertThat(Arrays.copyOf(y.toDoubles(), 20))
                .containsExactly(
                        6.5, 12.5, 6.5, 4.5, 0.5, -5.5, -3.5, 4.5, 6.5, 6.5, -3.5, -5.5, -11.5, -5.5, -1.5, 2.5, 0.5,
                        -9.5, -5.5, -9.5);
    }

    @Test
    void convolvesALineInGroups() {
        Tensor y = f.convolution(ramp(7, 3, 1, 4, 5), ramp(7, 3, 2, 2, 2), null, plain.withGroups(2));
        assertThat(y.toDoubles()).containsExactly(15, 0, -8, 12, -5, 16, -5, -12);
    }

    @Test
    void convolvesAVolume() {
        Tensor y =
                f.convolution(ramp(7, 3, 1, 1, 2, 3, 3), ramp(7, 3, 1, 1, 2, 2, 2), null, plain.withPadding(0, 1, 0));
        assertThat(y.shape().toArray()).containsExactly(1, 1, 1, 4, 2);
        assertThat(y.toDoubles()).containsExactly(2, -7, 7, -1, 18, -11, 3, 11);
    }

    @Test
    void transposesAConvolution() {
        Tensor x = scope.of(new double[] {-3, 2, -2, 3, -1, -3, 0, -2}, 1, 2, 2, 2);
        Tensor y = f.transposedConvolution(
                x,
                ramp(5, 2, 2, 2, 3, 3),
                scope.of(new double[] {0.5, -1}, 2),
                plain.withStride(2).withPadding(1).withOutputPadding(1));
        assertThat(y.shape().toArray()).containsExactly(1, 2, 4, 4);
        assertThat(y.toDoubles()).containsExactly(TRANSPOSED);
    }

    @Test
    void unfoldsAndFoldsWindows() {
        assertThat(f.unfold(ramp(7, 3, 1, 1, 3, 3), Window.sliding(2).withPadding(0, 1))
                        .toDoubles())
                .containsExactly(
                        0, -3, 2, 0, 0, -2, 3, 1, -3, 2, 0, 0, -2, 3, 1, 0, 0, -2, 3, 1, 0, -1, -3, 2, -2, 3, 1, 0, -1,
                        -3, 2, 0);
        assertThat(f.fold(ramp(7, 3, 1, 4, 4), Window.sliding(2), 3, 3).toDoubles())
                .containsExactly(-3, 5, 1, 2, -2, -4, -2, 0, 2);
    }

    @Test
    void takesTheLargestOfOverlappingWindows() {
        Window window = Window.sliding(3, 2).withStride(1, 2).withPadding(1, 0);
        Tensor y = f.maxPool(ramp(7, 3, 1, 1, 4, 5), window);
        assertThat(y.shape().toArray()).containsExactly(1, 1, 4, 2);
        assertThat(y.toDoubles()).containsExactly(2, 2, 3, 2, 3, 3, 3, 3);
        double nan = Double.NaN;
        double low = Double.NEGATIVE_INFINITY;
        assertThat(f.maxPool(scope.of(new double[] {1, nan, low, low}, 1, 1, 4), Window.tiles(2))
                        .toDoubles())
                .containsExactly(nan, low);
    }

    @Test
    void averagesWithAndWithoutThePadding() {
        Tensor x = ramp(7, 3, 1, 1, 4, 5);
        close(
                f.averagePool(x, Window.sliding(3, 2).withStride(1, 2).withPadding(1, 0)),
                new double[] {-1 / 6.0, -0.5, 0, -0.5, 0.5, 0, 0.5, 1 / 6.0});
        close(f.averagePool(x, Window.tiles(2).withPadding(1), false), new double[] {-3, 1, 0.5, -0.5, 0, -0.5, 2, -1, 2
        });
        close(f.adaptiveAveragePool(x, 3, 2), new double[] {-2 / 3.0, 0, -1 / 6.0, -2 / 3.0, 1 / 3.0, -1 / 6.0});
    }

    @Test
    void resizes() {
        Tensor x = ramp(7, 3, 1, 1, 2, 3);
        close(
                f.resize(x, Interpolation.NEAREST, false, 3, 5),
                new double[] {-3, -3, 2, 2, 0, -3, -3, 2, 2, 0, -2, -2, 3, 3, 1});
        close(
                f.resize(x, Interpolation.LINEAR, false, 3, 5),
                new double[] {-3, -1, 2, 0.8, 0, -2.5, -0.5, 2.5, 1.3, 0.5, -2, 0, 3, 1.8, 1});
        close(
                f.resize(x, Interpolation.LINEAR, true, 3, 5),
                new double[] {-3, -0.5, 2, 1, 0, -2.5, 0, 2.5, 1.5, 0.5, -2, 0.5, 3, 2, 1});
        close(f.resize(x, Interpolation.CUBIC, false, 3, 5), new double[] {
            -3.566805555556,
            -1.002805555556,
            1.913194444444,
            1.049194444444,
            -0.278805555556,
            -2.98,
            -0.416,
            2.5,
            1.636,
            0.308,
            -2.393194444444,
            0.170805555556,
            3.086805555556,
            2.222805555556,
            0.894805555556
        });
        close(
                f.resize(x, Interpolation.CUBIC, true, 3, 5),
                new double[] {-3, -0.3125, 2, 1.46875, 0, -2.5, 0.1875, 2.5, 1.96875, 0.5, -2, 0.6875, 3, 2.46875, 1});
    }

    @Test
    void samplesAtAGrid() {
        Tensor grid = scope.of(new double[] {-1.3, -0.7, 0.1, 0.2, 0.9, -0.95, 1.6, 1.2}, 1, 2, 2, 2);
        sampled(grid, Interpolation.LINEAR, Outside.ZEROS, false, 0, -0.7, -0.805, 0);
        sampled(grid, Interpolation.LINEAR, Outside.ZEROS, true, -0.66, -0.5, -1.75, 0.24);
        sampled(grid, Interpolation.LINEAR, Outside.BORDER, false, -3, -0.7, -2, 3);
        sampled(grid, Interpolation.LINEAR, Outside.BORDER, true, -1.2, -0.5, -1.75, 3);
        sampled(grid, Interpolation.LINEAR, Outside.REFLECTION, false, -2.5, -0.7, -2, -0.5);
        sampled(grid, Interpolation.LINEAR, Outside.REFLECTION, true, 0.105, -0.5, -1.75, -1.44);
        sampled(grid, Interpolation.NEAREST, Outside.ZEROS, false, 0, -1, -2, 0);
        sampled(grid, Interpolation.NEAREST, Outside.ZEROS, true, -3, -1, -2, 0);
        sampled(grid, Interpolation.NEAREST, Outside.BORDER, false, -3, -1, -2, 3);
        sampled(grid, Interpolation.NEAREST, Outside.REFLECTION, true, -3, -1, -2, -2);
        Tensor places = scope.of(new double[] {0.3, -0.4, 0.8, -0.6, 0.1, -1.2}, 1, 1, 1, 2, 3);
        close(
                f.gridSample(ramp(7, 3, 1, 1, 2, 3, 4), places, Interpolation.LINEAR, Outside.ZEROS, false),
                new double[] {-0.266, 0.675});
    }

    private void sampled(Tensor grid, Interpolation interpolation, Outside outside, boolean align, double... expected) {
        close(f.gridSample(ramp(7, 3, 1, 1, 3, 4), grid, interpolation, outside, align), expected);
    }

    @Test
    void survivesPlacesThatAreNoNumbers() {
        Tensor grid = scope.of(
                new double[] {Double.NaN, 0, Double.POSITIVE_INFINITY, 0, 1e300, -1e300, 0, Double.NEGATIVE_INFINITY},
                1,
                2,
                2,
                2);
        for (Outside outside : Outside.values()) {
            for (Interpolation interpolation : List.of(Interpolation.NEAREST, Interpolation.LINEAR)) {
                assertThat(f.gridSample(ramp(7, 3, 1, 1, 3, 4), grid, interpolation, outside, false)
                                .elements())
                        .isEqualTo(4);
            }
        }
    }

    @Test
    void makesTheGridOfAnAffineMap() {
        Tensor theta = scope.of(new double[] {1, 0.5, 0.25, -1, 2, 0}, 1, 2, 3);
        close(f.affineGrid(theta, false, 2, 3), new double[] {
            -2 / 3.0, -1 / 3.0, 0, -1, 2 / 3.0, -5 / 3.0, -1 / 6.0, 5 / 3.0, 0.5, 1, 7 / 6.0, 1 / 3.0
        });
        close(f.affineGrid(theta, true, 2, 3), new double[] {-1.25, -1, -0.25, -2, 0.75, -3, -0.25, 3, 0.75, 2, 1.75, 1
        });
    }

    @Test
    void shufflesChannelsToPixelsAndBack() {
        Tensor x = ramp(7, 3, 2, 8, 1, 2);
        Tensor y = f.pixelShuffle(x, 2);
        assertThat(y.shape().toArray()).containsExactly(2, 2, 2, 4);
        // Of the first row: channels 0 and 1 of pixel 0, then of pixel 1.
        double[] values = x.toDoubles();
        assertThat(Arrays.copyOf(y.toDoubles(), 4)).containsExactly(values[0], values[2], values[1], values[3]);
        assertThat(f.pixelUnshuffle(y, 2).toDoubles()).containsExactly(values);
    }

    private static void close(Tensor actual, double[] expected) {
        // The reference read the places of grids as floats.
        assertThat(actual.toDoubles()).containsExactly(expected, within(1e-6));
    }

    @Test
    void convolvesNoImages() {
        Tensor y = f.convolution(scope.zeros(0, 2, 5, 5), scope.zeros(3, 2, 3, 3), null, plain);
        assertThat(y.shape().toArray()).containsExactly(0, 3, 3, 3);
    }

    @Test
    void saysWhichShapesDoNotFit() {
        Tensor x = scope.zeros(1, 3, 4, 4);
        assertThatThrownBy(() -> f.convolution(x, scope.zeros(2, 2, 3, 3), null, plain))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("convolution: wants [b, c, ...] and [o, c / groups, ...]")
                .hasMessageContaining("[1, 3, 4, 4]")
                .hasMessageContaining("[2, 2, 3, 3]");
        assertThatThrownBy(() -> f.convolution(x, scope.zeros(2, 3, 5, 3), null, plain))
                .hasMessageContaining("windows of 5 fit into on axis 2");
        assertThatThrownBy(() -> f.convolution(x, scope.zeros(2, 3, 3, 3), scope.zeros(3), plain))
                .hasMessageContaining("a bias float[2]");
        assertThatThrownBy(() -> f.convolution(x, scope.zeros(2, 3, 3, 3), null, plain.withStride(1, 1, 1)))
                .hasMessageContaining("one number for each spatial axis");
        assertThatThrownBy(() -> f.convolution(
                        x, scope.zeros(2, 3, 3, 3), null, plain.withStride(2).withSamePadding()))
                .hasMessageContaining("stride 1");
        assertThatThrownBy(() -> f.convolution(scope.zeros(4, 4), scope.zeros(2, 3, 3, 3), null, plain))
                .hasMessageContaining("one to three spatial axes");
        assertThatThrownBy(() -> f.unfold(x, Window.sliding(2).withPadding(Integer.MAX_VALUE)))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> f.fold(scope.zeros(1, 4, 5), Window.sliding(2), 3, 3))
                .hasMessageContaining("[batch, channels * 4, 4]");
        assertThatThrownBy(() -> f.transposedConvolution(x, scope.zeros(3, 2, 3, 3), null, plain.withOutputPadding(1)))
                .hasMessageContaining("an output padding below");
        assertThatThrownBy(() -> f.maxPool(x, Window.tiles(2).withPadding(2)))
                .hasMessageContaining("at most half the window");
        assertThatThrownBy(() -> f.resize(x, Interpolation.LINEAR, false, 0, 2))
                .hasMessageContaining("at least 1 for each spatial axis");
        assertThatThrownBy(() -> f.pixelShuffle(x, 2)).hasMessageContaining("c r^2");
        assertThatThrownBy(() -> Window.sliding(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> plain.withGroups(0)).hasMessageContaining("at least 1");
    }

    private static final double[] TRANSPOSED = {
        8.5, 10.5, 2.5, 2.5, 12.5, 12.5, 0.5, 0.5, 4.5, 2.5, -1.5, -1.5, 4.5, 2.5, -1.5, -1.5, 7, 9, 1, 1, 11, 11, -1,
        -1, 3, 1, -3, -3, 3, 1, -3, -3
    };
}
