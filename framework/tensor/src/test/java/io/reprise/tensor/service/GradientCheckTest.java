package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.KernelChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every differentiable operation against central differences, in double, on the oracle and on the kernels that run. */
class GradientCheckTest {
    private static final double STEP = 1e-5;
    /** Central differences err by STEP^2 times a third derivative, and by 1e-16 / STEP in rounding. */
    private static final double TOLERANCE = 2e-7;

    /** An operation on inputs of given shapes. */
    private record Case(String name, BiFunction<Ops, List<Tensor>, Tensor> operation, List<Shape> shapes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case of(String name, BiFunction<Ops, List<Tensor>, Tensor> operation, int[]... shapes) {
        return new Case(name, operation, Stream.of(shapes).map(Shape::of).toList());
    }

    private static int[] s(int... sizes) {
        return sizes;
    }

    static Stream<Arguments> cases() {
        List<Case> cases = List.of(
                of("add", (f, x) -> f.add(x.get(0), x.get(1)), s(2, 3), s(2, 3)),
                of("add to itself", (f, x) -> f.add(x.get(0), x.get(0)), s(2, 3)),
                of("add, right broadcast", (f, x) -> f.add(x.get(0), x.get(1)), s(4, 2, 3), s(3)),
                of("add, both broadcast", (f, x) -> f.add(x.get(0), x.get(1)), s(2, 1, 3), s(4, 1)),
                of("subtract", (f, x) -> f.subtract(x.get(0), x.get(1)), s(2, 3), s(2, 3)),
                of("subtract from itself", (f, x) -> f.subtract(f.square(x.get(0)), x.get(0)), s(2, 3)),
                of("subtract, broadcast", (f, x) -> f.subtract(x.get(0), x.get(1)), s(3), s(2, 3)),
                of("multiply", (f, x) -> f.multiply(x.get(0), x.get(1)), s(2, 3), s(2, 3)),
                of("multiply by itself", (f, x) -> f.multiply(x.get(0), x.get(0)), s(2, 3)),
                of("multiply, broadcast", (f, x) -> f.multiply(x.get(0), x.get(1)), s(2, 3, 4), s(3, 1)),
                of(
                        "multiply, used twice",
                        (f, x) -> f.add(f.multiply(x.get(0), x.get(1)), f.multiply(x.get(0), x.get(2))),
                        s(2, 3),
                        s(2, 3),
                        s(3)),
                of("divide", (f, x) -> f.divide(x.get(0), f.offset(f.square(x.get(1)), 1)), s(2, 3), s(2, 3)),
                of("divide, broadcast", (f, x) -> f.divide(x.get(0), f.offset(f.square(x.get(1)), 1)), s(3), s(2, 1)),
                of("scale", (f, x) -> f.scale(x.get(0), -2.5), s(7)),
                of("offset", (f, x) -> f.offset(x.get(0), 3), s(7)),
                of("negate", (f, x) -> f.negate(x.get(0)), s(7)),
                of("square", (f, x) -> f.square(x.get(0)), s(7)),
                of("sqrt", (f, x) -> f.sqrt(f.offset(f.square(x.get(0)), 1)), s(7)),
                of("exp", (f, x) -> f.exp(x.get(0)), s(7)),
                of("log", (f, x) -> f.log(f.offset(f.square(x.get(0)), 1)), s(7)),
                of("tanh", (f, x) -> f.tanh(x.get(0)), s(7)),
                of("sigmoid", (f, x) -> f.sigmoid(x.get(0)), s(7)),
                of("relu", (f, x) -> f.relu(x.get(0)), s(31)),
                of("relu, used twice", (f, x) -> f.add(f.relu(x.get(0)), f.tanh(x.get(0))), s(31)),
                of("gelu", (f, x) -> f.gelu(f.scale(x.get(0), 2)), s(31)),
                of("cast to the same type", (f, x) -> f.cast(x.get(0), ElementType.DOUBLE), s(5)),
                of("sum", (f, x) -> f.sum(x.get(0)), s(3, 4)),
                of("mean", (f, x) -> f.mean(x.get(0)), s(3, 4)),
                of("sum along an axis", (f, x) -> f.sum(x.get(0), 1, false), s(3, 4, 2)),
                of("sum along an axis, kept", (f, x) -> f.sum(x.get(0), -1, true), s(3, 4)),
                of("mean along an axis", (f, x) -> f.mean(x.get(0), 0, false), s(3, 4)),
                of("max along an axis", (f, x) -> f.max(x.get(0), 1, false), s(3, 4, 2)),
                of("reshape", (f, x) -> f.reshape(x.get(0), 3, -1), s(2, 6)),
                of("a view made beside the tape", (f, x) -> x.get(0).reshape(12), s(2, 6)),
                of("rows taken beside the tape", (f, x) -> x.get(0).rows(1, 2), s(4, 3)),
                of("permute", (f, x) -> f.permute(x.get(0), 2, 0, 1), s(2, 3, 4)),
                of("transpose", (f, x) -> f.transpose(x.get(0)), s(2, 3, 4)),
                of("slice", (f, x) -> f.slice(x.get(0), 1, 1, 3), s(2, 4, 3)),
                of(
                        "slice, overlapping",
                        (f, x) -> f.add(f.slice(x.get(0), 0, 0, 3), f.slice(x.get(0), 0, 1, 4)),
                        s(4, 2)),
                of("concat", (f, x) -> f.concat(List.of(x.get(0), x.get(1), x.get(0)), 1), s(2, 1, 3), s(2, 2, 3)),
                of("tril", (f, x) -> f.tril(x.get(0), -1), s(2, 4, 5)),
                of("embedding", (f, x) -> f.embedding(x.get(0), f.scope().of(new int[] {3, 0, 3, 1}, 2, 2)), s(4, 3)),
                of("matmul", (f, x) -> f.matmul(x.get(0), x.get(1)), s(3, 4), s(4, 5)),
                of("matmul, transposed left", (f, x) -> f.matmul(x.get(0), x.get(1), true, false), s(4, 3), s(4, 5)),
                of("matmul, transposed right", (f, x) -> f.matmul(x.get(0), x.get(1), false, true), s(3, 4), s(5, 4)),
                of("matmul, both transposed", (f, x) -> f.matmul(x.get(0), x.get(1), true, true), s(4, 3), s(5, 4)),
                of("matmul with itself", (f, x) -> f.matmul(x.get(0), x.get(0), false, true), s(3, 4)),
                of("matmul, batch against heads", (f, x) -> f.matmul(x.get(0), x.get(1)), s(3, 1, 4, 2), s(2, 2, 5)),
                of("matmul, batch against one matrix", (f, x) -> f.matmul(x.get(0), x.get(1)), s(3, 2, 4, 2), s(2, 5)),
                of(
                        "matmul, batch against one matrix, transposed",
                        (f, x) -> f.matmul(x.get(0), x.get(1), true, true),
                        s(3, 2, 4),
                        s(5, 2)),
                of("matmul, one matrix against batch", (f, x) -> f.matmul(x.get(0), x.get(1)), s(3, 2), s(4, 2, 5)),
                of(
                        "matmul, many against one transposed",
                        (f, x) -> f.matmul(x.get(0), x.get(1), false, true),
                        s(9, 1, 2, 2),
                        s(2, 3, 2)),
                of("matmulRelu", (f, x) -> f.matmulRelu(x.get(0), x.get(1)), s(3, 1, 4, 2), s(2, 2, 5)),
                of("matmulSum", (f, x) -> f.matmulSum(x.get(0), x.get(1)), s(3, 2, 4, 2), s(2, 2, 5)),
                of("matmulSum of one batch", (f, x) -> f.matmulSum(x.get(0), x.get(1)), s(2, 4, 2), s(2, 2, 5)),
                of("linear", (f, x) -> f.linear(x.get(0), x.get(1), x.get(2)), s(2, 3, 4), s(4, 5), s(5)),
                of("linear without bias", (f, x) -> f.linear(x.get(0), x.get(1), null), s(3, 4), s(4, 5)),
                of("softmax", (f, x) -> f.softmax(x.get(0)), s(3, 5)),
                of("logSoftmax", (f, x) -> f.logSoftmax(x.get(0)), s(3, 5)),
                of("layerNorm", (f, x) -> f.layerNorm(x.get(0), null, null, 1e-5), s(3, 5)),
                of(
                        "layerNorm with gain and bias",
                        (f, x) -> f.layerNorm(x.get(0), x.get(1), x.get(2), 1e-5),
                        s(2, 3, 5),
                        s(5),
                        s(5)),
                of("dropout", (f, x) -> f.dropout(x.get(0), 0.3, seeded()), s(40)),
                of("rotatePairs", (f, x) -> f.rotatePairs(x.get(0), angles(f, true), angles(f, false)), s(2, 3, 4)),
                of(
                        "attention",
                        (f, x) -> f.attention(x.get(0), x.get(1), x.get(2), false),
                        s(2, 3, 4),
                        s(2, 5, 4),
                        s(2, 5, 3)),
                of(
                        "attention, causal",
                        (f, x) -> f.attention(x.get(0), x.get(1), x.get(2), true),
                        s(2, 4, 3),
                        s(2, 4, 3),
                        s(2, 4, 2)),
                of("attention on itself", (f, x) -> f.attention(x.get(0), x.get(0), x.get(0), true), s(2, 4, 3)),
                of(
                        "linear attention",
                        (f, x) -> linear(f, x.get(0), x.get(1), x.get(2)),
                        s(2, 2, 4, 6),
                        s(2, 2, 4, 6),
                        s(2, 1, 4, 3)),
                of(
                        "linear attention, keys as queries",
                        (f, x) -> linear(f, x.get(0), x.get(0), x.get(1)),
                        s(2, 2, 4, 6),
                        s(2, 1, 4, 3)),
                of(
                        "linear attention, scores not kept",
                        (f, x) -> linear(f, x.get(0), x.get(0), x.get(1)),
                        s(2, 6, 2),
                        s(2, 6, 3)),
                of("linear attention on itself", (f, x) -> linear(f, x.get(0), x.get(0), x.get(0)), s(2, 4, 3)),
                of(
                        "linear attention, values of one head",
                        (f, x) -> linear(f, x.get(0), x.get(1), x.get(2)),
                        s(2, 2, 3, 2),
                        s(2, 2, 3, 2),
                        s(3, 3)),
                of(
                        "linear attention, values of heads",
                        (f, x) -> linear(f, x.get(0), x.get(1), x.get(2)),
                        s(2, 2, 3, 2),
                        s(2, 2, 3, 2),
                        s(2, 3, 3)),
                of("crossEntropy", (f, x) -> f.crossEntropy(x.get(0), f.scope().of(new int[] {2, 0, 4}, 3)), s(3, 5)),
                of("an own operation", (f, x) -> cube(f, x.get(0)), s(5)),
                of("an own operation that returns its argument", (f, x) -> ownSum(f, x.get(0), x.get(1)), s(5), s(5)));
        return cases.stream().flatMap(c -> Stream.of(Arguments.of("oracle", c), Arguments.of("chosen", c)));
    }

    private static RandomSource seeded() {
        return new NativeTensorService().random(5);
    }

    private static Tensor linear(Ops f, Tensor q, Tensor k, Tensor v) {
        return f.strictlyCausalLinearAttention(q, k, v);
    }

    private static Tensor angles(Ops f, boolean cos) {
        double[] values = new double[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = cos ? Math.cos(pair(i)) : Math.sin(pair(i));
        }
        return f.scope().of(values, 3, 4);
    }

    private static double pair(int i) {
        return i - i % 2;
    }

    private static Tensor cube(Ops f, Tensor x) {
        Ops plain = f.scope().ops();
        Tensor y = plain.multiply(plain.square(x), x);
        return f.record(y, List.of(x), (g, dy) -> List.of(g.multiply(dy, g.scale(g.square(x), 3))));
    }

    private static Tensor ownSum(Ops f, Tensor a, Tensor b) {
        Tensor y = f.scope().ops().add(a, b);
        return f.record(y, List.of(a, b), (g, dy) -> List.of(dy, g.scale(dy, 1)));
    }

    @ParameterizedTest(name = "{1} ({0})")
    @MethodSource("cases")
    void agreesWithCentralDifferences(String kernels, Case c) {
        NativeTensorService service =
                kernels.equals("oracle") ? new NativeTensorService(KernelChoice::oracle) : new NativeTensorService();
        try (TensorScope scope = service.open("test")) {
            RandomSource random = service.random(11).split(c.name);
            List<Tensor> inputs = new ArrayList<>();
            for (Shape shape : c.shapes) {
                Tensor x = scope.zeros(ElementType.DOUBLE, shape);
                random.fillNormal(x, 0, 1);
                inputs.add(x);
            }
            Tape tape = scope.tape(inputs);
            Tensor out = c.operation.apply(tape, inputs);
            // A random direction in the space of results, so that every element of the gradient counts with its own
            // weight.
            Tensor weights = scope.zeros(ElementType.DOUBLE, out.shape());
            random.fillNormal(weights, 0, 1);
            Gradients gradients = tape.gradients(tape.sum(tape.multiply(out, weights)));

            for (int i = 0; i < inputs.size(); i++) {
                double[] gradient = gradients.of(inputs.get(i)).toDoubles();
                double[] values = inputs.get(i).toDoubles();
                for (int j = 0; j < values.length; j++) {
                    double up = lossAt(scope, c, inputs, i, j, values[j] + STEP, weights);
                    double down = lossAt(scope, c, inputs, i, j, values[j] - STEP, weights);
                    set(inputs.get(i), j, values[j]);
                    assertThat(gradient[j])
                            .as("element %d of input %d", j, i)
                            .isCloseTo((up - down) / (2 * STEP), within(TOLERANCE));
                }
            }
        }
        assertThat(service.liveBytes()).isZero();
    }

    private static double lossAt(
            TensorScope scope, Case c, List<Tensor> inputs, int input, int element, double value, Tensor weights) {
        set(inputs.get(input), element, value);
        try (TensorScope inner = scope.open()) {
            Ops f = inner.ops();
            return f.sum(f.multiply(c.operation.apply(f, inputs), weights)).item();
        }
    }

    private static void set(Tensor tensor, int element, double value) {
        tensor.memory().putDouble(8 * element, value);
    }
}
