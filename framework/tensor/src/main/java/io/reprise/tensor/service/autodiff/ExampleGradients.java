package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ExampleLosses;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.memory.MemoryScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The gradients of each example; see {@link TensorScope#exampleGradients}.
 *
 * <p>In one pass: the gradient of the sum of all losses by an intermediate result with one row an example already is that of each
 * example. Only where a shared parameter comes in are examples added up; the formula of a product or of broadcasting arithmetic
 * gives the gradient in the shape that the parameter was broadcast to, so its first axis is just not summed. Which axis is that
 * of the examples is found by recording one example as well: its results must have 1 where those of all have their number, at
 * the first axis and nowhere else. If a gradient meets anything else, each example takes its own tape.
 */
public final class ExampleGradients {
    private final TensorScope scope;
    private final MemoryScope memory;
    private final Kernels kernels;
    private final Function<MemoryScope, Ops> plain;
    private final List<NativeTensor> parameters = new ArrayList<>();
    private final int examples;

    /** The gradients by parameters, in a scope. */
    public ExampleGradients(
            TensorScope scope,
            MemoryScope memory,
            Kernels kernels,
            Function<MemoryScope, Ops> plain,
            Iterable<Tensor> parameters,
            int examples) {
        this.scope = scope;
        this.memory = memory;
        this.kernels = kernels;
        this.plain = plain;
        this.examples = examples;
        if (examples < 1) {
            throw new IllegalArgumentException("exampleGradients: wants at least one example, and got " + examples);
        }
        parameters.forEach(each -> this.parameters.add(Workspace.floating("exampleGradients", each)));
    }

    /** The gradients of losses. */
    public Gradients of(ExampleLosses losses) {
        Map<NativeTensor, Tensor> results = new IdentityHashMap<>();
        for (NativeTensor parameter : parameters) {
            results.put(parameter, scope.zeros(parameter.type(), rows(parameter.shape())));
        }
        if (examples == 1 || !inOnePass(losses, results)) {
            oneByOne(losses, results);
        }
        return watched -> {
            Tensor gradient = watched instanceof NativeTensor own ? results.get(own) : null;
            if (gradient == null) {
                throw new IllegalArgumentException("exampleGradients: not one of the parameters: " + watched);
            }
            return gradient;
        };
    }

    private Shape rows(Shape shape) {
        int[] sizes = new int[shape.rank() + 1];
        sizes[0] = examples;
        System.arraycopy(shape.toArray(), 0, sizes, 1, shape.rank());
        return Shape.of(sizes);
    }

    private void oneByOne(ExampleLosses losses, Map<NativeTensor, Tensor> results) {
        for (int i = 0; i < examples; i++) {
            try (TensorScope one = scope.open()) {
                Tape f = one.tape(List.copyOf(parameters));
                Gradients gradients = f.gradients(f.reshape(checked(losses.of(f, i, 1), 1)));
                for (NativeTensor parameter : parameters) {
                    results.get(parameter).rows(i, 1).set(gradients.of(parameter));
                }
            }
        }
    }

    private static NativeTensor checked(Tensor losses, int count) {
        NativeTensor x = Workspace.floating("exampleGradients", losses);
        Workspace.require(
                x.shape().equals(Shape.of(count)), "exampleGradients", "losses [" + count + "], one an example", x);
        return x;
    }

    /** One pass for all examples; false, with nothing written, if what was recorded does not allow it. */
    private boolean inOnePass(ExampleLosses losses, Map<NativeTensor, Tensor> results) {
        MemoryScope work = memory.open();
        try {
            Recording one = recording(work);
            checked(losses.of(one.ops, 0, 1), 1);
            Recording all = recording(work);
            NativeTensor sum = checked(losses.of(all.ops, 0, examples), examples);
            if (one.nodes.size() != all.nodes.size()) {
                return false;
            }
            Tensor[] gradients = new Tensor[all.variables];
            if (all.variable(sum) >= 0) {
                NativeTensor ones = all.emptyLike(sum);
                kernels.fill(ones, 1);
                gradients[all.variable(sum)] = ones;
            }
            for (int i = all.nodes.size() - 1; i >= 0; i--) {
                Node node = all.nodes.get(i);
                Tensor dy = gradients[node.output.variable];
                if (dy != null
                        && (!hasRows(one.nodes.get(i).output.shape(), node.output.shape())
                                || !through(node, dy, plain.apply(work), gradients))) {
                    return false;
                }
            }
            for (NativeTensor parameter : parameters) {
                Tensor gradient = gradients[all.variable(parameter)];
                if (gradient != null) {
                    results.get(parameter).set(gradient);
                }
            }
            return true;
        } finally {
            work.close();
        }
    }

    /** Whether a result of one example is a row of that of all. */
    private boolean hasRows(Shape one, Shape all) {
        if (one.rank() != all.rank() || one.rank() == 0 || one.size(0) != 1 || all.size(0) != examples) {
            return false;
        }
        for (int axis = 1; axis < one.rank(); axis++) {
            if (one.size(axis) != all.size(axis)) {
                return false;
            }
        }
        return true;
    }

    private boolean through(Node node, Tensor dy, Ops f, Tensor[] gradients) {
        List<Tensor> found = node.operations.apply(f, dy, node::needs);
        for (int i = 0; i < node.inputs.length; i++) {
            Tensor dx = node.needs(i) ? found.get(i) : null;
            if (dx == null) {
                continue;
            }
            Shape shape = node.inputs[i].shape();
            if (parameters.contains(node.inputs[i])) {
                dx = separate(f, dx, shape);
                if (dx == null) {
                    return false;
                }
            } else {
                dx = RecordingWorkspace.sumTo(f, dx, shape);
            }
            int variable = node.variables[i];
            gradients[variable] = gradients[variable] == null ? dx : f.add(gradients[variable], dx);
        }
        return true;
    }

    /** A gradient summed over all broadcast axes but the first; null if that is not among them. */
    private Tensor separate(Ops f, Tensor dx, Shape shape) {
        int missing = dx.shape().rank() - shape.rank();
        boolean onlyFirst = missing == 0 && shape.rank() > 0 && shape.size(0) == 1;
        if (missing < 0 || (missing == 0 && !onlyFirst) || dx.shape().size(0) != examples) {
            return null;
        }
        Tensor rows = onlyFirst ? f.expandDims(dx, 1) : dx;
        int[] kept = new int[rows.shape().rank()];
        Arrays.fill(kept, 1);
        kept[0] = examples;
        System.arraycopy(shape.toArray(), 0, kept, kept.length - shape.rank(), shape.rank());
        return f.reshape(
                RecordingWorkspace.sumTo(f, rows, Shape.of(kept)), rows(shape).toArray());
    }

    /** A tape of operations made of their parts, whose gradients are computed here. */
    private static final class Recording extends RecordingWorkspace {
        final EagerOps ops;

        Recording(MemoryScope work, Kernels kernels, Iterable<Tensor> parameters, Function<MemoryScope, Ops> plain) {
            super(work, kernels, null, parameters, plain);
            ops = new EagerOps(plain.apply(work).scope(), this);
        }

        @Override
        boolean separatesExamples() {
            return true;
        }
    }

    private Recording recording(MemoryScope work) {
        return new Recording(work, kernels, List.copyOf(parameters), plain);
    }
}
