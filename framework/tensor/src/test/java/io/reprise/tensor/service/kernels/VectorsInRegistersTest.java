package io.reprise.tensor.service.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.reprise.tensor.FourierOps.Norm;
import io.reprise.tensor.LifNeuron;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Surrogate;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.Window;
import io.reprise.tensor.service.NativeTensorService;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That the compiler makes machine code of each loop over vectors. Where a loop is too long for it, each vector becomes an object,
 * and the kernel takes ten times as long: that shows as bytes on the heap, which are counted here once the loops are compiled.
 */
class VectorsInRegistersTest {
    private static final int ROWS = 128;
    private static final int COLUMNS = 128;

    /** One object for each vector would be six bytes an element. */
    private static final long MOST_BYTES = ROWS * COLUMNS;

    /** Far more than compiling takes, which a machine that does other work may put off. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final NativeTensorService service = new NativeTensorService();

    private static Named<BiFunction<Ops, Tensor, Tensor>> operation(String name, BiFunction<Ops, Tensor, Tensor> f) {
        return Named.of(name, f);
    }

    static List<Named<BiFunction<Ops, Tensor, Tensor>>> operations() {
        return List.of(
                operation("exp", Ops::exp),
                operation("expm1", Ops::expm1),
                operation("log", (f, x) -> f.log(f.square(x))),
                operation("log1p", (f, x) -> f.log1p(f.square(x))),
                operation("sin", Ops::sin),
                operation("tanh", Ops::tanh),
                operation("erf", Ops::erf),
                operation("sigmoid", Ops::sigmoid),
                operation("softplus", Ops::softplus),
                operation("silu", Ops::silu),
                operation("gelu", Ops::gelu),
                operation("softmax", Ops::softmax),
                operation("logSoftmax", Ops::logSoftmax),
                operation("sum of columns", (f, x) -> f.sum(x, 0, false)),
                operation("transpose", (f, x) -> f.transpose(x)),
                operation("max pool", (f, x) -> f.images().maxPool(f.reshape(x, 4, 4, 32, 32), Window.tiles(2))),
                operation("fft", (f, x) -> f.fourier().fft(f.reshape(x, 2, 64, 64, 2), Norm.BACKWARD, -2, -1)),
                operation(
                        "lif",
                        (f, x) -> f.spiking()
                                .lif(f.reshape(x, 8, 16, 128), x, LifNeuron.of(0.9, 1, Surrogate.fastSigmoid(10)))
                                .spikes()));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void noVectorBecomesAnObject(BiFunction<Ops, Tensor, Tensor> operation) {
        assumeTrue(KernelChoice.choose() instanceof VectorKernels, "There are no vectors on this machine");
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.zeros(ROWS, COLUMNS);
            service.random(1).fillNormal(x, 0, 0.1);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            long bytes;
            do {
                bytes = Math.min(bytesOf(scope, x, operation), bytesOf(scope, x, operation));
            } while (bytes > MOST_BYTES && System.nanoTime() < deadline);
            assertThat(bytes)
                    .as("bytes on the heap for %s elements", ROWS * COLUMNS)
                    .isLessThanOrEqualTo(MOST_BYTES);
        }
    }

    /** On average over some passes forward and back. */
    private static long bytesOf(TensorScope scope, Tensor x, BiFunction<Ops, Tensor, Tensor> operation) {
        int passes = 100;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < passes; i++) {
            try (TensorScope step = scope.open()) {
                Tape f = step.tape(List.of(x));
                Tensor loss = f.sum(operation.apply(f, x));
                f.gradients(loss).of(x);
            }
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / passes;
    }
}
