package io.reprise.benchmarks;

import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/** A training step on the tensor service: the loss, its gradients, and one step of gradient descent. */
abstract class OurTraining extends Ours {
    static final double LEARNING_RATE = 1e-3;

    private final List<Tensor> parameters = new ArrayList<>();

    /** A parameter with these numbers. */
    final Tensor parameter(float[] values, int... sizes) {
        Tensor parameter = lasting.of(values, sizes);
        parameters.add(parameter);
        return parameter;
    }

    abstract Tensor loss(Ops f);

    /** The loss and its gradients by the parameters. */
    @Override
    List<Tensor> compute(TensorScope scope) {
        Tape tape = scope.tape(parameters);
        Tensor loss = loss(tape);
        Gradients gradients = tape.gradients(loss);
        List<Tensor> results = new ArrayList<>(List.of(loss));
        for (Tensor parameter : parameters) {
            results.add(gradients.of(parameter));
        }
        return results;
    }

    @Override
    public Object run() {
        try (TensorScope scope = lasting.open()) {
            List<Tensor> results = compute(scope);
            Ops f = scope.ops();
            for (int i = 0; i < parameters.size(); i++) {
                Tensor parameter = parameters.get(i);
                parameter.set(f.subtract(parameter, f.scale(results.get(i + 1), LEARNING_RATE)));
            }
            return results.get(0).item();
        }
    }
}
