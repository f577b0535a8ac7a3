package io.reprise.nd4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import io.reprise.tensor.cases.OperationCase;
import io.reprise.tensor.cases.OperationCase.Trait;
import io.reprise.tensor.cases.OperationCases;
import io.reprise.tensor.service.NativeTensorService;
import io.reprise.tensor.service.kernels.KernelChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation on ND4J against the scalar kernels, forward and with its gradients. */
class OperationsOnNd4jTest {
    private static final int N = 5;

    /** In double: rounding alone, over sums of a few hundred terms. */
    private static final double DOUBLE_TOLERANCE = 1e-11;

    private static final NativeTensorService ORACLE = new NativeTensorService(KernelChoice::oracle);
    private static final TensorService ND4J = nd4j(Operands.Transfer.SHARE);
    private static final TensorService ND4J_OF_A_DEVICE = nd4j(Operands.Transfer.COPY);

    private static TensorService nd4j(Operands.Transfer transfer) {
        return ORACLE.on(() -> new Nd4jKernels(ORACLE, new Nd4jRuntime(), KernelChoice::oracle, () -> transfer));
    }

    static Stream<Arguments> cases() {
        return OperationCases.all(N)
                .flatMap(c -> Stream.of(ElementType.DOUBLE, ElementType.FLOAT).map(type -> Arguments.of(c, type)));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("cases")
    void agreesWithTheOracle(OperationCase c, ElementType type) {
        agree(ND4J, c, type);
    }

    static Stream<OperationCase> casesOfADevice() {
        return OperationCases.all(N);
    }

    /** As where ND4J has a device: tensors are copied in and out, though here from this machine's memory to itself. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("casesOfADevice")
    void agreesWhereTensorsAreCopiedInAndOut(OperationCase c) {
        agree(ND4J_OF_A_DEVICE, c, ElementType.FLOAT);
    }

    private static void agree(TensorService service, OperationCase c, ElementType type) {
        List<double[]> expected = resultAndGradients(ORACLE, c, type);
        List<double[]> actual = resultAndGradients(service, c, type);

        double share = type == ElementType.DOUBLE ? DOUBLE_TOLERANCE : c.tolerance();
        for (int i = 0; i < expected.size(); i++) {
            close(actual.get(i), expected.get(i), share, i == 0 ? "result" : "gradient by input " + (i - 1));
        }
        assertThat(ORACLE.liveBytes()).as("bytes that stay").isZero();
    }

    private static List<double[]> resultAndGradients(TensorService service, OperationCase c, ElementType type) {
        try (TensorScope scope = service.open("test")) {
            RandomSource random = service.random(21).split(c.name());
            List<Tensor> inputs = c.inputs(scope, type, random);
            Tape tape = scope.tape(inputs);
            Tensor out = c.operation().apply(tape, inputs);
            List<double[]> found = new ArrayList<>();
            found.add(out.toDoubles());
            if (!c.is(Trait.NO_GRADIENT)) {
                Tensor weights = scope.zeros(type, out.shape());
                random.fillNormal(weights, 0, 1);
                Gradients gradients = tape.gradients(tape.sum(tape.multiply(out, weights)));
                inputs.forEach(x -> found.add(gradients.of(x).toDoubles()));
            }
            return found;
        }
    }

    private static void close(double[] actual, double[] expected, double share, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double largest = 1e-300;
        for (double value : expected) {
            largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
        }
        for (int i = 0; i < expected.length; i++) {
            boolean same =
                    Double.compare(actual[i], expected[i]) == 0 || Math.abs(actual[i] - expected[i]) <= share * largest;
            assertThat(same)
                    .as("%s, element %d: %s and not %s", what, i, actual[i], expected[i])
                    .isTrue();
        }
    }
}
