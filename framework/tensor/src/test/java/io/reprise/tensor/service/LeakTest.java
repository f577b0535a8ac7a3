package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.HigherOrderTape;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.cases.OperationCase;
import io.reprise.tensor.cases.OperationCase.Trait;
import io.reprise.tensor.cases.OperationCases;
import io.reprise.tensor.service.kernels.KernelChoice;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation, eager, on a tape with its gradients and on a higher-order tape: nothing is held when the scopes close. */
class LeakTest {
    private static final NativeTensorService SCALAR = new NativeTensorService(KernelChoice::oracle);
    private static final NativeTensorService CHOSEN = new NativeTensorService();

    static Stream<Arguments> operations() {
        return OperationCases.all(5)
                .flatMap(c -> Stream.of(ElementType.FLOAT, ElementType.DOUBLE)
                        .flatMap(type -> Stream.of("scalar", "chosen").map(kernels -> Arguments.of(c, type, kernels))));
    }

    @ParameterizedTest(name = "{0} ({1}, {2})")
    @MethodSource("operations")
    void nothingIsHeldWhenScopesClose(OperationCase c, ElementType type, String kernels) {
        NativeTensorService service = kernels.equals("scalar") ? SCALAR : CHOSEN;
        try (TensorScope scope = service.open("leak test")) {
            RandomSource random = service.random(5).split(c.name());
            List<Tensor> inputs = c.inputs(scope, type, random);
            long inputsAlone = scope.bytes();
            for (int round = 0; round < 2; round++) {
                try (TensorScope step = scope.open()) {
                    assertThat(c.operation().apply(step.ops(), inputs).isOpen()).isTrue();
                }
                assertThat(scope.bytes()).as("after an eager operation").isEqualTo(inputsAlone);
                if (!c.is(Trait.NO_GRADIENT)) {
                    try (TensorScope step = scope.open()) {
                        Tape f = step.tape(inputs);
                        Gradients gradients = f.gradients(f.sum(c.operation().apply(f, inputs)));
                        inputs.forEach(gradients::of);
                    }
                    assertThat(scope.bytes()).as("after a tape").isEqualTo(inputsAlone);
                    try (TensorScope step = scope.open()) {
                        HigherOrderTape f = step.higherOrderTape(inputs);
                        f.gradients(f.sum(c.operation().apply(f, inputs)), inputs);
                    }
                    assertThat(scope.bytes()).as("after a higher-order tape").isEqualTo(inputsAlone);
                }
            }
        }
        assertThat(service.liveBytes()).isZero();
    }
}
