package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.Convolution;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.ExampleLosses;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.HigherOrderTape;
import io.reprise.tensor.LossOps.CrossEntropy;
import io.reprise.tensor.LossOps.Reduction;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.KernelChoice;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example's gradients against one tape an example, and against central differences. */
class ExampleGradientsTest {
    private static final int BATCH = 5;

    private final NativeTensorService service = new NativeTensorService();

    @AfterEach
    void nothingIsHeld() {
        assertThat(service.liveBytes()).isZero();
    }

    /**
     * A network on examples {@code x [BATCH, ...]}.
     *
     * @param onePass whether all examples go through one pass
     */
    private record Network(
            String name,
            boolean onePass,
            int[] input,
            List<int[]> parameters,
            BiFunction<Ops, List<Tensor>, Tensor> losses) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final CrossEntropy EACH = new CrossEntropy(null, 0.1, null, Reduction.NONE);

    private static int[] s(int... sizes) {
        return sizes;
    }

    /** The first tensor is the input. */
    static Stream<Network> networks() {
        return Stream.of(
                new Network(
                        "perceptron of one layer by matmul",
                        true,
                        s(3),
                        List.of(s(3, 2)),
                        (f, t) -> f.sum(f.square(f.matmul(t.get(0), t.get(1))), -1, false)),
                new Network(
                        "perceptron with biases and cross-entropy",
                        true,
                        s(4),
                        List.of(s(4, 6), s(6), s(6, 3), s(1, 3)),
                        (f, t) -> {
                            Tensor hidden = f.gelu(f.linear(t.get(0), t.get(1), t.get(2)));
                            Tensor logits = f.add(f.linear(hidden, t.get(3), null), t.get(4));
                            int rows = t.get(0).shape().size(0);
                            return f.crossEntropy(logits, f.scope().of(new int[rows], rows), EACH);
                        }),
                new Network(
                        "a layer used twice, its matrix transposed the second time",
                        true,
                        s(4),
                        List.of(s(4, 3)),
                        (f, t) -> {
                            Tensor code = f.tanh(f.matmul(t.get(0), t.get(1)));
                            Tensor back = f.matmul(code, t.get(1), false, true);
                            return f.sum(f.square(f.subtract(back, t.get(0))), -1, false);
                        }),
                new Network(
                        "attention with positions and normalisation",
                        true,
                        s(BATCH, 4),
                        List.of(s(BATCH, 4), s(4), s(4), s(4, 4), s(4, 4)),
                        (f, t) -> {
                            Tensor x = f.layerNorm(f.add(t.get(0), t.get(1)), t.get(2), t.get(3), 1e-5);
                            Tensor scores = f.softmax(f.matmul(f.linear(x, t.get(4), null), x, false, true));
                            Tensor y = f.add(x, f.linear(f.matmul(scores, x), t.get(5), null));
                            return f.mean(f.square(y), new int[] {1, 2}, false);
                        }),
                new Network(
                        "a matrix from the left",
                        true,
                        s(3, 2),
                        List.of(s(4, 3)),
                        (f, t) -> f.sum(f.square(f.matmul(t.get(1), t.get(0))), new int[] {1, 2}, false)),
                new Network("examples on the second axis", false, s(BATCH, 3), List.of(s(3, 2)), (f, t) -> {
                    Tensor steps = f.permute(t.get(0), 1, 0, 2);
                    Tensor y = f.permute(f.tanh(f.linear(steps, t.get(1), null)), 1, 0, 2);
                    return f.sum(f.square(y), new int[] {1, 2}, false);
                }),
                new Network(
                        "weights made of parameters",
                        false,
                        s(3),
                        List.of(s(3, 2), s(3, 2)),
                        (f, t) -> f.sum(f.square(f.matmul(t.get(0), f.multiply(t.get(1), t.get(2)))), -1, false)),
                new Network(
                        "convolution",
                        false,
                        s(1, 5, 5),
                        List.of(s(2, 1, 3, 3), s(2)),
                        (f, t) -> f.mean(
                                f.square(f.images().convolution(t.get(0), t.get(1), t.get(2), Convolution.plain())),
                                new int[] {1, 2, 3},
                                false)));
    }

    static Stream<Arguments> networksOnKernels() {
        return networks()
                .flatMap(network ->
                        Stream.of("chosen", "oracle", "parts").map(kernels -> Arguments.of(network, kernels)));
    }

    private static NativeTensorService on(String kernels) {
        return switch (kernels) {
            case "oracle" -> new NativeTensorService(KernelChoice::oracle);
            case "parts" -> new NativeTensorService(KernelChoice::oracleOfParts);
            default -> new NativeTensorService();
        };
    }

    private static Tensor normal(TensorScope scope, RandomSource random, int... sizes) {
        Tensor x = scope.zeros(ElementType.DOUBLE, Shape.of(sizes));
        random.fillNormal(x, 0, 0.7);
        return x;
    }

    private static List<Tensor> with(Tensor x, List<Tensor> parameters) {
        return Stream.concat(Stream.of(x), parameters.stream()).toList();
    }

