package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.FusedKernels;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.memory.MemoryScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/** Writes down each operation that a watched tensor has a part in. */
class RecordingWorkspace extends Workspace {
    private final IdentityHashMap<NativeTensor, Integer> watched = new IdentityHashMap<>();
    final List<Node> nodes = new ArrayList<>();
    private final Function<MemoryScope, Ops> plain;
    int variables;
    private boolean used;

    RecordingWorkspace(
            MemoryScope memory,
            Kernels kernels,
            FusedKernels fused,
            Iterable<Tensor> tensors,
            Function<MemoryScope, Ops> plain) {
        super(memory, kernels, fused);
        this.plain = plain;
        for (Tensor tensor : tensors) {
            watch(floating("tape", tensor));
        }
    }

    /** Why a tape changes no tensors. */
    IllegalStateException noUpdates() {
        return new IllegalStateException(
                "a tape has no operations in place, because gradients need what it has read as it was;"
                        + " change what it does not read through scope().ops().inPlace()");
    }

    void watch(NativeTensor tensor) {
        watched.computeIfAbsent(tensor, x -> variables++);
    }

    List<Tensor> watched() {
        return List.copyOf(watched.keySet());
    }

    @Override
    boolean records(NativeTensor x) {
        return variable(x) >= 0;
    }

    /** The number of a tensor on this tape, or -1. A view of a recorded tensor is recorded when it is first met. */
    final int variable(NativeTensor x) {
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
        if (composes()) {
            recordFormula(view, (f, dy, i) -> intoZeros(f, dy, source, first), source);
        } else {
            record(view, count == source.count() ? g -> g.pass(0, true) : g -> intoPart(g, first, count), source);
        }
    }

    /** The gradient of a part: the rest of the source is written only if nothing was there. */
    private void intoPart(Flow g, int first, int count) {
        boolean started = g.started(0);
        NativeTensor whole = g.into(0);
        if (!started) {
            int end = first + count;
            kernels.fill(whole.view(Shape.of(first), 0), 0);
            kernels.fill(whole.view(Shape.of(whole.count() - end), end), 0);
        }
        kernels.copyRuns(g.gradient(), 0, 0, whole, first, 0, 1, count, started);
    }

    /** A tensor's elements from an element of the source on, among zeros. */
    private static Tensor intoZeros(Ops f, Tensor x, NativeTensor source, int first) {
        if (x.elements() == source.count()) {
            return f.reshape(x, source.shape().toArray());
        }
        int rest = source.count() - first - (int) x.elements();
        List<Tensor> parts = new ArrayList<>();
        if (first > 0) {
            parts.add(f.scope().zeros(x.type(), Shape.of(first)));
        }
        parts.add(f.reshape(x, -1));
        if (rest > 0) {
            parts.add(f.scope().zeros(x.type(), Shape.of(rest)));
        }
        return f.reshape(f.concat(parts, 0), source.shape().toArray());
    }

    @Override
    void record(NativeTensor output, Gradient gradient, NativeTensor... inputs) {
        if (composes()) {
            throw new IllegalStateException("an operation was recorded here without a formula of its gradient");
        }
        add(output, gradient, null, inputs);
    }

    @Override
    void recordOperations(NativeTensor output, Operations gradient, NativeTensor... inputs) {
        add(output, null, gradient, inputs);
    }

