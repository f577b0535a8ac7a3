package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.memory.MemoryScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** Writes down each operation that a watched tensor has a part in. */
final class RecordingWorkspace extends Workspace {
    private final IdentityHashMap<NativeTensor, Integer> watched = new IdentityHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private int variables;
    private boolean used;

    RecordingWorkspace(MemoryScope memory, Kernels kernels, Iterable<Tensor> tensors) {
        super(memory, kernels);
        for (Tensor tensor : tensors) {
            watched.computeIfAbsent(floating("tape", tensor), x -> variables++);
        }
    }

    @Override
    boolean records(NativeTensor x) {
        return variable(x) >= 0;
    }

    /** The number of a tensor on this tape, or -1. A view of a recorded tensor is recorded when it is first met. */
    private int variable(NativeTensor x) {
        if (x == null) {
            return -1;
        }
        if (x.tape == this) {
            return x.variable;
        }
        Integer number = watched.get(x);
        if (number != null) {
            return number;
        }
        NativeTensor source = x.source();
        if (source == null || variable(source) < 0) {
            return -1;
        }
        recordView(x, source);
        return x.tape == this ? x.variable : -1;
    }

    private void recordView(NativeTensor view, NativeTensor source) {
        int first = view.firstElement();
        int count = view.count();
        record(
                view,
                count == source.count()
                        ? g -> g.pass(0, true)
                        : g -> kernels.copyRuns(g.gradient(), 0, 0, g.addingTo(0), first, 0, 1, count, true),
                source);
    }

    @Override
    void record(NativeTensor output, Gradient gradient, NativeTensor... inputs) {
        if (used) {
            throw new IllegalStateException("this tape was used up by gradients(); open a new one");
        }
        int[] numbers = new int[inputs.length];
        boolean any = false;
        for (int i = 0; i < inputs.length; i++) {
            numbers[i] = variable(inputs[i]);
            any |= numbers[i] >= 0;
        }
        if (any) {
            output.tape = this;
            output.variable = variables++;
            nodes.add(new Node(output, inputs, numbers, gradient));
        }
    }

    /** Whether this tensor has a number of its own, so that another recording needs a new view of it. */
    boolean hasOwnNumber(NativeTensor x) {
        return x.tape == this || watched.containsKey(x);
    }

    /** The gradients of a scalar by the watched tensors. */
    IdentityHashMap<NativeTensor, NativeTensor> gradients(NativeTensor loss) {
        if (used) {
            throw new IllegalStateException("gradients() was already called on this tape; open a new one");
        }
        require(loss.count() == 1 && loss.type().isFloating(), "gradients", "one floating element", loss);
        int start = variable(loss);
        used = true;
        NativeTensor[] gradients = new NativeTensor[variables];
        if (start >= 0) {
            gradients[start] = emptyLike(loss);
            kernels.fill(gradients[start], 1);
        }
        Flow flow = new Flow(this, gradients);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            flow.through(nodes.get(i));
        }
        nodes.clear();
        IdentityHashMap<NativeTensor, NativeTensor> result = new IdentityHashMap<>();
        watched.forEach((tensor, number) -> {
            NativeTensor gradient = gradients[number];
            if (gradient == null) {
                gradient = empty(tensor.type(), tensor.shape());
                kernels.fill(gradient, 0);
            }
            result.put(tensor, gradient);
        });
        return result;
    }
}
