package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.HigherOrderTape;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.cases.OperationCase;
import io.reprise.tensor.cases.OperationCase.Trait;
import io.reprise.tensor.cases.OperationCases;
import io.reprise.tensor.service.kernels.KernelChoice;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every differentiable operation against central differences, in double: in one pass on the oracle and on the kernels that
 * run, and made of its parts.
 */
class GradientCheckTest {
    private static final int N = 3;

    private static final double STEP = 1e-5;
    /** Central differences err by STEP^2 times a third derivative, and by 1e-16 / STEP in rounding. */
    private static final double TOLERANCE = 2e-7;

    private static final Map<String, NativeTensorService> SERVICES = Map.of(
            "oracle", new NativeTensorService(KernelChoice::oracle),
            "chosen", new NativeTensorService(),
            "parts", new NativeTensorService(KernelChoice::oracleOfParts));

    static Stream<Arguments> differentiable() {
        return OperationCases.all(N)
                .filter(c -> !c.is(Trait.NO_GRADIENT) && !c.is(Trait.NOT_ITS_SLOPE))
                .flatMap(c -> Stream.of("oracle", "chosen", "parts").map(kernels -> Arguments.of(kernels, c)));
    }

    @ParameterizedTest(name = "{1} ({0})")
    @MethodSource("differentiable")
    void agreesWithCentralDifferences(String kernels, OperationCase c) {
        NativeTensorService service = SERVICES.get(kernels);
        try (TensorScope scope = service.open("test")) {
            RandomSource random = service.random(11).split(c.name());
            List<Tensor> inputs = c.inputs(scope, ElementType.DOUBLE, random);
            Tape tape = scope.tape(inputs);
            Tensor out = c.operation().apply(tape, inputs);
            // A random direction in the space of results, so that every element of the gradient counts with its own
            // weight.
            Tensor weights = normalLike(scope, out, random);
            Gradients gradients = tape.gradients(tape.sum(tape.multiply(out, weights)));
            for (int i = 0; i < inputs.size(); i++) {
                double[] gradient = gradients.of(inputs.get(i)).toDoubles();
                double[] slopes = slopes(inputs.get(i), () -> lossAt(scope, c, inputs, weights));
                assertThat(gradient).as("gradient by input %d", i).containsExactly(slopes, within(TOLERANCE));
            }
        }
        assertThat(service.liveBytes()).isZero();
    }

    private static double lossAt(TensorScope scope, OperationCase c, List<Tensor> inputs, Tensor weights) {
        try (TensorScope inner = scope.open()) {
            Ops f = inner.ops();
            return f.sum(f.multiply(c.operation().apply(f, inputs), weights)).item();
        }
    }

    static Stream<OperationCase> twiceDifferentiable() {
        return OperationCases.all(N)
                .filter(c -> !c.is(Trait.NO_GRADIENT) && !c.is(Trait.NO_SECOND_GRADIENT) && !c.is(Trait.NOT_ITS_SLOPE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("twiceDifferentiable")
    void gradientsOfGradientsAgreeWithCentralDifferences(OperationCase c) {
        NativeTensorService service = SERVICES.get("chosen");
        try (TensorScope scope = service.open("test")) {
            RandomSource random = service.random(12).split(c.name());
            List<Tensor> inputs = c.inputs(scope, ElementType.DOUBLE, random);
            Tensor weights;
            try (TensorScope inner = scope.open()) {
                weights = normalLike(scope, c.operation().apply(inner.ops(), inputs), random);
            }
            List<Tensor> directions =
                    inputs.stream().map(x -> normalLike(scope, x, random)).toList();
            HigherOrderTape f = scope.higherOrderTape(inputs);
            Tensor loss = f.sum(f.multiply(c.operation().apply(f, inputs), weights));
            List<Tensor> first = f.gradients(loss, inputs);
            Tensor along = f.sum(f.multiply(first.get(0), directions.get(0)));
            for (int i = 1; i < inputs.size(); i++) {
                along = f.add(along, f.sum(f.multiply(first.get(i), directions.get(i))));
            }
            List<Tensor> second = f.gradients(along, inputs);
            for (int i = 0; i < inputs.size(); i++) {
                double[] slopes = slopes(inputs.get(i), () -> gradientAlong(scope, c, inputs, weights, directions));
                assertThat(second.get(i).toDoubles())
                        .as("second gradient by input %d", i)
                        .containsExactly(slopes, within(TOLERANCE));
            }
        }
        assertThat(service.liveBytes()).isZero();
    }

    private static double gradientAlong(
            TensorScope scope, OperationCase c, List<Tensor> inputs, Tensor weights, List<Tensor> directions) {
        try (TensorScope inner = scope.open()) {
            Tape f = inner.tape(inputs);
            Gradients gradients = f.gradients(f.sum(f.multiply(c.operation().apply(f, inputs), weights)));
            Ops g = inner.ops();
            double sum = 0;
            for (int i = 0; i < inputs.size(); i++) {
                sum += g.sum(g.multiply(gradients.of(inputs.get(i)), directions.get(i)))
                        .item();
            }
            return sum;
        }
    }

    private static Tensor normalLike(TensorScope scope, Tensor x, RandomSource random) {
        Tensor normal = scope.zeros(ElementType.DOUBLE, x.shape());
        random.fillNormal(normal, 0, 1);
        return normal;
    }

    private interface Loss {
        double value();
    }

    /** The slopes of a function of a tensor's elements, by central differences. */
    private static double[] slopes(Tensor x, Loss loss) {
        double[] values = x.toDoubles();
        double[] slopes = new double[values.length];
        for (int j = 0; j < values.length; j++) {
            x.memory().putDouble(8 * j, values[j] + STEP);
            double up = loss.value();
            x.memory().putDouble(8 * j, values[j] - STEP);
            double down = loss.value();
            x.memory().putDouble(8 * j, values[j]);
            slopes[j] = (up - down) / (2 * STEP);
        }
        return slopes;
    }
}
