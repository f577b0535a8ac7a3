package io.reprise.tensor.service.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.NativeTensorService;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** The polynomials against the JDK's functions in double; errors in units in the last place of the exact value. */
class FloatFunctionsTest {
    /** Visits a float in every {@code 2^15} of all bit patterns, and the special values. */
    private static final int STRIDE = 1 << 15;

    @FunctionalInterface
    private interface FloatFunction {
        float apply(float x);
    }

    @FunctionalInterface
    private interface VectorFunction {
        FloatVector apply(FloatVector x);
    }

    @Test
    void expErrsByLessThanTwoUlpsOverItsWholeRange() {
        assertThat(worst(FloatFunctions::exp, Math::exp, -87.3, 88.7)).isLessThan(1.5);
        // Results below the smallest normal number are rounded to its spacing.
        assertThat(worst(FloatFunctions::exp, Math::exp, -110, -87.3)).isLessThan(1.5);
    }

    @Test
    void tanhErrsByLessThanThreeUlps() {
        assertThat(worst(FloatFunctions::tanh, Math::tanh, -100, 100)).isLessThan(2.5);
    }

    @Test
    void sigmoidErrsByLessThanFourUlpsWhereExpOfMinusXIsFinite() {
        assertThat(worst(FloatFunctions::sigmoid, x -> 1 / (1 + Math.exp(-x)), -87, 100))
                .isLessThan(3.5);
    }

    @Test
    void erfErrsByLessThanTwoUlps() {
        assertThat(worst(FloatFunctions::erf, FloatFunctionsTest::exactErf, -10, 10))
                .isLessThan(2);
    }

