package io.reprise.benchmarks;

import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/** An operation on the tensor service, forward and with its gradients by all inputs, from a given gradient of the result. */
abstract class OurPasses extends Ours {
    private final List<Tensor> inputs = new ArrayList<>();

    /** What to differentiate by. */
    final Tensor input(float[] values, int... sizes) {
        Tensor input = lasting.of(values, sizes);
        inputs.add(input);
        return input;
    }

    abstract Tensor output(Ops f);

    /** The gradient of the output. */
    abstract Tensor cotangent();

    @Override
    List<Tensor> compute(TensorScope scope) {
        Tape tape = scope.tape(inputs);
        Tensor output = output(tape);
        Gradients gradients = tape.gradients(output, cotangent());
        List<Tensor> results = new ArrayList<>(List.of(output));
        inputs.forEach(input -> results.add(gradients.of(input)));
        return results;
    }
}
