package io.reprise.benchmarks;

import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.util.List;

/** The perceptron on the tensor service. */
final class OurMlp implements AutoCloseable {
    private final TestRun run = TestRun.open();
    private final Tensor x;
    private final Tensor labels;
    private final List<Tensor> parameters;

    OurMlp() {
        TensorScope scope = run.tensors();
        x = scope.of(MlpSizes.numbers(MlpSizes.BATCH * MlpSizes.INPUTS, 1), MlpSizes.BATCH, MlpSizes.INPUTS);
        labels = scope.of(MlpSizes.labels(), MlpSizes.BATCH);
        parameters = List.of(
                scope.of(MlpSizes.numbers(MlpSizes.INPUTS * MlpSizes.HIDDEN, 0.05f), MlpSizes.INPUTS, MlpSizes.HIDDEN),
                scope.zeros(MlpSizes.HIDDEN),
                scope.of(MlpSizes.numbers(MlpSizes.HIDDEN * MlpSizes.CLASSES, 0.1f), MlpSizes.HIDDEN, MlpSizes.CLASSES),
                scope.zeros(MlpSizes.CLASSES));
    }

    /** One step of gradient descent; the loss before it. */
    double step() {
        try (TensorScope step = run.tensors().open()) {
            Tape tape = step.tape(parameters);
            Tensor hidden = tape.relu(tape.linear(x, parameters.get(0), parameters.get(1)));
            Tensor loss = tape.crossEntropy(tape.linear(hidden, parameters.get(2), parameters.get(3)), labels);
            Gradients gradients = tape.gradients(loss);
            Ops f = step.ops();
            for (Tensor parameter : parameters) {
                parameter.set(f.subtract(parameter, f.scale(gradients.of(parameter), MlpSizes.LEARNING_RATE)));
            }
            return loss.item();
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
