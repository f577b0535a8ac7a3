package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.EvolutionStrategy;
import io.reprise.tensor.EvolutionStrategy.CmaEs;
import io.reprise.tensor.EvolutionStrategy.OpenAiEs;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.Schedule;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.KernelChoice;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Evolution strategies on the usual functions in 10 dimensions. The numbers of evaluations to 1e-10 that they are held to are
 * those of pycma 4.4 (its own CMA-ES, default settings, from the same start, seven seeds): sphere 1540 to 1770, Rosenbrock 4740
 * to 5730 (one seed of seven ends in the other local optimum), ellipsoid of condition 1e6 3960 to 4620, rotated or not.
 */
class EvolutionTest {
    private static final int N = 10;

    private final NativeTensorService service = new NativeTensorService();

    @AfterEach
    void nothingIsHeld() {
        assertThat(service.liveBytes()).isZero();
    }

    private static double sphere(double[] x) {
        return Arrays.stream(x).map(a -> a * a).sum();
    }

    private static double rosenbrock(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            sum += 100 * Math.pow(x[i] * x[i] - x[i + 1], 2) + Math.pow(1 - x[i], 2);
        }
        return sum;
    }

    private static double ellipsoid(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.pow(1e6, i / (x.length - 1.0)) * x[i] * x[i];
        }
        return sum;
    }

    /** A function of the rotated point. */
    private ToDoubleFunction<double[]> rotated(ToDoubleFunction<double[]> function) {
        double[] q;
        try (TensorScope scope = service.open("rotation")) {
            Tensor matrix = scope.zeros(ElementType.DOUBLE, Shape.of(N, N));
            service.random(99).fillOrthogonal(matrix, 1);
            q = matrix.toDoubles();
        }
        return x -> {
            double[] y = new double[N];
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    y[i] += q[i * N + j] * x[j];
                }
            }
            return function.applyAsDouble(y);
        };
    }

    /** A generation: all candidates evaluated and told; the least loss. */
    private static double generation(
            TensorScope scope, EvolutionStrategy strategy, ToDoubleFunction<double[]> function) {
        double[] losses = new double[strategy.population()];
        for (int i = 0; i < losses.length; i++) {
            try (TensorScope trial = scope.open()) {
                losses[i] = function.applyAsDouble(
                        strategy.candidate(trial, i).get("x").toDoubles());
            }
        }
        strategy.tell(losses);
        return Arrays.stream(losses).min().orElseThrow();
    }

    /** The evaluations until a candidate is below a target; the limit if none is. */
    private int evaluations(
            EvolutionStrategy.Rule rule,
            ToDoubleFunction<double[]> function,
            double start,
            double target,
            long seed,
            int limit) {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.full(ElementType.DOUBLE, Shape.of(N), start);
            EvolutionStrategy strategy =
                    service.optimizers().evolution(scope, Map.of("x", x), rule, service.random(seed));
            int used = 0;
            while (used < limit) {
                used += strategy.population();
                if (generation(scope, strategy, function) < target) {
                    return used;
                }
            }
            return limit;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void cmaFindsTheCentreOfASphereInTheUsualNumberOfEvaluations(long seed) {
        assertThat(evaluations(CmaEs.full(0.5), EvolutionTest::sphere, 1, 1e-10, seed, 4000))
                .isBetween(1300, 2100);
    }

    @Test
    void cmaFollowsTheValleyOfRosenbrockInTheUsualNumberOfEvaluations() {
        int[] used = new int[7];
        for (int i = 0; i < used.length; i++) {
            used[i] = evaluations(CmaEs.full(0.5), EvolutionTest::rosenbrock, 0, 1e-10, i, 10_000);
        }
        Arrays.sort(used);
        assertThat(used[0]).isGreaterThan(4000);
        // The other local optimum holds one start of a few.
        assertThat(used[4]).isLessThan(6500);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void cmaLearnsAnEllipsoidHoweverItIsTurned(long seed) {
        assertThat(evaluations(CmaEs.full(0.5), EvolutionTest::ellipsoid, 1, 1e-10, seed, 10_000))
                .isBetween(3500, 5200);
        assertThat(evaluations(CmaEs.full(0.5), rotated(EvolutionTest::ellipsoid), 1, 1e-10, seed, 10_000))
                .isBetween(3500, 5200);
    }

    @Test
    void separableCmaLearnsAxesSoonerAndRotationsHardly() {
        int straight = evaluations(CmaEs.separable(0.5), EvolutionTest::ellipsoid, 1, 1e-10, 1, 20_000);
        int full = evaluations(CmaEs.full(0.5), EvolutionTest::ellipsoid, 1, 1e-10, 1, 20_000);
        int turned = evaluations(CmaEs.separable(0.5), rotated(EvolutionTest::ellipsoid), 1, 1e-10, 1, 20_000);
        assertThat(straight).isLessThan(full);
        assertThat(turned).isGreaterThan(4 * straight);
    }

    @Test
    void covarianceBecomesTheInverseOfTheHessianUpToAFactor() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.full(ElementType.DOUBLE, Shape.of(4), 1);
            EvolutionStrategy strategy =
                    service.optimizers().evolution(scope, Map.of("x", x), CmaEs.full(0.5), service.random(3));
            for (int i = 0; i < 300; i++) {
                generation(scope, strategy, p -> p[0] * p[0] + 100 * p[1] * p[1] + p[2] * p[2] + 1e4 * p[3] * p[3]);
            }
            double[] c = strategy.state().get("covariance").toDoubles();
            assertThat(Math.log10(c[0] / c[5])).isCloseTo(2, within(0.6));
            assertThat(Math.log10(c[0] / c[15])).isCloseTo(4, within(0.6));
            assertThat(Math.log10(c[0] / c[10])).isCloseTo(0, within(0.6));
        }
    }

    @Test
    void onlyTheOrderOfLossesCounts() {
        for (EvolutionStrategy.Rule rule : List.of(
                CmaEs.full(0.5),
                CmaEs.separable(0.5),
                new OpenAiEs(20, 0.1, Optimizers.Adam.usual(), Schedule.constant(0.05)))) {
            assertThat(after(rule, 20, EvolutionTest::rosenbrock))
                    .containsExactly(after(rule, 20, p -> Math.cbrt(rosenbrock(p)) - 7));
        }
    }

    private double[] after(EvolutionStrategy.Rule rule, int generations, ToDoubleFunction<double[]> function) {
        return after(service, rule, generations, function);
    }

    private static double[] after(
            NativeTensorService service,
            EvolutionStrategy.Rule rule,
            int generations,
            ToDoubleFunction<double[]> function) {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.full(ElementType.DOUBLE, Shape.of(N), 1);
            EvolutionStrategy strategy = service.optimizers().evolution(scope, Map.of("x", x), rule, service.random(5));
            for (int i = 0; i < generations; i++) {
                generation(scope, strategy, function);
            }
            return x.toDoubles();
        }
    }

    @Test
    void scalarAndVectorKernelsFindTheSame() {
        NativeTensorService oracle = new NativeTensorService(KernelChoice::oracle);
        for (EvolutionStrategy.Rule rule :
                List.of(CmaEs.full(0.5), new OpenAiEs(20, 0.1, Optimizers.Adam.usual(), Schedule.constant(0.05)))) {
            assertThat(after(oracle, rule, 10, EvolutionTest::sphere))
                    .containsExactly(after(rule, 10, EvolutionTest::sphere), within(1e-9));
        }
    }

    @Test
    void restoredStrategyGoesOnAsIfItHadNeverStopped() {
        for (EvolutionStrategy.Rule rule : List.of(
                CmaEs.full(0.5),
                CmaEs.separable(0.5),
                new OpenAiEs(20, 0.1, Optimizers.Sgd.withMomentum(0.9), Schedule.linear(0.1, 0, 40)))) {
            double[] whole = after(rule, 25, EvolutionTest::ellipsoid);
            try (TensorScope scope = service.open("test")) {
                Tensor x = scope.full(ElementType.DOUBLE, Shape.of(N), 1);
                EvolutionStrategy first =
                        service.optimizers().evolution(scope, Map.of("x", x), rule, service.random(5));
                for (int i = 0; i < 11; i++) {
                    generation(scope, first, EvolutionTest::ellipsoid);
                }
                Tensor again = scope.copy(x);
                EvolutionStrategy second =
                        service.optimizers().evolution(scope, Map.of("x", again), rule, service.random(5));
                second.state()
                        .forEach((name, tensor) -> tensor.set(first.state().get(name)));
                for (int i = 11; i < 25; i++) {
                    generation(scope, second, EvolutionTest::ellipsoid);
                }
                assertThat(again.toDoubles()).containsExactly(whole);
            }
        }
    }

    @Test
    void candidatesOfEvolutionStrategiesAreMirrored() {
        try (TensorScope scope = service.open("test")) {
            Map<String, Tensor> parameters = new LinkedHashMap<>();
            parameters.put("w", scope.full(ElementType.FLOAT, Shape.of(2, 3), 1));
            parameters.put("b", scope.full(ElementType.DOUBLE, Shape.of(3), -1));
            EvolutionStrategy strategy = service.optimizers()
                    .evolution(
                            scope,
                            parameters,
                            new OpenAiEs(4, 0.25, Optimizers.Adam.usual(), Schedule.constant(0.1)),
                            service.random(7));
            Map<String, Tensor> up = strategy.candidate(scope, 2);
            Map<String, Tensor> down = strategy.candidate(scope, 3);
            assertThat(up.keySet()).containsExactly("w", "b");
            assertThat(up.get("w").shape()).isEqualTo(Shape.of(2, 3));
            assertThat(up.get("w").type()).isEqualTo(ElementType.FLOAT);
            Ops f = scope.ops();
            assertThat(f.add(up.get("w"), down.get("w")).toDoubles()).containsExactly(fill(6, 2), within(1e-6));
            assertThat(f.add(up.get("b"), down.get("b")).toDoubles()).containsExactly(fill(3, -2), within(1e-12));
            assertThat(up.get("b").toDoubles()).doesNotContain(-1);
            assertThat(strategy.candidate(scope, 2).get("w").toFloats())
                    .as("the same until told")
                    .containsExactly(up.get("w").toFloats());
            strategy.tell(1, 2, 3, 4);
            assertThat(strategy.candidate(scope, 2).get("w").toFloats())
                    .isNotEqualTo(up.get("w").toFloats());
        }
    }

    private static double[] fill(int n, double value) {
        double[] filled = new double[n];
        Arrays.fill(filled, value);
        return filled;
    }

    /** {@code theta -= lr sum shaped_j (candidate_j - theta) / (population deviation^2)}, and equal losses share their rank. */
    @Test
    void gradientIsTheRankWeightedMeanOfTheNoise() {
        double sigma = 0.5;
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.zeros(ElementType.DOUBLE, Shape.of(3));
            EvolutionStrategy strategy = service.optimizers()
                    .evolution(
                            scope,
                            Map.of("x", x),
                            new OpenAiEs(6, sigma, Optimizers.Sgd.plain(), Schedule.constant(2)),
                            service.random(7));
            double[] losses = {5, -1, Double.NaN, 5, 0, Double.POSITIVE_INFINITY};
            double[] ranks = {2.5, 0, 5, 2.5, 1, 4};
            double[] expected = new double[3];
            for (int j = 0; j < 6; j++) {
                double[] candidate = strategy.candidate(scope, j).get("x").toDoubles();
                for (int k = 0; k < 3; k++) {
                    expected[k] -= 2 * (ranks[j] / 5 - 0.5) * candidate[k] / (6 * sigma * sigma);
                }
            }
            strategy.tell(losses);
            assertThat(x.toDoubles()).containsExactly(expected, within(1e-12));
        }
    }

    @Test
    void mirroredSamplingReachesAnOptimumInManyDimensions() {
        int n = 200;
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.full(ElementType.FLOAT, Shape.of(n), 1);
            EvolutionStrategy strategy = service.optimizers()
                    .evolution(
                            scope,
                            Map.of("x", x),
                            new OpenAiEs(50, 0.05, Optimizers.Adam.usual(), Schedule.cosine(0.1, 0, 400)),
                            service.random(8));
            double first = sphere(x.toDoubles());
            for (int i = 0; i < 400; i++) {
                generation(scope, strategy, EvolutionTest::sphere);
            }
            // 20,000 evaluations.
            assertThat(sphere(x.toDoubles())).isLessThan(first / 500);
        }
    }

    @Test
    void cmaFitsParametersOfSeveralShapesByTheLargestError() {
        try (TensorScope scope = service.open("test")) {
            Tensor inputs = scope.zeros(20, 3);
            service.random(4).fillNormal(inputs, 0, 1);
            Ops f = scope.ops();
            Tensor trueWeights = scope.of(new float[] {1, -2, 0.5f, 0, 3, -1}, 3, 2);
            Tensor wanted = f.linear(inputs, trueWeights, scope.of(new float[] {0.25f, -4}, 2));
            Map<String, Tensor> parameters = new LinkedHashMap<>();
            parameters.put("weights", scope.zeros(3, 2));
            parameters.put("bias", scope.zeros(2));
            EvolutionStrategy strategy =
                    service.optimizers().evolution(scope, parameters, CmaEs.full(1), service.random(1));
            for (int generation = 0; generation < 300; generation++) {
                double[] losses = new double[strategy.population()];
                for (int i = 0; i < losses.length; i++) {
                    try (TensorScope trial = scope.open()) {
                        Ops g = trial.ops();
                        Map<String, Tensor> p = strategy.candidate(trial, i);
                        Tensor y = g.linear(inputs, p.get("weights"), p.get("bias"));
                        losses[i] = g.max(g.reshape(g.abs(g.subtract(y, wanted)), -1), 0, false)
                                .item();
                    }
                }
                strategy.tell(losses);
            }
            assertThat(parameters.get("weights").toFloats()).containsExactly(trueWeights.toFloats(), within(1e-3f));
            assertThat(parameters.get("bias").toFloats()).containsExactly(new float[] {0.25f, -4}, within(1e-3f));
        }
    }

    @Test
    void misuseIsRefused() {
        try (TensorScope scope = service.open("test")) {
            Optimizers optimizers = service.optimizers();
            Map<String, Tensor> x = Map.of("x", scope.zeros(3));
            assertThatThrownBy(() -> optimizers.evolution(scope, Map.of(), CmaEs.full(1), service.random(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("parameters");
            assertThatThrownBy(() -> optimizers.evolution(
                            scope, Map.of("n", scope.of(new int[] {1}, 1)), CmaEs.full(1), service.random(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("n is no float");
            assertThatThrownBy(() -> optimizers.evolution(scope, x, null, service.random(1)))
                    .isInstanceOf(IllegalArgumentException.class);
            EvolutionStrategy strategy = optimizers.evolution(scope, x, CmaEs.full(1), service.random(1));
            assertThatThrownBy(() -> strategy.candidate(scope, 7)).hasMessageContaining("0 to 6");
            assertThatThrownBy(() -> strategy.tell(1, 2)).hasMessageContaining("7 candidates");
            assertThatThrownBy(() -> new CmaEs(3, 1, false)).hasMessageContaining("at least 4");
            assertThatThrownBy(() -> CmaEs.full(0)).hasMessageContaining("above 0");
            assertThatThrownBy(() -> new OpenAiEs(3, 1, Optimizers.Sgd.plain(), Schedule.constant(1)))
                    .hasMessageContaining("even");
        }
    }

    @Test
    void oneParameterIsEnough() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.full(ElementType.DOUBLE, Shape.of(1), 1);
            EvolutionStrategy strategy =
                    service.optimizers().evolution(scope, Map.of("x", x), CmaEs.full(0.3), service.random(2));
            for (int i = 0; i < 100; i++) {
                generation(scope, strategy, EvolutionTest::sphere);
            }
            assertThat(Math.abs(x.item())).isLessThan(1e-6);
        }
    }
}
