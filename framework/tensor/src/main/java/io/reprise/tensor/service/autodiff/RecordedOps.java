package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Gradients;
import io.reprise.tensor.HigherOrderTape;
import io.reprise.tensor.InPlace;
import io.reprise.tensor.Ops;
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

    private RecordedOps(TensorScope scope, RecordingWorkspace workspace) {
        super(scope, workspace);
        this.workspace = workspace;
    }

    /**
     * A tape that differentiates by the watched tensors.
     *
     * @param plain operations that are not recorded, in a memory scope
     */
    public static RecordedOps watching(
            Iterable<Tensor> watched,
            TensorScope scope,
            MemoryScope memory,
            Kernels kernels,
            Function<MemoryScope, Ops> plain) {
        return new RecordedOps(scope, new RecordingWorkspace(memory, kernels, kernels.fused(), watched, plain));
    }

    /** A tape whose gradients are recorded too. */
    public static HigherOrderTape watchingHigherOrder(
            Iterable<Tensor> watched,
            TensorScope scope,
            MemoryScope memory,
            Kernels kernels,
            Function<MemoryScope, Ops> plain) {
        return new HigherOrderOps(scope, new RecordingWorkspace(memory, kernels, null, watched, plain));
    }

    @Override
    public InPlace inPlace() {
        throw workspace.noUpdates();
    }

    @Override
    public Gradients gradients(Tensor loss) {
        NativeTensor scalar = Workspace.in(loss);
        Workspace.require(
                scalar.count() == 1 && scalar.type().isFloating(), "gradients", "one floating element", scalar);
        NativeTensor one = workspace.emptyLike(scalar);
        workspace.kernels.fill(one, 1);
        return byWatched(workspace.gradients(scalar, one));
    }

    @Override
    public Gradients gradients(Tensor output, Tensor cotangent) {
        NativeTensor out = Workspace.floating("gradients", output);
        NativeTensor seed = Workspace.cotangent("gradients", out, cotangent);
        // The flow writes over what arrives.
        NativeTensor copy = workspace.emptyLike(seed);
        workspace.kernels.affine(seed, 1, 0, copy, false);
        return byWatched(workspace.gradients(out, copy));
    }

    private static Gradients byWatched(IdentityHashMap<NativeTensor, NativeTensor> found) {
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
        return workspace.recordOwn(output, inputs, backward);
    }
}
