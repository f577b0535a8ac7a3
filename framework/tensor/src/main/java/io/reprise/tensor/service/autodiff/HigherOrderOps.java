package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Gradients;
import io.reprise.tensor.HigherOrderTape;
import io.reprise.tensor.InPlace;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;

/** A tape whose gradients are recorded on itself. */
final class HigherOrderOps extends EagerOps implements HigherOrderTape {
    private final RecordingWorkspace workspace;

    HigherOrderOps(TensorScope scope, RecordingWorkspace workspace) {
        super(scope, workspace);
        this.workspace = workspace;
    }

    @Override
    public InPlace inPlace() {
        throw workspace.noUpdates();
    }

    @Override
    public Tensor record(Tensor output, List<Tensor> inputs, Backward backward) {
        return workspace.recordOwn(output, inputs, backward);
    }

    @Override
    public Gradients gradients(Tensor loss) {
        List<Tensor> watched = workspace.watched();
        List<Tensor> gradients = gradients(loss, watched);
        IdentityHashMap<Tensor, Tensor> found = new IdentityHashMap<>();
        for (int i = 0; i < watched.size(); i++) {
            found.put(watched.get(i), gradients.get(i));
        }
        return byWatched(found);
    }

    @Override
    public Gradients gradients(Tensor output, Tensor cotangent) {
        List<Tensor> watched = workspace.watched();
        List<Tensor> gradients = vectorJacobian(output, cotangent, watched);
        IdentityHashMap<Tensor, Tensor> found = new IdentityHashMap<>();
        for (int i = 0; i < watched.size(); i++) {
            found.put(watched.get(i), gradients.get(i));
        }
        return byWatched(found);
    }

    private static Gradients byWatched(IdentityHashMap<Tensor, Tensor> found) {
        return watched -> {
            Tensor gradient = found.get(watched);
            if (gradient == null) {
                throw new IllegalArgumentException("the tape did not watch " + watched);
            }
            return gradient;
        };
    }

    @Override
    public List<Tensor> gradients(Tensor loss, List<Tensor> by) {
        NativeTensor scalar = Workspace.in(loss);
        Workspace.require(
                scalar.count() == 1 && scalar.type().isFloating(), "gradients", "one floating element", scalar);
        NativeTensor one = workspace.emptyLike(scalar);
        workspace.kernels.fill(one, 1);
        return workspace.recordedGradients(this, scalar, one, by);
    }

    @Override
    public List<Tensor> vectorJacobian(Tensor output, Tensor cotangent, List<Tensor> by) {
        NativeTensor out = Workspace.floating("vectorJacobian", output);
        return workspace.recordedGradients(this, out, Workspace.cotangent("vectorJacobian", out, cotangent), by);
    }

    /**
     * By two reverse passes: {@code J^T u} is linear in {@code u}, so the gradient of {@code (J^T u) tangents} by {@code u} is
     * {@code J tangents}, whatever {@code u} is.
     */
    @Override
    public Tensor jacobianVector(Tensor output, List<Tensor> by, List<Tensor> tangents) {
        NativeTensor out = Workspace.floating("jacobianVector", output);
        if (by.size() != tangents.size()) {
            throw new IllegalArgumentException("jacobianVector: wants one tangent for each of " + by.size()
                    + " tensors, and got " + tangents.size());
        }
        NativeTensor u = workspace.emptyLike(out);
        workspace.kernels.fill(u, 0);
        workspace.watch(u);
        List<Tensor> transposed = vectorJacobian(out, u, by);
        Tensor sum = null;
        for (int i = 0; i < by.size(); i++) {
            Tensor tangent = Workspace.cotangent("jacobianVector", Workspace.in(by.get(i)), tangents.get(i));
            Tensor part = sum(multiply(transposed.get(i), tangent));
            sum = sum == null ? part : add(sum, part);
        }
        return sum == null ? u : gradients(sum, List.of(u)).get(0);
    }

    @Override
    public List<Tensor> jacobian(Tensor output, List<Tensor> by) {
        NativeTensor out = Workspace.floating("jacobian", output);
        List<List<Tensor>> rows = new ArrayList<>();
        for (int element = 0; element < out.count(); element++) {
            NativeTensor unit = workspace.emptyLike(out);
            workspace.kernels.fill(unit, 0);
            unit.put(element, 1);
            rows.add(vectorJacobian(out, unit, by));
        }
        List<Tensor> jacobians = new ArrayList<>();
        for (int i = 0; i < by.size(); i++) {
            int input = i;
            NativeTensor x = Workspace.in(by.get(i));
            int[] sizes = join(out.shape().toArray(), x.shape().toArray());
            jacobians.add(
                    rows.isEmpty()
                            ? scope().zeros(x.type(), Shape.of(sizes))
                            : reshape(
                                    stack(
                                            rows.stream()
                                                    .map(row -> row.get(input))
                                                    .toList(),
                                            0),
                                    sizes));
        }
        return jacobians;
    }

    private static int[] join(int[] a, int[] b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }
}
