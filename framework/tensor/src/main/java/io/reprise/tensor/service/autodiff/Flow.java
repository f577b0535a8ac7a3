package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.memory.MemoryScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.List;
import java.util.function.Function;

/**
 * The backward pass through one recorded operation: the gradient that arrives, and where the gradients by the inputs go.
 * Each gradient on the way has a buffer of its own, so an operation may write its input's gradient over the one that
 * arrived, if nothing else needs that.
 */
final class Flow {
    private final Workspace w;
    /** Operations that are not recorded, in a memory scope. */
    private final Function<MemoryScope, Ops> plain;
    /** The gradients by the variables of the tape, as far as they are known. */
    private final NativeTensor[] gradients;

    private Node node;
    private NativeTensor arrived;
    private boolean handedOn;

    Flow(Workspace w, Function<MemoryScope, Ops> plain, NativeTensor[] gradients) {
        this.w = w;
        this.plain = plain;
        this.gradients = gradients;
    }

    void through(Node next) {
        node = next;
        arrived = gradients[next.output.variable];
        gradients[next.output.variable] = null;
        if (arrived == null) {
            return;
        }
        next.requireOpen();
        handedOn = false;
        if (next.gradient != null) {
            next.gradient.flow(this);
        } else {
            throughOperations();
        }
        if (!handedOn) {
            w.release(arrived);
        }
        arrived = null;
    }

    Workspace workspace() {
        return w;
    }

    /** The gradients of a node that has them as operations: they compute in a scope of their own, which gives up the results. */
    private void throughOperations() {
        MemoryScope memory = w.memory.open();
        List<Tensor> found = node.operations.apply(plain.apply(memory), arrived, node::needs);
        for (int i = 0; i < node.inputs.length; i++) {
            if (!needs(i) || found.get(i) == null) {
                continue;
            }
            NativeTensor dx = Workspace.in(found.get(i));
            NativeTensor x = node.inputs[i];
            boolean started = started(i);
            if (!started && dx.shape().equals(x.shape()) && dx.isWhole() && w.memory.takeOver(dx, memory)) {
                give(i, dx);
            } else {
                w.sumTo(dx.shape().rank() < x.shape().rank() ? dx.view(x.shape(), 0) : dx, into(i), started);
            }
        }
        memory.close();
    }

    /** The gradient by the result. */
    NativeTensor gradient() {
        return arrived;
    }

    /** Whether a gradient by this input is wanted. */
    boolean needs(int input) {
        return node.needs(input);
    }

    /** Whether the buffer of this input's gradient holds something already, which must be added to. */
    boolean started(int input) {
        return gradients[node.variables[input]] != null;
    }

    /** The buffer of this input's gradient; undefined unless it was {@link #started}. */
    NativeTensor into(int input) {
        int variable = node.variables[input];
        if (gradients[variable] == null) {
            gradients[variable] = w.emptyLike(node.inputs[input]);
        }
        return gradients[variable];
    }

    /** As {@link #into}, zeroed if it was not started: for operations that only add. */
    NativeTensor addingTo(int input) {
        boolean started = started(input);
        NativeTensor buffer = into(input);
        if (!started) {
            w.kernels.fill(buffer, 0);
        }
        return buffer;
    }

    /**
     * As {@link #into}, but where nothing was started, the buffer is that of the arrived gradient, which has as many elements
     * and whose last use this is.
     */
    NativeTensor over(int input) {
        int variable = node.variables[input];
        if (gradients[variable] != null || handedOn) {
            return into(input);
        }
        Shape shape = node.inputs[input].shape();
        handedOn = true;
        gradients[variable] = arrived.shape().equals(shape) ? arrived : arrived.view(shape, 0);
        return gradients[variable];
    }

    /** The arrived gradient is this input's too, perhaps in another shape or summed over broadcast axes. */
    void pass(int input, boolean lastUse) {
        if (!needs(input)) {
            return;
        }
        NativeTensor x = node.inputs[input];
        boolean started = started(input);
        if (x.count() != arrived.count()) {
            w.sumTo(arrived, into(input), started);
        } else if (started || !lastUse) {
            w.kernels.affine(arrived, 1, 0, into(input), started);
        } else {
            over(input);
        }
    }

    /** This gradient, of the result's shape and given up by the caller, is this input's, summed over broadcast axes. */
    void give(int input, NativeTensor gradient) {
        NativeTensor x = node.inputs[input];
        int variable = node.variables[input];
        if (gradients[variable] == null && x.shape().equals(gradient.shape())) {
            gradients[variable] = gradient;
            return;
        }
        boolean started = started(input);
        w.sumTo(gradient, into(input), started);
        w.release(gradient);
    }
}
