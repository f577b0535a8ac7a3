package io.reprise.tensor.service.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.Convolution;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.NativeTensorService;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions with many channels and 3 by 3 filters, in float, against plain sums in double. */
class WinogradTest {
    /** Of the largest element: plain sums in float are within 3e-7 here. */
    private static final double TOLERANCE = 2e-6;

    private final NativeTensorService chosen = new NativeTensorService();
    private final NativeTensorService oracle = new NativeTensorService(KernelChoice::oracle);

    /** The result, and the gradients by the image, the filters and the bias. */
    private static List<float[]> passes(
            NativeTensorService service, int images, int channels, int height, int width, int filters, int padding) {
        try (TensorScope scope = service.open("test")) {
            RandomSource random = service.random(3);
            Tensor x = scope.zeros(images, channels, height, width);
            Tensor weights = scope.zeros(filters, channels, 3, 3);
            Tensor bias = scope.zeros(filters);
            for (Tensor each : List.of(x, weights, bias)) {
                random.fillNormal(each, 0, 1);
            }
            Tape f = scope.tape(List.of(x, weights, bias));
            Tensor y =
                    f.images().convolution(x, weights, bias, Convolution.plain().withPadding(padding));
            Tensor dy = scope.zeros(y.shape().toArray());
            random.fillNormal(dy, 0, 1);
            List<float[]> all = new ArrayList<>(List.of(y.toFloats()));
            var gradients = f.gradients(y, dy);
            for (Tensor each : List.of(x, weights, bias)) {
                all.add(gradients.of(each).toFloats());
            }
            return all;
        }
    }

    @ParameterizedTest(name = "{0} x {1} x {2} x {3} to {4}, padding {5}")
    @CsvSource({
        "2, 16, 6, 8, 16, 1",
        "2, 17, 7, 5, 19, 1",
        "1, 33, 3, 3, 16, 0",
        "3, 16, 5, 9, 32, 2",
        "1, 16, 1, 1, 16, 1",
        "2, 20, 4, 70, 24, 1",
        "5, 32, 14, 14, 48, 1"
    })
    void agreesWithPlainSums(int images, int channels, int height, int width, int filters, int padding) {
        List<float[]> expected = passes(oracle, images, channels, height, width, filters, padding);
        List<float[]> actual = passes(chosen, images, channels, height, width, filters, padding);
        for (int i = 0; i < expected.size(); i++) {
            double largest = 1;
            for (float value : expected.get(i)) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int j = 0; j < expected.get(i).length; j++) {
                assertThat((double) actual.get(i)[j])
                        .as("tensor %d, element %d", i, j)
                        .isCloseTo(expected.get(i)[j], within(TOLERANCE * largest));
            }
        }
    }

    @Test
    void takesFiltersOfThreeByThreeAndManyChannelsOnly() {
        assertThat(Winograd.pays(windows(3, 1), 16, 16, 1)).isTrue();
        assertThat(Winograd.pays(windows(3, 1), 15, 16, 1)).isFalse();
        assertThat(Winograd.pays(windows(3, 1), 16, 16, 2)).isFalse();
        assertThat(Winograd.pays(windows(3, 2), 16, 16, 1)).isFalse();
        assertThat(Winograd.pays(windows(5, 1), 16, 16, 1)).isFalse();
    }

    private static Windows windows(int size, int stride) {
        int[] n = {14, 14};
        int[] both = {size, size};
        int[] strides = {stride, stride};
        int[] out = {(14 - size) / stride + 1, (14 - size) / stride + 1};
        return Windows.of(n, both, strides, new int[] {0, 0}, new int[] {1, 1}, out);
    }
}
