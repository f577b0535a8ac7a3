package io.reprise.benchmarks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Each work twice: {@code ours_WORK} on the tensor service and {@code libtorch_WORK}. The names pair them. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AgainstLibtorchBenchmark {
    private static final int N = 1024;

    /** The Dragon Hatchling of the bundle. */
    @State(Scope.Benchmark)
    public static class OurBdhState {
        private final OurBdh bdh = new OurBdh();

        /** Lets it go. */
        @TearDown
        public void close() {
            bdh.close();
        }
    }

    /** The Dragon Hatchling in libtorch. */
    @State(Scope.Benchmark)
    public static class TorchBdhState {
        private final TorchBdh bdh = new TorchBdh();

        /** Lets it go. */
        @TearDown
        public void close() {
            bdh.close();
        }
    }

    /** The perceptron on the tensor service. */
    @State(Scope.Benchmark)
    public static class OurMlpState {
        private final OurMlp mlp = new OurMlp();

        /** Lets it go. */
        @TearDown
        public void close() {
            mlp.close();
        }
    }

    /** The perceptron in libtorch. */
    @State(Scope.Benchmark)
    public static class TorchMlpState {
        private final TorchMlp mlp = new TorchMlp();

        /** Lets it go. */
        @TearDown
        public void close() {
            mlp.close();
        }
    }

    /** Two square matrices of the tensor service. */
    @State(Scope.Benchmark)
    public static class OurMatrices {
        private final TestRun run = TestRun.open();
        private final Tensor a = run.tensors().of(MlpSizes.numbers(N * N, 1), N, N);
        private final Tensor b = run.tensors().of(MlpSizes.numbers(N * N, 1), N, N);

        /** Lets them go. */
        @TearDown
        public void close() {
            run.close();
        }
    }

    /** Two square matrices of libtorch. */
    @State(Scope.Benchmark)
    public static class TorchMatrices {
        private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        private final NDArray a = manager.create(MlpSizes.numbers(N * N, 1), new Shape(N, N));
        private final NDArray b = manager.create(MlpSizes.numbers(N * N, 1), new Shape(N, N));

        /** Lets them go. */
        @TearDown
        public void close() {
            manager.close();
        }
    }

    /** One optimiser step at the sizes of {@link BdhSizes}. */
    @Benchmark
    public double ours_bdhStep(OurBdhState state) {
        return state.bdh.step();
    }

    /** One optimiser step at the sizes of {@link BdhSizes}. */
    @Benchmark
    public double libtorch_bdhStep(TorchBdhState state) {
        return state.bdh.step();
    }

    /** One step at the sizes of {@link MlpSizes}. */
    @Benchmark
    public double ours_mlpStep(OurMlpState state) {
        return state.mlp.step();
    }

    /** One step at the sizes of {@link MlpSizes}. */
    @Benchmark
    public double libtorch_mlpStep(TorchMlpState state) {
        return state.mlp.step();
    }

    /** The product of two float matrices of 1024 x 1024. */
    @Benchmark
    public void ours_gemm1024(OurMatrices matrices) {
        try (TensorScope scope = matrices.run.tensors().open()) {
            scope.ops().matmul(matrices.a, matrices.b);
        }
    }

    /** The product of two float matrices of 1024 x 1024. */
    @Benchmark
    public void libtorch_gemm1024(TorchMatrices matrices) {
        matrices.a.matMul(matrices.b).close();
    }
}
