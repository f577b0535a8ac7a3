package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.GradientSum;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.Optimizers.ParameterGroup;
import io.reprise.tensor.Optimizers.Rule;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.KernelChoice;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizersTest {
    private static final double[] START = {1, -2, 0.5, 3};
    private static final double[] PUSH = {0.1, -0.2, 0.3, 0.05};

    private final NativeTensorService service = new NativeTensorService();

    /** Five steps by PyTorch 1.13 in double, with the gradient {@code PUSH * t - 0.1 * p}; Lion's by its paper's algorithm. */
    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(Optimizers.Sgd.plain(), 0.1, new double[] {
                    0.8989949899999999, -1.7979899799999999, 0.06945984474999996, 3.0770226202499997
                }),
                Arguments.of(new Optimizers.Sgd(0.9, 0, false, 0.01), 0.1, new double[] {
                    0.7992118169740391, -1.5984236339480782, -0.40443242063700563, 3.201673780046142
                }),
                Arguments.of(new Optimizers.Sgd(0.9, 0.5, false, 0), 0.1, new double[] {
                    0.906713286875, -1.81342657375, 0.001624516546875049, 3.171871987515625
                }),
                Arguments.of(new Optimizers.Sgd(0.9, 0, true, 0.01), 0.1, new double[] {
                    0.710812789640606, -1.421625579281212, -0.7603167675318445, 3.2481615312739653
                }),
                Arguments.of(Optimizers.Adam.usual(), 0.1, new double[] {
                    0.6664846121370295, -1.6659625333881098, 0.019100781028555808, 3.4814695561216187
                }),
                Arguments.of(new Optimizers.Adam(0.8, 0.95, 1e-6, 0.1), 0.1, new double[] {
                    0.5043278546157035, -1.5043264993968666, 0.004326047655251963, 2.5043305650263443
                }),
                Arguments.of(Optimizers.AdamW.withDecay(0.1), 0.1, new double[] {
                    0.6221756181188884, -1.572657039387746, 0.004224557508179294, 3.321758146620589
                }),
                Arguments.of(new Optimizers.Adamax(0.9, 0.999, 1e-8, 0.01), 0.1, new double[] {
                    0.6749238406222346, -1.675039689508169, 0.1314509276510615, 3.397805340986976
                }),
                Arguments.of(Optimizers.RmsProp.usual(), 0.1, new double[] {
                    -2.5517848491477264, 1.5067390545425057, -3.711415288033974, 6.4720689077294935
                }),
                Arguments.of(new Optimizers.RmsProp(0.9, 1e-8, 0.9, true, 0.01), 0.01, new double[] {
                    0.5784742295681634, -1.5787350282879171, 0.0908382711424859, 3.2844348072769622
                }),
                Arguments.of(Optimizers.Lion.withDecay(0.1), 0.1, new double[] {
                    0.5569501498999999, -1.5079401998, -0.014604476049999995, 3.3430696507
                }));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleGivesTheNumbersOfPyTorch(Rule rule, double rate, double[] expected) {
        assertThat(afterFive(service, ElementType.DOUBLE, rule, rate)).containsExactly(expected, within(1e-9));
        assertThat(afterFive(service, ElementType.FLOAT, rule, rate)).containsExactly(expected, within(2e-5));
        NativeTensorService parts = new NativeTensorService(KernelChoice::oracleOfParts);
        assertThat(afterFive(parts, ElementType.DOUBLE, rule, rate)).containsExactly(expected, within(1e-9));
    }

    private static double[] afterFive(NativeTensorService service, ElementType type, Rule rule, double rate) {
        try (TensorScope scope = service.open("test")) {
            Tensor p = scope.zeros(type, Shape.of(4));
            p.set(START);
            Optimizer optimizer = service.optimizers().optimizer(scope, Map.of("p", p), rule);
            for (int t = 1; t <= 5; t++) {
                optimizer.step(gradient(scope, p, t), rate);
            }
            return p.toDoubles();
        }
    }

    private static Gradients gradient(TensorScope scope, Tensor p, int t) {
        double[] values = p.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = PUSH[i] * t - 0.1 * values[i];
        }
        Tensor gradient = scope.zeros(p.type(), p.shape());
        gradient.set(values);
        return watched -> gradient;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void ruleGoesOnFromItsState(Rule rule, double rate, double[] expected) {
        try (TensorScope scope = service.open("test")) {
            Tensor p = scope.of(START, 4);
            Optimizer first = service.optimizers().optimizer(scope, Map.of("p", p), rule);
            for (int t = 1; t <= 3; t++) {
                first.step(gradient(scope, p, t), rate);
            }
            Optimizer second = service.optimizers().optimizer(scope, Map.of("p", p), rule);
            assertThat(second.state().keySet())
                    .containsExactlyElementsOf(first.state().keySet());
            second.state().forEach((name, tensor) -> tensor.set(first.state().get(name)));
            for (int t = 4; t <= 5; t++) {
                second.step(gradient(scope, p, t), rate);
            }
            assertThat(p.toDoubles()).containsExactly(expected, within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void stepLeavesTheGradientAndNothingElseBehind(Rule rule, double rate, double[] expected) {
        try (TensorScope scope = service.open("test")) {
            Tensor p = scope.of(START, 4);
            Optimizer optimizer = service.optimizers().optimizer(scope, Map.of("p", p), rule);
            Gradients gradients = gradient(scope, p, 1);
            double[] before = gradients.of(p).toDoubles();
            long bytes = scope.bytes();
            optimizer.step(gradients, rate);
            assertThat(scope.bytes()).isEqualTo(bytes);
            assertThat(gradients.of(p).toDoubles()).containsExactly(before);
        }
    }

    @Test
    void groupsHaveRatesAndDecaysOfTheirOwn() {
        try (TensorScope scope = service.open("test")) {
            Map<String, Tensor> parameters =
                    Map.of("a.weight", scope.scalar(1), "a.bias", scope.scalar(1), "head.weight", scope.scalar(1));
            Optimizer optimizer = service.optimizers()
                    .optimizer(
                            scope,
                            parameters,
                            new Optimizers.Sgd(0, 0, false, 0.5),
                            List.of(ParameterGroup.withoutDecay("*.bias"), new ParameterGroup("head*", 10, 0.1)));
            Tensor one = scope.scalar(1);
            optimizer.step(watched -> one, 0.01);

            assertThat(parameters.get("a.weight").item()).isCloseTo(1 - 0.01 * 1.5, within(1e-6));
            assertThat(parameters.get("a.bias").item()).isCloseTo(1 - 0.01, within(1e-6));
            assertThat(parameters.get("head.weight").item()).isCloseTo(1 - 0.1 * 1.1, within(1e-6));
            assertThatThrownBy(() -> service.optimizers()
                            .optimizer(
                                    scope,
                                    parameters,
                                    Optimizers.Sgd.plain(),
                                    List.of(ParameterGroup.withoutDecay("*.gain"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("*.gain");
        }
    }

    @Test
    void constantsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Optimizers.AdamW(1, 0.9, 1e-8, 0)).hasMessageContaining("beta1");
        assertThatThrownBy(() -> new Optimizers.Adam(0.9, -0.1, 1e-8, 0)).hasMessageContaining("beta2");
        assertThatThrownBy(() -> new Optimizers.Adamax(0.9, 0.9, 0, 0)).hasMessageContaining("epsilon");
        assertThatThrownBy(() -> new Optimizers.Lion(0.9, 0.9, Double.NaN)).hasMessageContaining("weightDecay");
        assertThatThrownBy(() -> new Optimizers.Sgd(0, 0, true, 0)).hasMessageContaining("Nesterov");
        assertThatThrownBy(() -> new Optimizers.RmsProp(1, 1e-8, 0, false, 0)).hasMessageContaining("smoothing");
    }

    @Test
    void normOfAllGradientsTogetherIsClipped() {
        try (TensorScope scope = service.open("test")) {
            Tensor a = scope.of(new float[] {3, 0}, 2);
            Tensor b = scope.scalar(4);
            Gradients gradients = watched -> watched;
            assertThat(service.optimizers().clipNorm(gradients, List.of(a, b), 10))
                    .isEqualTo(5);
            assertThat(b.item()).isEqualTo(4);
            assertThat(service.optimizers().clipNorm(gradients, List.of(a, b), 1))
                    .isEqualTo(5);
            assertThat(a.toDoubles()).containsExactly(new double[] {0.6, 0}, within(1e-6));
            assertThat(b.item()).isCloseTo(0.8, within(1e-6));
            b.fill(Double.NaN);
            assertThat(service.optimizers().clipNorm(gradients, List.of(a, b), 1))
                    .isNaN();
            assertThat(a.toDoubles()[0]).isCloseTo(0.6, within(1e-6));
            assertThatThrownBy(() -> service.optimizers().clipNorm(gradients, List.of(a), 0))
                    .hasMessageContaining("above 0");
        }
    }

    @Test
    void valuesOfGradientsAreClipped() {
        try (TensorScope scope = service.open("test")) {
            Tensor a = scope.of(new float[] {3, -0.5f, -7, Float.NaN}, 4);
            service.optimizers().clipValues(watched -> watched, List.of(a), 2);
            assertThat(a.toFloats()).containsExactly(2, -0.5f, -2, Float.NaN);
        }
    }

    @Test
    void gradientsOfTwoHalvesAddUpToThoseOfTheWhole() {
        try (TensorScope scope = service.open("test")) {
            Tensor w = scope.of(new double[] {0.3, -0.2}, 2, 1);
            Tensor x = scope.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2);
            GradientSum sum = service.optimizers().gradientSum(scope, List.of(w));
            for (int half = 0; half < 2; half++) {
                sum.add(loss(scope, w, x.rows(2 * half, 2)), 0.5);
            }
            double[] whole = loss(scope, w, x).of(w).toDoubles();
            assertThat(sum.of(w).toDoubles()).containsExactly(whole, within(1e-12));
            sum.clear();
            assertThat(sum.of(w).toDoubles()).containsOnly(0);
            assertThatThrownBy(() -> sum.of(x)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Gradients loss(TensorScope scope, Tensor w, Tensor x) {
        Tape f = scope.tape(List.of(w));
        return f.gradients(f.mean(f.square(f.matmul(x, w, false, false))));
    }
}
