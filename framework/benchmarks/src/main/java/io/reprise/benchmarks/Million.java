package io.reprise.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Single operations on a matrix of 1,024 x 1,024 floats. */
final class Million {
    private static final int N = 1024;
    private static final double EPSILON = 1e-5;

    private Million() {}

    static List<Work> works() {
        return List.of(
                work("exp-1M", 2, (f, o) -> f.exp(o.x), t -> t.x.exp()),
                work("tanh-1M", 2, (f, o) -> f.tanh(o.x), t -> t.x.tanh()),
                work("sigmoid-1M", 2, (f, o) -> f.sigmoid(o.x), t -> JniUtils.sigmoid((PtNDArray) t.x)),
                work("gelu-1M", 2, (f, o) -> f.gelu(o.x), t -> JniUtils.gelu((PtNDArray) t.x)),
                work("add-1M", 1, (f, o) -> f.add(o.x, o.y), t -> t.x.add(t.y)),
                work("multiply-1M", 1, (f, o) -> f.multiply(o.x, o.y), t -> t.x.mul(t.y)),
                work("sum-1M", 1, (f, o) -> f.sum(o.x), t -> t.x.sum()).within(1e-3),
                work("row-sum-1M", 1, (f, o) -> f.sum(o.x, -1, false), t -> t.x.sum(new int[] {1}, false)),
                work("softmax-1M", 1, (f, o) -> f.softmax(o.x), t -> t.x.softmax(-1)),
                work(
                        "layer-norm-1M",
                        1,
                        (f, o) -> f.layerNorm(o.x, o.gain, o.bias, EPSILON),
                        t -> JniUtils.layerNorm(
                                (PtNDArray) t.x, new Shape(N), (PtNDArray) t.gain, (PtNDArray) t.bias, EPSILON)),
                Work.without("transpose-1M", 1, () -> new OurMatrix((f, o) -> f.transpose(o.x)), TorchTransposed::new),
                work(
                        "gather-rows-1M",
                        1,
                        (f, o) -> f.embedding(o.x, o.rows),
                        t -> JniUtils.embedding((PtNDArray) t.rows, (PtNDArray) t.x, false)));
    }

    private static Work work(
            String name, double target, BiFunction<Ops, OurMatrix, Tensor> ours, Function<TorchMatrix, NDArray> torch) {
        return Work.without(name, target, () -> new OurMatrix(ours), () -> new TorchMatrix(torch));
    }

    /** A transposed array is a view in libtorch; a copy is what lies in memory as the view says. */
    private static final class TorchTransposed extends TorchScript {
        TorchTransposed() {
            NDArray x = array(Numbers.between(3, N * N, 1), N, N);
            load(List.of("x"), List.of(x), "", "torch.contiguous(torch.t(x))");
        }
    }

    private static float[] ones() {
        float[] ones = new float[N];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static final class OurMatrix extends Ours {
        private final BiFunction<Ops, OurMatrix, Tensor> operation;
        private final Tensor x = lasting.of(Numbers.between(3, N * N, 1), N, N);
        private final Tensor y = lasting.of(Numbers.between(3, N * N, 2), N, N);
        private final Tensor gain = lasting.of(ones(), N);
        private final Tensor bias = lasting.zeros(N);
        private final Tensor rows = lasting.of(Numbers.below(N, N, 3), N);

        OurMatrix(BiFunction<Ops, OurMatrix, Tensor> operation) {
            this.operation = operation;
        }

        @Override
        List<Tensor> compute(TensorScope scope) {
            return List.of(operation.apply(scope.ops(), this));
        }
    }

    private static final class TorchMatrix extends Torch {
        private final Function<TorchMatrix, NDArray> operation;
        private final NDArray x = array(Numbers.between(3, N * N, 1), N, N);
        private final NDArray y = array(Numbers.between(3, N * N, 2), N, N);
        private final NDArray gain = array(ones(), N);
        private final NDArray bias = array(new float[N], N);
        private final NDArray rows = indices(Numbers.below(N, N, 3), N);

        TorchMatrix(Function<TorchMatrix, NDArray> operation) {
            this.operation = operation;
        }

        @Override
        List<NDArray> compute() {
            return List.of(operation.apply(this));
        }
    }
}