    @ParameterizedTest(name = "{0} ({1})")
    @MethodSource("networksOnKernels")
    void areThoseOfOneTapeAnExampleAndCentralDifferences(Network network, String kernels) {
        NativeTensorService own = on(kernels);
        try (TensorScope scope = own.open("test")) {
            RandomSource random = own.random(3).split(network.name());
            int[] sizes = Shape.of(network.input()).toArray();
            int[] batch = new int[sizes.length + 1];
            batch[0] = BATCH;
            System.arraycopy(sizes, 0, batch, 1, sizes.length);
            Tensor x = normal(scope, random, batch);
            List<Tensor> parameters = network.parameters().stream()
                    .map(each -> normal(scope, random, each))
                    .toList();
            AtomicInteger calls = new AtomicInteger();
            ExampleLosses losses = (f, first, count) -> {
                calls.incrementAndGet();
                return network.losses().apply(f, with(x.rows(first, count), parameters));
            };
            Gradients gradients = scope.exampleGradients(parameters, BATCH, losses);
            assertThat(calls.get()).isEqualTo(network.onePass() ? 2 : 2 + BATCH);
            for (Tensor parameter : parameters) {
                Tensor all = gradients.of(parameter);
                assertThat(all.shape().size(0)).isEqualTo(BATCH);
                for (int i = 0; i < BATCH; i++) {
                    Tape f = scope.tape(parameters);
                    double[] expected =
                            f.gradients(f.sum(losses.of(f, i, 1))).of(parameter).toDoubles();
                    assertThat(all.rows(i, 1).toDoubles()).as("example %d", i).containsExactly(expected, within(1e-12));
                }
                double[] values = parameter.toDoubles();
                for (int j = 0; j < values.length; j++) {
                    double[] up = lossesAt(scope, losses, parameter, values, j, 1e-5);
                    double[] down = lossesAt(scope, losses, parameter, values, j, -1e-5);
                    for (int i = 0; i < BATCH; i++) {
                        assertThat(all.rows(i, 1).toDoubles()[j]).isCloseTo((up[i] - down[i]) / 2e-5, within(1e-7));
                    }
                }
            }
        }
        assertThat(own.liveBytes()).isZero();
    }

    private static double[] lossesAt(
            TensorScope scope, ExampleLosses losses, Tensor parameter, double[] values, int j, double step) {
        double[] moved = values.clone();
        moved[j] += step;
        parameter.set(moved);
        try (TensorScope inner = scope.open()) {
            return losses.of(inner.ops(), 0, BATCH).toDoubles();
        } finally {
            parameter.set(values);
        }
    }

    @Test
    void jacobianOfLossesIsTheSameAndCanBeDifferentiatedAgain() {
        try (TensorScope scope = service.open("test")) {
            RandomSource random = service.random(1);
            Tensor x = normal(scope, random, BATCH, 3);
            Tensor w = normal(scope, random, 3, 2);
            HigherOrderTape f = scope.higherOrderTape(List.of(w));
            Tensor each = f.sum(f.square(f.tanh(f.matmul(x, w))), -1, false);
            Tensor jacobian = f.jacobian(each, List.of(w)).get(0);
            assertThat(jacobian.shape()).isEqualTo(Shape.of(BATCH, 3, 2));
            ExampleLosses losses =
                    (g, first, count) -> g.sum(g.square(g.tanh(g.matmul(x.rows(first, count), w))), -1, false);
            assertThat(jacobian.toDoubles())
                    .containsExactly(
                            scope.exampleGradients(List.of(w), BATCH, losses)
                                    .of(w)
                                    .toDoubles(),
                            within(1e-12));

            double[] second = f.gradients(f.sum(f.square(jacobian))).of(w).toDoubles();
            double[] values = w.toDoubles();
            for (int j = 0; j < values.length; j++) {
                double up = squares(scope, losses, w, values, j, 1e-5);
                double down = squares(scope, losses, w, values, j, -1e-5);
                assertThat(second[j]).isCloseTo((up - down) / 2e-5, within(1e-6));
            }
        }
    }

    private static double squares(
            TensorScope scope, ExampleLosses losses, Tensor w, double[] values, int j, double step) {
        double[] moved = values.clone();
        moved[j] += step;
        w.set(moved);
        try (TensorScope inner = scope.open()) {
            double sum = 0;
            for (double each :
                    inner.exampleGradients(List.of(w), BATCH, losses).of(w).toDoubles()) {
                sum += each * each;
            }
            return sum;
        } finally {
            w.set(values);
        }
    }

    @Test
    void parameterWithoutAPartHasGradientsOfZeros() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.of(new float[] {1, 2, 3}, 3);
            Tensor w = scope.of(new float[] {2}, 1);
            Tensor unused = scope.of(new float[] {5, 5}, 2);
            Gradients gradients = scope.exampleGradients(
                    List.of(w, unused), 3, (f, first, count) -> f.multiply(x.rows(first, count), w));
            assertThat(gradients.of(w).toFloats()).containsExactly(1, 2, 3);
            assertThat(gradients.of(unused).shape()).isEqualTo(Shape.of(3, 2));
            assertThat(gradients.of(unused).toFloats()).containsOnly(0);
            assertThatThrownBy(() -> gradients.of(x)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void lossesThatAreNotOneAnExampleAreRefused() {
        try (TensorScope scope = service.open("test")) {
            Tensor w = scope.of(new float[] {2}, 1);
            assertThatThrownBy(() -> scope.exampleGradients(List.of(w), 3, (f, first, count) -> f.sum(w)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one an example");
            assertThatThrownBy(() -> scope.exampleGradients(List.of(w), 0, (f, first, count) -> w))
                    .hasMessageContaining("at least one");
        }
    }
}
