package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.service.memory.NativeTensor;

/** One recorded operation. */
final class Node {
    final NativeTensor output;
    final NativeTensor[] inputs;
    /** The number of each input on the tape, -1 where no gradient flows to it. */
    final int[] variables;

    final Gradient gradient;

    Node(NativeTensor output, NativeTensor[] inputs, int[] variables, Gradient gradient) {
        this.output = output;
        this.inputs = inputs;
        this.variables = variables;
        this.gradient = gradient;
    }
}