    private void add(NativeTensor output, Gradient gradient, Operations operations, NativeTensor... inputs) {
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
            nodes.add(new Node(output, inputs, numbers, gradient, operations));
        }
    }

    /** An operation that its author brings the gradient for. */
    Tensor recordOwn(Tensor output, List<Tensor> inputs, Ops.Backward backward) {
        NativeTensor out = floating("record", output);
        NativeTensor[] from = inputs.stream().map(Workspace::in).toArray(NativeTensor[]::new);
        // Another recording of the same tensor needs a new view of it.
        NativeTensor own = out.tape == this || watched.containsKey(out) ? out.view(out.shape(), 0) : out;
        recordOperations(own, (f, dy, needs) -> checked(backward.apply(f, dy), from), from);
        return own;
    }

    private static List<Tensor> checked(List<Tensor> gradients, NativeTensor[] inputs) {
        if (gradients.size() != inputs.length) {
            throw new IllegalArgumentException(
                    "record: the gradient gave " + gradients.size() + " tensors for " + inputs.length + " inputs");
        }
        for (int i = 0; i < inputs.length; i++) {
            if (gradients.get(i) != null) {
                NativeTensor dx = in(gradients.get(i));
                require(
                        dx.type() == inputs[i].type() && dx.shape().equals(inputs[i].shape()),
                        "record",
                        "a gradient of the shape and type of input " + i + ", " + inputs[i].type() + inputs[i].shape(),
                        dx);
            }
        }
        return gradients;
    }

    /**
     * The gradients of {@code output}, weighted by {@code seed}, by the watched tensors; uses up what was recorded.
     *
     * @param seed of the shape of the output; given up by the caller
     */
    IdentityHashMap<NativeTensor, NativeTensor> gradients(NativeTensor output, NativeTensor seed) {
        if (used) {
            throw new IllegalStateException("gradients() was already called on this tape; open a new one");
        }
        memory.requireOpen();
        int start = variable(output);
        used = true;
        NativeTensor[] gradients = new NativeTensor[variables];
        if (start >= 0) {
            gradients[start] = seed;
        }
        Flow flow = new Flow(this, plain, gradients);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            flow.through(nodes.get(i));
        }
        nodes.clear();
        IdentityHashMap<NativeTensor, NativeTensor> result = new IdentityHashMap<>();
        watched.forEach((tensor, number) -> {
            NativeTensor gradient = gradients[number];
            result.put(tensor, gradient == null ? zerosLike(tensor) : gradient);
        });
        return result;
    }

    /**
     * The gradients of {@code output}, weighted by {@code seed}, by tensors of this tape; recorded in their turn.
     *
     * @param f the operations of this tape
     */
    List<Tensor> recordedGradients(Ops f, NativeTensor output, NativeTensor seed, List<Tensor> by) {
        int start = variable(output);
        int[] wanted =
                by.stream().mapToInt(x -> variable(floating("gradients", x))).toArray();
        for (int i = 0; i < wanted.length; i++) {
            require(wanted[i] >= 0, "gradients", "tensors that the tape watches or made", in(by.get(i)));
        }
        Tensor[] gradients = new Tensor[variables];
        if (start >= 0) {
            gradients[start] = seed;
        }
        // What is recorded on the way comes after these.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            Tensor dy = gradients[node.output.variable];
            if (dy == null) {
                continue;
            }
            List<Tensor> found = node.operations.apply(f, dy, node::needs);
            for (int input = 0; input < node.inputs.length; input++) {
                if (node.needs(input) && found.get(input) != null) {
                    int variable = node.variables[input];
                    Tensor dx = sumTo(f, found.get(input), node.inputs[input].shape());
                    gradients[variable] = gradients[variable] == null ? dx : f.add(gradients[variable], dx);
                }
            }
        }
        Tensor[] result = new Tensor[wanted.length];
        for (int i = 0; i < wanted.length; i++) {
            Tensor gradient = gradients[wanted[i]];
            result[i] = gradient == null ? zerosLike(in(by.get(i))) : gradient;
        }
        return Arrays.asList(result);
    }

    private NativeTensor zerosLike(NativeTensor x) {
        NativeTensor zeros = emptyLike(x);
        kernels.fill(zeros, 0);
        return zeros;
    }

    /** Sums over the axes that were broadcast from a shape. */
    static Tensor sumTo(Ops f, Tensor x, Shape shape) {
        Tensor rest = x;
        int missing = x.shape().rank() - shape.rank();
        for (int axis = 0; axis < x.shape().rank(); axis++) {
            if (x.shape().size(axis) != 1 && (axis < missing || shape.size(axis - missing) == 1)) {
                rest = f.sum(rest, axis, true);
            }
        }
        return rest.shape().equals(shape) ? rest : f.reshape(rest, shape.toArray());
    }
}
