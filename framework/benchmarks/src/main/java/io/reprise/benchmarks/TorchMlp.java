package io.reprise.benchmarks;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import java.util.List;

/** The perceptron in libtorch; weights are {@code [out, in]} there. */
final class TorchMlp implements AutoCloseable {
    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final NDArray x;
    private final NDArray labels;
    private final List<NDArray> parameters;

    TorchMlp() {
        x = manager.create(
                MlpSizes.numbers(MlpSizes.BATCH * MlpSizes.INPUTS, 1), new Shape(MlpSizes.BATCH, MlpSizes.INPUTS));
        labels = manager.create(MlpSizes.labels(), new Shape(MlpSizes.BATCH, 1)).toType(DataType.INT64, false);
        parameters = List.of(
                parameter(MlpSizes.numbers(MlpSizes.INPUTS * MlpSizes.HIDDEN, 0.05f), MlpSizes.HIDDEN, MlpSizes.INPUTS),
                parameter(new float[MlpSizes.HIDDEN], MlpSizes.HIDDEN),
                parameter(
                        MlpSizes.numbers(MlpSizes.HIDDEN * MlpSizes.CLASSES, 0.1f), MlpSizes.CLASSES, MlpSizes.HIDDEN),
                parameter(new float[MlpSizes.CLASSES], MlpSizes.CLASSES));
    }

    private NDArray parameter(float[] values, long... sizes) {
        NDArray parameter = manager.create(values, new Shape(sizes));
        parameter.setRequiresGradient(true);
        return parameter;
    }

    /** One step of gradient descent; the loss before it. */
    double step() {
        try (NDManager step = manager.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray input = x.duplicate();
            input.attach(step);
            NDArray hidden = Linear.linear(input, parameters.get(0), parameters.get(1))
                    .singletonOrThrow()
                    .getNDArrayInternal()
                    .relu();
            NDArray logits =
                    Linear.linear(hidden, parameters.get(2), parameters.get(3)).singletonOrThrow();
            NDArray loss = logits.logSoftmax(-1).gather(labels, 1).mean().neg();
            collector.backward(loss);
            collector.close();
            for (NDArray parameter : parameters) {
                try (NDArray gradient = parameter.getGradient();
                        NDArray change = gradient.mul(MlpSizes.LEARNING_RATE)) {
                    parameter.subi(change);
                    gradient.muli(0);
                }
            }
            return loss.getFloat();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
