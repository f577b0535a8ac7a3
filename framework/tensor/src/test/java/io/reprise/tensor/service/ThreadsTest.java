package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.cases.OperationCase;
import io.reprise.tensor.cases.OperationCase.Trait;
import io.reprise.tensor.cases.OperationCases;
import io.reprise.tensor.service.kernels.KernelChoice;
import io.reprise.tensor.service.kernels.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results are the same to the bit for any number of threads, of small operations and of those that are shared. */
class ThreadsTest {
    private static final NativeTensorService ONE = withThreads(1);
    private static final List<NativeTensorService> MORE = List.of(withThreads(2), withThreads(5));

    private static NativeTensorService withThreads(int threads) {
        return new NativeTensorService(() -> KernelChoice.choose(new Workers(threads)));
    }

    @AfterAll
    static void endThreads() {
        MORE.forEach(NativeTensorService::close);
    }

    static List<OperationCase> catalogue() {
        return OperationCases.all(19).toList();
    }

    static List<OperationCase> large() {
        return List.of(
                large("add", (f, x) -> f.add(x.get(0), x.get(1)), new int[] {700, 701}, new int[] {700, 701}),
                large("add row", (f, x) -> f.add(x.get(0), x.get(1)), new int[] {700, 701}, new int[] {701}),
                large("multiply", (f, x) -> f.multiply(x.get(0), x.get(1)), new int[] {700, 701}, new int[] {700, 701}),
                large("tanh", (f, x) -> f.tanh(x.get(0)), new int[] {1_000_003}),
                large("gelu", (f, x) -> f.gelu(x.get(0)), new int[] {600_001}),
                large("scale", (f, x) -> f.scale(x.get(0), 1.7), new int[] {600_001}),
                large("sum", (f, x) -> f.sum(x.get(0)), new int[] {1_000_003}),
                large("row sum", (f, x) -> f.sum(x.get(0), 1, false), new int[] {901, 703}),
                large("softmax", (f, x) -> f.softmax(x.get(0)), new int[] {901, 703}),
                large("log softmax", (f, x) -> f.logSoftmax(x.get(0)), new int[] {901, 703}),
                large(
                        "layer norm",
                        (f, x) -> f.layerNorm(x.get(0), x.get(1), x.get(2), 1e-5),
                        new int[] {901, 703},
                        new int[] {703},
                        new int[] {703}),
                large("product", (f, x) -> f.matmul(x.get(0), x.get(1)), new int[] {401, 503}, new int[] {503, 407}),
                large(
                        "product of a transpose",
                        (f, x) -> f.matmul(x.get(0), x.get(1), false, true),
                        new int[] {401, 503},
                        new int[] {407, 503}),
                large("products", (f, x) -> f.matmul(x.get(0), x.get(1)), new int[] {67, 61, 83}, new int[] {67, 83, 71
                }),
                large(
                        "attention",
                        (f, x) -> f.attention(x.get(0), x.get(1), x.get(2), true),
                        new int[] {13, 97, 33},
                        new int[] {13, 97, 33},
                        new int[] {13, 97, 33}));
    }

    private static OperationCase large(String name, BiFunction<Ops, List<Tensor>, Tensor> operation, int[]... shapes) {
        return OperationCase.of("large " + name, operation, shapes);
    }

    @ParameterizedTest
    @MethodSource({"catalogue", "large"})
    void anOperationDoesNotDependOnTheNumberOfThreads(OperationCase c) {
        List<float[]> expected = outcome(ONE, c);
        for (NativeTensorService service : MORE) {
            List<float[]> found = outcome(service, c);
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i)).as("tensor %d", i).isEqualTo(expected.get(i));
            }
        }
    }

    /** The result and, where there are any, the gradients by all inputs. */
    private static List<float[]> outcome(NativeTensorService service, OperationCase c) {
        try (TensorScope scope = service.open("test")) {
            RandomSource random = service.random(5);
            List<Tensor> inputs = c.inputs(scope, ElementType.FLOAT, random);
            if (c.is(Trait.NO_GRADIENT)) {
                return List.of(c.operation().apply(scope.ops(), inputs).toFloats());
            }
            Tape tape = scope.tape(inputs);
            Tensor out = c.operation().apply(tape, inputs);
            Tensor weights = scope.zeros(ElementType.FLOAT, out.shape());
            random.fillNormal(weights, 0, 1);
            Gradients gradients = tape.gradients(out, weights);
            List<float[]> outcome = new ArrayList<>(List.of(out.toFloats()));
            inputs.forEach(x -> outcome.add(gradients.of(x).toFloats()));
            return outcome;
        }
    }

    @ParameterizedTest
    @MethodSource("optimizerSizes")
    void anOptimizerDoesNotDependOnTheNumberOfThreads(int size) {
        float[] expected = optimized(ONE, size);
        for (NativeTensorService service : MORE) {
            assertThat(optimized(service, size)).isEqualTo(expected);
        }
    }

    static List<Integer> optimizerSizes() {
        return List.of(7, 600_001);
    }

    private static float[] optimized(NativeTensorService service, int size) {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.zeros(size);
            service.random(3).fillNormal(x, 0, 1);
            Optimizer adamW = service.optimizers().adamW(scope, Map.of("x", x), Optimizers.AdamW.withDecay(0.1));
            for (int i = 0; i < 3; i++) {
                Tape tape = scope.tape(List.of(x));
                adamW.step(tape.gradients(tape.sum(tape.square(x))), 0.1);
            }
            return x.toFloats();
        }
    }
}
