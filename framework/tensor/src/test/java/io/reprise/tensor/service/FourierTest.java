package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.FourierOps;
import io.reprise.tensor.FourierOps.Norm;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.KernelChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fourier transforms against the sums that define them, and against numbers that NumPy gives. */
class FourierTest {
    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final FourierOps f = scope.ops().fourier();

    @AfterEach
    void close() {
        scope.close();
        assertThat(service.liveBytes()).isZero();
    }

    /** All small lengths; powers of two, products of small primes, primes, and products of large primes. */
    static IntStream lengths() {
        return IntStream.concat(
                IntStream.rangeClosed(1, 130),
                IntStream.of(243, 256, 343, 512, 625, 997, 1001, 1024, 1517, 2048, 2310));
    }

    /** {@code sum over j of x[j] exp(sign 2πi jk/n)} for each line of n pairs. */
    private static double[] definition(double[] x, int n, int sign) {
        double[] cos = new double[n];
        double[] sin = new double[n];
        for (int j = 0; j < n; j++) {
            cos[j] = Math.cos(2 * Math.PI * j / n);
            sin[j] = sign * Math.sin(2 * Math.PI * j / n);
        }
        double[] y = new double[x.length];
        for (int line = 0; line < x.length; line += 2 * n) {
            for (int k = 0; k < n; k++) {
                double re = 0;
                double im = 0;
                for (int j = 0; j < n; j++) {
                    int t = (int) ((long) j * k % n);
                    re += x[line + 2 * j] * cos[t] - x[line + 2 * j + 1] * sin[t];
                    im += x[line + 2 * j] * sin[t] + x[line + 2 * j + 1] * cos[t];
                }
                y[line + 2 * k] = re;
                y[line + 2 * k + 1] = im;
            }
        }
        return y;
    }

    /** How far apart in the Euclidean norm, as a share of the expected one's. */
    private static double error(double[] actual, double[] expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        return norm == 0 ? Math.sqrt(difference) : Math.sqrt(difference / norm);
    }

    private static double[] normal(int count, ElementType type) {
        Random random = new Random(count);
        return IntStream.range(0, count)
                .mapToDouble(i -> type == ElementType.FLOAT ? (float) random.nextGaussian() : random.nextGaussian())
                .toArray();
    }

    private Tensor tensor(ElementType type, double[] values, int... sizes) {
        Tensor x = scope.zeros(type, Shape.of(sizes));
        x.set(values);
        return x;
    }