    /** By the series of Abramowitz and Stegun 7.1.6 near 0, where 1 - erfc would lose what is to be measured. */
    private static double exactErf(double x) {
        if (Math.abs(x) > 2.5) {
            return 1 - ScalarFunctions.erfc(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 100; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    @Test
    void logarithmsErrByLessThanTwoUlps() {
        assertThat(worst(FloatFunctions::log, Math::log, Float.MIN_VALUE, Float.MAX_VALUE))
                .isLessThan(1.5);
        assertThat(worst(FloatFunctions::log1p, Math::log1p, -0.9999999, Float.MAX_VALUE))
                .isLessThan(3);
    }

    @Test
    void expm1ErrsByLessThanTwoUlps() {
        assertThat(worst(FloatFunctions::expm1, Math::expm1, -200, 88.7)).isLessThan(2);
    }

    @Test
    void sinesErrByLessThanTwoUlpsUpToTheLargestAngle() {
        assertThat(worst(FloatFunctions::sin, Math::sin, -1e5, 1e5)).isLessThan(2);
        assertThat(worst(FloatFunctions::cos, Math::cos, -1e5, 1e5)).isLessThan(2);
        // Beyond, they are the JDK's.
        assertThat(worst(FloatFunctions::sin, Math::sin, 1e5, Float.MAX_VALUE)).isLessThan(0.51);
    }

    @Test
    void softplusAndSiluErrByLessThanFourUlps() {
        assertThat(worst(FloatFunctions::softplus, x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), -87, 1e30))
                .isLessThan(4);
        assertThat(worst(FloatFunctions::silu, x -> x / (1 + Math.exp(-x)), -87, 1e30))
                .isLessThan(4);
    }

    @Test
    void geluErrsByLessThanTwoUlpsOfItsArgument() {
        for (float x = -8; x < 8; x += 0.0009f) {
            double exact = x * ScalarFunctions.normalDistribution(x);
            assertThat(Math.abs(FloatFunctions.gelu(x) - exact)).isLessThan(2.0 * Math.ulp(x) + Float.MIN_NORMAL);
        }
    }

    @Test
    void limitsAreThoseOfTheJdk() {
        for (float x :
                new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, 1e30f, -1e30f, 89f, -104f
                }) {
            assertThat(Float.compare(FloatFunctions.exp(x), (float) Math.exp(x)))
                    .as("exp(%s)", x)
                    .isZero();
            assertThat(Float.compare(FloatFunctions.tanh(x), (float) Math.tanh(x)))
                    .as("tanh(%s)", x)
                    .isZero();
            assertThat(Float.compare(FloatFunctions.expm1(x), (float) Math.expm1(x)))
                    .as("expm1(%s)", x)
                    .isZero();
            assertThat(Float.compare(FloatFunctions.log(x), (float) Math.log(x)))
                    .as("log(%s)", x)
                    .isZero();
            assertThat(Float.compare(FloatFunctions.log1p(x), (float) Math.log1p(x)))
                    .as("log1p(%s)", x)
                    .isZero();
        }
    }

    @Test
    void vectorsAndSinglesAgreeToTheBit() {
        agree(FloatFunctions::exp, FloatFunctions::exp);
        agree(FloatFunctions::sigmoid, FloatFunctions::sigmoid);
        agree(FloatFunctions::relu, FloatFunctions::relu);
        agree(FloatFunctions::log, FloatFunctions::log);
        agree(FloatFunctions::silu, FloatFunctions::silu);
        agree(x -> FloatFunctions.sin(withinAngles(x)), x -> FloatFunctions.sin(withinAngles(x)));
        agree(x -> FloatFunctions.cos(withinAngles(x)), x -> FloatFunctions.cos(withinAngles(x)));
        agree(FloatFunctions::reciprocal, FloatFunctions::reciprocal);
        agree(FloatFunctions::abs, FloatFunctions::abs);
        agree(FloatFunctions::sign, FloatFunctions::sign);
        agree(FloatFunctions::round, FloatFunctions::round);
        agree(FloatFunctions::floor, FloatFunctions::floor);
        agree(FloatFunctions::ceil, FloatFunctions::ceil);
    }

    @Test
    void passesOverRunsAndSinglesAgreeToTheBit() {
        agreeOnRuns(FloatPasses::tanh, FloatFunctions::tanh);
        agreeOnRuns(FloatPasses::erf, FloatFunctions::erf);
        agreeOnRuns(FloatPasses::gelu, FloatFunctions::gelu);
        agreeOnRuns(FloatPasses::log1p, FloatFunctions::log1p);
        agreeOnRuns(FloatPasses::expm1, FloatFunctions::expm1);
        agreeOnRuns(FloatPasses::softplus, FloatFunctions::softplus);
        agreeOnRuns(
                (x, xStart, out, outStart, n) -> FloatPasses.geluDerivative(x, xStart, out, outStart, x.count(), n),
                FloatFunctions::geluDerivative);
    }

    private static void agreeOnRuns(FloatPasses.Pass passes, FloatFunction singles) {
        // As many as there are bit patterns to visit, and an end that fills no vector.
        float[] numbers = new float[(1 << 17) + 3];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.intBitsToFloat(i * STRIDE);
        }
        try (TensorScope scope = new NativeTensorService().open("test")) {
            NativeTensor x = (NativeTensor) scope.of(numbers, numbers.length);
            NativeTensor out = (NativeTensor) scope.zeros(2, numbers.length);
            passes.over(x, 0, out, 0, numbers.length);
            float[] found = out.toFloats();
            for (int i = 0; i < numbers.length; i++) {
                float single = singles.apply(numbers[i]);
                if (Float.compare(found[i], single) != 0) {
                    assertThat(found[i]).as("at %s", numbers[i]).isEqualTo(single);
                }
            }
        }
    }

    private static FloatVector withinAngles(FloatVector x) {
        return x.min(FloatFunctions.LARGEST_ANGLE).max(-FloatFunctions.LARGEST_ANGLE);
    }

    private static float withinAngles(float x) {
        return Math.max(Math.min(x, FloatFunctions.LARGEST_ANGLE), -FloatFunctions.LARGEST_ANGLE);
    }

    private static void agree(VectorFunction vectors, FloatFunction singles) {
        float[] in = new float[FloatLanes.LANES];
        float[] out = new float[FloatLanes.LANES];
        for (long bits = 0; bits < 1L << 32; bits += (long) STRIDE * FloatLanes.LANES) {
            for (int i = 0; i < in.length; i++) {
                in[i] = Float.intBitsToFloat((int) (bits + (long) i * STRIDE));
            }
            vectors.apply(FloatVector.fromArray(FloatLanes.SPECIES, in, 0)).intoArray(out, 0);
            for (int i = 0; i < in.length; i++) {
                float single = singles.apply(in[i]);
                if (Float.compare(out[i], single) != 0) {
                    assertThat(out[i]).as("at %s", in[i]).isEqualTo(single);
                }
            }
        }
    }

    private static double worst(FloatFunction f, DoubleUnaryOperator exact, double low, double high) {
        double worst = 0;
        for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            if (x >= low && x <= high) {
                double wanted = exact.applyAsDouble(x);
                worst = Math.max(worst, Math.abs(f.apply(x) - wanted) / Math.ulp((float) wanted));
            }
        }
        return worst;
    }
}
