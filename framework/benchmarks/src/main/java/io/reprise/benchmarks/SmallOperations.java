package io.reprise.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Operations on matrices of 8 x 8, {@value #CHAIN} of them one after the other, each on the result of the one before: what
 * counts here is what a call costs. The time is that of the whole chain; forward only, and with the gradient of the sum.
 */
final class SmallOperations {
    private static final int N = 8;
    private static final int CHAIN = 16;

    private SmallOperations() {}

    private record Operation(String name, OurStep ours, TorchStep torch) {}

    @FunctionalInterface
    private interface OurStep {
        Tensor apply(Ops f, Tensor x, Tensor y);
    }

    @FunctionalInterface
    private interface TorchStep {
        NDArray apply(NDArray x, NDArray y);
    }

    private static List<Operation> operations() {
        return List.of(
                new Operation("add", Ops::add, NDArray::add),
                new Operation("matmul", Ops::matmul, NDArray::matMul),
                new Operation("tanh", (f, x, y) -> f.tanh(x), (x, y) -> x.tanh()),
                new Operation("row-sum", (f, x, y) -> f.multiply(f.sum(x, 1, true), y), (x, y) -> {
                    try (NDArray sum = x.sum(new int[] {1}, true)) {
                        return sum.mul(y);
                    }
                }));
    }

    static List<Work> works() {
        List<Work> works = new ArrayList<>();
        for (Operation operation : operations()) {
            works.add(Work.without(
                    "small-" + operation.name,
                    20,
                    () -> new OurChain(operation.ours),
                    () -> new TorchChain(operation.torch)));
            works.add(Work.without(
                    "small-" + operation.name + "-tape",
                    5,
                    () -> new OurTapedChain(operation.ours),
                    () -> new TorchTapedChain(operation.torch)));
        }
        return works;
    }

    private static float[] x() {
        return Numbers.between(1, N * N, 1);
    }

    private static float[] y() {
        return Numbers.between(0.3, N * N, 2);
    }

    private static final class OurChain extends Ours {
        private final OurStep step;
        private final Tensor x = lasting.of(x(), N, N);
        private final Tensor y = lasting.of(y(), N, N);

        OurChain(OurStep step) {
            this.step = step;
        }

        @Override
        List<Tensor> compute(TensorScope scope) {
            Ops f = scope.ops();
            Tensor z = x;
            for (int i = 0; i < CHAIN; i++) {
                z = step.apply(f, z, y);
            }
            return List.of(z);
        }
    }

    private static final class OurTapedChain extends Ours {
        private final OurStep step;
        private final Tensor x = lasting.of(x(), N, N);
        private final Tensor y = lasting.of(y(), N, N);
        private final List<Tensor> watched = List.of(x, y);

        OurTapedChain(OurStep step) {
            this.step = step;
        }

        @Override
        List<Tensor> compute(TensorScope scope) {
            Tape f = scope.tape(watched);
            Tensor z = x;
            for (int i = 0; i < CHAIN; i++) {
                z = step.apply(f, z, y);
            }
            Gradients gradients = f.gradients(f.sum(z));
            return List.of(z, gradients.of(x), gradients.of(y));
        }
    }

    private static final class TorchChain extends Torch {
        private final UnaryOperator<NDArray> step;
        private final NDArray x = array(x(), N, N);

        TorchChain(TorchStep step) {
            NDArray y = array(y(), N, N);
            this.step = z -> step.apply(z, y);
            JniUtils.setGradMode(false);
        }

        @Override
        List<NDArray> compute() {
            NDArray z = step.apply(x);
            for (int i = 1; i < CHAIN; i++) {
                NDArray next = step.apply(z);
                z.close();
                z = next;
            }
            return List.of(z);
        }
    }

    private static final class TorchTapedChain extends Torch {
        private final TorchStep step;
        private final NDArray x = array(x(), N, N);
        private final NDArray y = array(y(), N, N);
        private boolean stepped;

        TorchTapedChain(TorchStep step) {
            this.step = step;
            JniUtils.setGradMode(true);
            x.setRequiresGradient(true);
            y.setRequiresGradient(true);
        }

        @Override
        List<NDArray> compute() {
            if (stepped) {
                JniUtils.zeroGrad((PtNDArray) x);
                JniUtils.zeroGrad((PtNDArray) y);
            }
            stepped = true;
            NDArray z = step.apply(x, y);
            for (int i = 1; i < CHAIN; i++) {
                NDArray next = step.apply(z, y);
                z.close();
                z = next;
            }
            try (NDArray sum = z.sum()) {
                backward(sum);
            }
            return List.of(z, x.getGradient(), y.getGradient());
        }
    }
}