    private static double tolerance(ElementType type, int n) {
        return type == ElementType.FLOAT ? 1e-6 : 1e-14 * (1 + Math.log(n));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void transformsEveryLengthAsDefined(int n) {
        for (ElementType type : List.of(ElementType.FLOAT, ElementType.DOUBLE)) {
            int lines = n > 200 ? 5 : 19;
            double[] values = normal(2 * lines * n, type);
            Tensor x = tensor(type, values, lines, n, 2);
            double tolerance = tolerance(type, n);
            assertThat(error(f.fft(x).toDoubles(), definition(values, n, -1)))
                    .as("%s", type)
                    .isLessThan(tolerance);
            assertThat(error(f.ifft(x, Norm.FORWARD).toDoubles(), definition(values, n, 1)))
                    .as("%s", type)
                    .isLessThan(tolerance);
            assertThat(error(f.ifft(f.fft(x)).toDoubles(), values)).isLessThan(2 * tolerance);
        }
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void transformsRealNumbersAsComplexOnes(int n) {
        for (ElementType type : List.of(ElementType.FLOAT, ElementType.DOUBLE)) {
            int lines = n > 200 ? 5 : 37;
            double[] values = normal(lines * n, type);
            Tensor x = tensor(type, values, lines, n);
            Tensor zeros = scope.zeros(type, x.shape());
            Tensor full = f.fft(f.complex(x, zeros));
            double tolerance = tolerance(type, n);
            Tensor half = f.rfft(x);
            Tensor expected = scope.ops().slice(full, 1, 0, n / 2 + 1);
            assertThat(error(half.toDoubles(), expected.toDoubles())).isLessThan(2 * tolerance);
            assertThat(error(f.irfft(half, n).toDoubles(), values)).isLessThan(2 * tolerance);
        }
    }

    @Test
    void transformsLongLinesOfPrimeAndSmoothLength() {
        for (int n : new int[] {65536, 65537, 100003, 3 * 5 * 7 * 11 * 13 * 16}) {
            double[] values = new double[2 * n];
            values[2 * 3] = 1; // a shifted impulse: y[k] = exp(-2πi 3k/n)
            double[] expected = new double[2 * n];
            for (int k = 0; k < n; k++) {
                expected[2 * k] = Math.cos(2 * Math.PI * (3L * k % n) / n);
                expected[2 * k + 1] = -Math.sin(2 * Math.PI * (3L * k % n) / n);
            }
            assertThat(error(f.fft(tensor(ElementType.DOUBLE, values, n, 2)).toDoubles(), expected))
                    .isLessThan(1e-13);
            assertThat(error(f.fft(tensor(ElementType.FLOAT, values, n, 2)).toDoubles(), expected))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void transformsAnyAxisInVectorsOrAlone() {
        // An axis with a vector's worth of numbers after it takes another way through memory than the last one.
        int n = 12;
        double[] values = normal(2 * 3 * n * 40, ElementType.FLOAT);
        for (ElementType type : List.of(ElementType.FLOAT, ElementType.DOUBLE)) {
            Tensor x = tensor(type, values, 3, n, 40, 2);
            Tensor moved = scope.ops().permute(x, 0, 2, 1, 3);
            Tensor expected = scope.ops().permute(f.fft(moved), 0, 2, 1, 3);
            assertThat(error(f.fft(x, Norm.BACKWARD, 1).toDoubles(), expected.toDoubles()))
                    .isLessThan(1e-6);
            Tensor real = tensor(type, Arrays.copyOf(values, 3 * n * 40), 3, n, 40);
            Tensor last = f.rfft(scope.ops().transpose(real));
            Tensor halves = f.rfft(real, Norm.BACKWARD, 1);
            assertThat(error(
                            halves.toDoubles(),
                            scope.ops().permute(last, 0, 2, 1, 3).toDoubles()))
                    .isLessThan(1e-6);
            assertThat(error(f.irfft(halves, n, Norm.BACKWARD, 1).toDoubles(), real.toDoubles()))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void givesWhatNumpyGives() {
        // numpy.fft.rfft2([[1, 2, 3], [4, 5, 7]])
        Tensor x = scope.of(new double[] {1, 2, 3, 4, 5, 7}, 2, 3);
        double h = Math.sqrt(3) / 2;
        double[] expected = {22, 0, -3.5, 3 * h, -10, 0, 0.5, -h};
        assertThat(f.rfft(x, Norm.BACKWARD, 0, 1).toDoubles()).containsExactly(expected, within(1e-14));
        assertThat(f.rfft(x, Norm.FORWARD, 0, 1).toDoubles()[0]).isCloseTo(22 / 6.0, within(1e-15));
        assertThat(f.rfft(x, Norm.ORTHO, 0, 1).toDoubles()[0]).isCloseTo(22 / Math.sqrt(6), within(1e-14));
        // numpy.fft.irfft([1+5j, 2, 3+7j], 4): imaginary parts of the first and the last count for nothing
        Tensor half = scope.of(new double[] {1, 5, 2, 0, 3, 7}, 3, 2);
        assertThat(f.irfft(half, 4).toDoubles()).containsExactly(new double[] {2, -0.5, 0, -0.5}, within(1e-15));
        assertThat(f.frequencies(5, 0.1).toDoubles()).containsExactly(new double[] {0, 2, 4, -4, -2}, within(1e-14));
        assertThat(f.frequencies(4, 0.25).toDoubles()).containsExactly(0, 1, -2, -1);
        assertThat(f.realFrequencies(4, 0.25).toDoubles()).containsExactly(0, 1, 2);
    }

    @Test
    void movesFrequencyZeroToTheMiddleAndBack() {
        Tensor x = scope.of(new double[] {0, 0, 1, 0, 2, 0, -2, 0, -1, 0}, 5, 2);
        assertThat(f.real(f.shift(x)).toDoubles()).containsExactly(-2, -1, 0, 1, 2);
        assertThat(f.unshift(f.shift(x)).toDoubles()).containsExactly(x.toDoubles());
        Tensor even = scope.of(new double[] {0, 0, 1, 0, -2, 0, -1, 0}, 4, 2);
        assertThat(f.real(f.shift(even, 0)).toDoubles()).containsExactly(-2, -1, 0, 1);
        assertThat(f.unshift(f.shift(even)).toDoubles()).containsExactly(even.toDoubles());
    }

    @Test
    void computesWithComplexNumbers() {
        Tensor a = scope.of(new float[] {1, 2, 0, 0, -1, 0}, 3, 2);
        assertThat(f.multiply(a, a).toFloats()).containsExactly(new float[] {-3, 4, 0, 0, 1, 0}, within(0f));
        assertThat(f.conjugate(a).toFloats()).containsExactly(new float[] {1, -2, 0, 0, -1, 0}, within(0f));
        assertThat(f.abs(a).toFloats()).containsExactly((float) Math.sqrt(5), 0, 1);
        assertThat(f.angle(a).toFloats()).containsExactly((float) Math.atan2(2, 1), 0, (float) Math.PI);
        Tensor m = scope.of(new double[] {1, 1, 0, 2, 3, 0, 0, -1}, 2, 2, 2);
        // [[1+i, 2i], [3, -i]] squared
        assertThat(f.matmul(m, m).toDoubles()).containsExactly(0, 8, 0, 2 * 2 - 2, 3, 0, -1, 6);
    }

    @Test
    void sumsComplexProducts() {
        Tensor a = tensor(ElementType.DOUBLE, normal(2 * 3 * 4 * 2, ElementType.DOUBLE), 2, 3, 4, 2);
        Tensor b = tensor(ElementType.DOUBLE, normal(3 * 5 * 4 * 2, ElementType.DOUBLE), 3, 5, 4, 2);
        Tensor y = f.einsum("bix, iox -> box", a, b);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 5, 4, 2));
        Tensor moved = f.matmul(scope.ops().permute(a, 2, 0, 1, 3), scope.ops().permute(b, 2, 0, 1, 3));
        assertThat(error(y.toDoubles(), scope.ops().permute(moved, 1, 2, 0, 3).toDoubles()))
                .isLessThan(1e-15);
        Tensor z = f.fromPolar(f.abs(a), f.angle(a));
        assertThat(error(z.toDoubles(), a.toDoubles())).isLessThan(1e-15);
        assertThatThrownBy(() -> f.einsum("ab", a, b)).hasMessageContaining("a formula \"a,b->c\", not \"ab\"");
    }

    @Test
    void hasNoSlopeWhereAbsoluteValueAndAngleHaveNone() {
        Tensor zero = scope.of(new double[] {0, 0, 3, 4}, 2, 2);
        var tape = scope.tape(List.of(zero));
        var g = tape.gradients(
                tape.sum(tape.add(tape.fourier().abs(zero), tape.fourier().angle(zero))));
        assertThat(g.of(zero).toDoubles())
                .containsExactly(new double[] {0, 0, 0.6 - 4.0 / 25, 0.8 + 3.0 / 25}, within(1e-15));
    }

    @Test
    void notANumberSpreadsOverItsLine() {
        Tensor x = scope.zeros(2, 8, 2);
        x.set(IntStream.range(0, 32).mapToDouble(i -> i == 3 ? Double.NaN : i).toArray());
        float[] y = f.fft(x).toFloats();
        assertThat(y[0]).isFinite();
        assertThat(Arrays.copyOfRange(y, 16, 32)).doesNotContain(Float.NaN);
        assertThat(y[1]).isNaN();
    }

    @Test
    void linesDoNotTouchEachOther() {
        // Whatever one line holds, the others come out the same to the bit.
        for (int n : new int[] {8, 9, 38}) {
            double[] values = normal(6 * n, ElementType.FLOAT);
            double[] wild = values.clone();
            Arrays.fill(wild, 2 * n, 3 * n, 1e30);
            wild[2 * n] = Double.NaN;
            float[] tame = f.rfft(tensor(ElementType.FLOAT, values, 6, n)).toFloats();
            float[] other = f.rfft(tensor(ElementType.FLOAT, wild, 6, n)).toFloats();
            int line = 2 * (n / 2 + 1);
            assertThat(Arrays.copyOf(other, 2 * line)).containsExactly(Arrays.copyOf(tame, 2 * line));
            assertThat(Arrays.copyOfRange(other, 3 * line, 6 * line))
                    .containsExactly(Arrays.copyOfRange(tame, 3 * line, 6 * line));
        }
    }

    @Test
    void saysWhatIsWrong() {
        Tensor x = scope.zeros(4, 3);
        assertThatThrownBy(() -> f.fft(x)).hasMessageContaining("fft: wants pairs, [..., 2], and got float[4, 3]");
        assertThatThrownBy(() -> f.rfft(x, Norm.BACKWARD, 2)).hasMessageContaining("rfft: wants an axis 2 of 2");
        assertThatThrownBy(() -> f.rfft(x, Norm.BACKWARD, 1, -1)).hasMessageContaining("axes that differ");
        assertThatThrownBy(() -> f.rfft(scope.zeros(3, 0))).hasMessageContaining("rfft: wants 1 to");
        assertThatThrownBy(() -> f.irfft(scope.zeros(3, 2), 7))
                .hasMessageContaining("irfft: wants 4 numbers along axis 0 for 7 real ones, and got float[3, 2]");
        assertThat(f.fft(scope.zeros(0, 4, 2)).elements()).isZero();
    }

    @Test
    void scalarKernelsTransformToo() {
        NativeTensorService scalar = new NativeTensorService(KernelChoice::oracle);
        double[] values = normal(2 * 6 * 30, ElementType.FLOAT);
        try (TensorScope other = scalar.open("test")) {
            Tensor x = other.zeros(6, 30, 2);
            x.set(values);
            assertThat(error(other.ops().fourier().fft(x).toDoubles(), definition(values, 30, -1)))
                    .isLessThan(1e-7);
        }
    }
}
