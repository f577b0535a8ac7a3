package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Gradients;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.memory.MemoryScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/** A gradient tape. */
public final class RecordedOps extends EagerOps implements Tape {
    private final RecordingWorkspace workspace;
    /** Makes a tensor scope of a memory scope, for the operations that people add. */
    private final Function<MemoryScope, TensorScope> scopes;

    private RecordedOps(TensorScope scope, RecordingWorkspace workspace, Function<MemoryScope, TensorScope> scopes) {
        super(scope, workspace);
        this.workspace = workspace;
        this.scopes = scopes;
    }

    /** A tape that differentiates by the watched tensors. */
    public static RecordedOps watching(
            Iterable<Tensor> watched,
            TensorScope scope,
            MemoryScope memory,
            Kernels kernels,
            Function<MemoryScope, TensorScope> scopes) {
        return new RecordedOps(scope, new RecordingWorkspace(memory, kernels, watched), scopes);
    }

    @Override
    public Gradients gradients(Tensor loss) {
        IdentityHashMap<NativeTensor, NativeTensor> found = workspace.gradients(Workspace.in(loss));
        return watched -> {
            NativeTensor gradient = watched instanceof NativeTensor own ? found.get(own) : null;
            if (gradient == null) {
                throw new IllegalArgumentException("the tape did not watch " + watched);
            }
            return gradient;
        };
    }

    @Override
    public Tensor record(Tensor output, List<Tensor> inputs, Backward backward) {
        NativeTensor out = Workspace.floating("record", output);
        NativeTensor[] from = inputs.stream().map(Workspace::in).toArray(NativeTensor[]::new);
        NativeTensor own = workspace.hasOwnNumber(out) ? out.view(out.shape(), 0) : out;
        workspace.record(own, g -> ownGradient(g, from, backward), from);
        return own;
    }

    private void ownGradient(Flow g, NativeTensor[] inputs, Backward backward) {
        MemoryScope memory = workspace.memory.open();
        List<Tensor> gradients =
                backward.apply(new EagerOps(scopes.apply(memory), memory, workspace.kernels), g.gradient());
        if (gradients.size() != inputs.length) {
            throw new IllegalArgumentException(
                    "record: the gradient gave " + gradients.size() + " tensors for " + inputs.length + " inputs");
        }
        for (int i = 0; i < inputs.length; i++) {
            Tensor gradient = gradients.get(i);
            if (gradient == null || !g.needs(i)) {
                continue;
            }
            NativeTensor dx = Workspace.in(gradient);
            Workspace.require(
                    dx.type() == inputs[i].type() && dx.shape().equals(inputs[i].shape()),
                    "record",
                    "a gradient of the shape and type of input " + i + ", " + inputs[i].type() + inputs[i].shape(),
                    dx);
            boolean started = g.started(i);
            if (!started && workspace.memory.takeOver(dx, memory)) {
                g.give(i, dx);
            } else {
                workspace.kernels.affine(dx, 1, 0, g.into(i), started);
            }
        }
        memory.close();
    }
}
