package io.reprise.tensor.service.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.NativeTensorService;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Seeds are fixed, so what passes once passes always; the bounds are those of tests at the level 0.001. */
class DistributionsTest {
    private static final int N = 20_000;
    /** Kolmogorov's statistic times the root of n exceeds this with probability 0.001. */
    private static final double KOLMOGOROV = 1.95;

    private final NativeTensorService service = new NativeTensorService();
    private final RandomSource random = service.random(42);

    private static void follows(DoubleSupplier draw, DoubleUnaryOperator distribution) {
        double[] values = new double[N];
        Arrays.setAll(values, i -> draw.getAsDouble());
        Arrays.sort(values);
        double largest = 0;
        for (int i = 0; i < N; i++) {
            double p = distribution.applyAsDouble(values[i]);
            largest = Math.max(largest, Math.max(p - i / (double) N, (i + 1.0) / N - p));
        }
        assertThat(largest * Math.sqrt(N)).isLessThan(KOLMOGOROV);
    }

    /** Means of n draws lie within 3.3 standard errors with probability 0.999. */
    private static void moments(DoubleSupplier draw, double mean, double variance) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < N; i++) {
            double x = draw.getAsDouble();
            sum += x;
            squares += (x - mean) * (x - mean);
        }
        assertThat(sum / N).isCloseTo(mean, within(3.3 * Math.sqrt(variance / N) + 1e-12));
        assertThat(squares / N).isCloseTo(variance, within(0.1 * variance + 1e-12));
    }

    @Test
    void exponentialAndBetaNumbersFollowTheirDistribution() {
        follows(random::nextExponential, x -> 1 - Math.exp(-x));
        follows(() -> random.nextBeta(1, 3), x -> 1 - Math.pow(1 - x, 3));
        follows(() -> random.nextBeta(0.5, 0.5), x -> 2 / Math.PI * Math.asin(Math.sqrt(x)));
        for (int i = 0; i < 100; i++) {
            assertThat(random.nextBeta(1e-4, 1e-4)).isBetween(0.0, 1.0);
        }
    }

    @Test
    void poissonNumbersHaveTheirMeanAndVarianceOnBothSidesOfTheThreshold() {
        for (double mean : new double[] {0, 0.3, 3, 9.9, 10.1, 45, 1000, 1e9}) {
            moments(() -> random.nextPoisson(mean), mean, mean);
        }
        // P(X = 12) of mean 12 is 0.11437; of 20,000 draws 2287, with deviation 45.
        long hits = 0;
        for (int i = 0; i < N; i++) {
            hits += random.nextPoisson(12) == 12 ? 1 : 0;
        }
        assertThat(hits).isBetween(2287L - 150, 2287L + 150);
        assertThatThrownBy(() -> random.nextPoisson(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> random.nextPoisson(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void truncatedNormalNumbersLieBetweenTheirBoundsAsNormalOnesWould() {
        double[][] bounds = {{-1, 1}, {-5, 5}, {0.2, 3}, {0.3, 0.9}, {3, 3.2}, {4, 9}, {-9, -4}, {-0.1, 6}};
        for (double[] each : bounds) {
            double a = each[0];
            double b = each[1];
            double all = normal(b) - normal(a);
            follows(() -> ((PhiloxSource) random).truncated(a, b), x -> (normal(x) - normal(a)) / all);
        }
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.zeros(2000);
            random.fillTruncatedNormal(x, 1, 0.02, 0.96, 1.04);
            for (float value : x.toFloats()) {
                assertThat(value).isBetween(0.96f, 1.04f);
            }
            assertThatThrownBy(() -> random.fillTruncatedNormal(x, 0, 1, 1, -1)).hasMessageContaining("bound");
        }
    }

    /** By Simpson's rule from far below, or as one less the other side, so that tails keep their digits. */
    private static double normal(double x) {
        if (x > 0) {
            return 1 - normal(-x);
        }
        double from = Math.min(x, -12.0);
        int steps = 4000;
        double h = (x - from) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double t = from + i * h;
            sum += Math.exp(-t * t / 2) * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    @Test
    void categoricalDrawsAreInProportionAndNeverOfNoWeight() {
        double[] weights = {0, 1, 0, 3, 6, 0};
        int[] counts = new int[6];
        for (int i = 0; i < N; i++) {
            counts[random.nextCategorical(weights)]++;
        }
        chiSquare(counts, weights);
        chiSquare(random.nextMultinomial(N, weights), weights);
        assertThatThrownBy(() -> random.nextCategorical(0, 0)).hasMessageContaining("sum above 0");
        assertThatThrownBy(() -> random.nextCategorical()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> random.nextCategorical(1, -1)).hasMessageContaining("at least 0");
    }

    /** Three categories: two degrees of freedom, 13.8 at the level 0.001. */
    private static void chiSquare(int[] counts, double[] weights) {
        double sum = Arrays.stream(weights).sum();
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = N * weights[i] / sum;
            if (expected == 0) {
                assertThat(counts[i]).isZero();
            } else {
                statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
            }
        }
        assertThat(statistic).isLessThan(13.8);
    }

    @Test
    void drawsFromLogitsAreRowByRowAndWithoutReplacementAllDifferent() {
        try (TensorScope scope = service.open("test")) {
            Tensor logits = scope.of(
                    new float[] {
                        (float) Math.log(1),
                        (float) Math.log(3),
                        (float) Math.log(6),
                        Float.NEGATIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        0,
                        Float.NEGATIVE_INFINITY
                    },
                    2,
                    4);
            Tensor drawn = scope.zeros(ElementType.INT, Shape.of(2, N));
            random.fillCategorical(drawn, logits, true);
            int[] counts = new int[4];
            for (int i = 0; i < N; i++) {
                counts[drawn.toInts()[0] >= 0 ? drawn.rows(0, 1).toInts()[i] : 0]++;
                if (i > 200) {
                    break;
                }
            }
            int[] all = new int[4];
            int[] values = drawn.toInts();
            for (int i = 0; i < N; i++) {
                all[values[i]]++;
                assertThat(values[N + i]).isEqualTo(2);
            }
            chiSquare(all, new double[] {1, 3, 6, 0});

            Tensor three = scope.zeros(ElementType.LONG, Shape.of(3));
            random.fillCategorical(three, logits.rows(0, 1), false);
            assertThat(three.toLongs()).containsExactlyInAnyOrder(0, 1, 2);
            assertThatThrownBy(() -> random.fillCategorical(three, logits.rows(1, 1), false))
                    .hasMessageContaining("at least 3 logits above minus infinity, and got 1");
            assertThatThrownBy(() -> random.fillCategorical(logits, logits, true))
                    .hasMessageContaining("int or long");
        }
        int first = 0;
        for (int i = 0; i < N; i++) {
            int[] chosen = random.choose(2, 1, 2, 1);
            assertThat(chosen[0]).isNotEqualTo(chosen[1]);
            first += chosen[0] == 1 ? 1 : 0;
        }
        // Half of the draws, with deviation 71.
        assertThat(first).isBetween(N / 2 - 240, N / 2 + 240);
    }

    @Test
    void dirichletSharesSumToOneAndHaveTheirMeans() {
        double[] mean = new double[3];
        for (int i = 0; i < N; i++) {
            double[] shares = random.nextDirichlet(1, 2, 5);
            assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-12));
            for (int k = 0; k < 3; k++) {
                mean[k] += shares[k] / N;
            }
        }
        assertThat(mean).containsExactly(new double[] {0.125, 0.25, 0.625}, within(0.005));
        assertThat(Arrays.stream(random.nextDirichlet(1e-5, 1e-5)).sum()).isCloseTo(1, within(1e-12));
    }

    @Test
    void fillsHaveTheirMeans() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.zeros(N);
            random.fillBernoulli(x, 0.3);
            assertThat(scope.ops().mean(x).item()).isCloseTo(0.3, within(0.011));
            random.fillExponential(x, 2);
            assertThat(scope.ops().mean(x).item()).isCloseTo(2, within(0.05));
            random.fillPoisson(x, 20);
            assertThat(scope.ops().mean(x).item()).isCloseTo(20, within(0.11));
            random.fillGamma(x, 3, 2);
            assertThat(scope.ops().mean(x).item()).isCloseTo(6, within(0.09));
            random.fillKaimingNormal(x, 50, Math.sqrt(2));
            assertThat(scope.ops().mean(scope.ops().square(x)).item()).isCloseTo(0.04, within(0.0015));
            random.fillXavierUniform(x, 30, 70, 1);
            assertThat(scope.ops().mean(scope.ops().square(x)).item()).isCloseTo(0.02, within(0.0005));
        }
    }

    @Property(tries = 30)
    void orthogonalMatricesAreOrthogonal(
            @ForAll @IntRange(min = 1, max = 20) int m, @ForAll @IntRange(min = 1, max = 20) int n) {
        try (TensorScope scope = service.open("test")) {
            Tensor q = scope.zeros(ElementType.DOUBLE, Shape.of(m, n));
            random.fillOrthogonal(q, 2);
            Tensor product =
                    m >= n ? scope.ops().matmul(q, q, true, false) : scope.ops().matmul(q, q, false, true);
            int size = Math.min(m, n);
            double[] values = product.toDoubles();
            for (int i = 0; i < values.length; i++) {
                assertThat(values[i]).isCloseTo(i % (size + 1) == 0 ? 4 : 0, within(1e-12));
            }
        }
    }

    @Property(tries = 50)
    void anotherConsumerShiftsNothing(@ForAll long seed, @ForAll String added, @ForAll @IntRange(max = 50) int draws) {
        RandomSource alone = service.random(seed);
        double expected = alone.split("weights").split(3).nextGaussian();

        RandomSource shared = service.random(seed);
        RandomSource other = shared.split(added + "!");
        for (int i = 0; i < draws; i++) {
            other.nextPoisson(20);
            shared.nextDouble();
        }
        assertThat(shared.split("weights").split(3).nextGaussian()).isEqualTo(expected);
    }
}
