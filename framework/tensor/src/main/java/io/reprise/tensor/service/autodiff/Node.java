package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.service.memory.NativeTensor;

/** One recorded operation. */
final class Node {
    final NativeTensor output;
    final NativeTensor[] inputs;
    /** The number of each input on the tape, -1 where no gradient flows to it. */
    final int[] variables;

    /** The gradient in one pass, or null. */
    final Gradient gradient;
    /** The gradient as operations, where {@link #gradient} is null. */
    final Workspace.Operations operations;

    Node(
            NativeTensor output,
            NativeTensor[] inputs,
            int[] variables,
            Gradient gradient,
            Workspace.Operations operations) {
        this.output = output;
        this.inputs = inputs;
        this.variables = variables;
        this.gradient = gradient;
        this.operations = operations;
    }

    /**
     * Checks that what the gradient may look at still has its memory.
     *
     * @throws IllegalStateException if it hasn't
     */
    void requireOpen() {
        output.requireOpen();
        for (NativeTensor input : inputs) {
            if (input != null) {
                input.requireOpen();
            }
        }
    }

    /** Whether a gradient flows to this input. */
    boolean needs(int input) {
        return input < variables.length && variables[input] >= 0;
    }
}
