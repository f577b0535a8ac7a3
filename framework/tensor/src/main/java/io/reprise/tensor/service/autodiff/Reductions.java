package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;

/** Operations that fold axes, and their gradients. */
final class Reductions {
    private final Workspace w;

    Reductions(Workspace w) {
        this.w = w;
    }

    /** The sizes before, of, and after the axis that is folded. */
    private record Fold(int outer, int n, int inner, Shape kept, Shape dropped) {
        static Fold of(Shape shape, int axis) {
            int[] sizes = shape.toArray();
            int outer = Arrays.stream(sizes, 0, axis).reduce(1, (a, b) -> a * b);
            int inner = Arrays.stream(sizes, axis + 1, sizes.length).reduce(1, (a, b) -> a * b);
            int[] dropped = new int[sizes.length - 1];
            System.arraycopy(sizes, 0, dropped, 0, axis);
            System.arraycopy(sizes, axis + 1, dropped, axis, dropped.length - axis);
            int n = sizes[axis];
            sizes[axis] = 1;
            return new Fold(outer, n, inner, Shape.of(sizes), Shape.of(dropped));
        }

        static Fold whole(Shape shape) {
            int[] ones = new int[shape.rank()];
            Arrays.fill(ones, 1);
            return new Fold(1, (int) shape.elements(), 1, Shape.of(ones), Shape.SCALAR);
        }
    }

    Tensor sum(Tensor tensor) {
        NativeTensor x = summable("sum", tensor);
        return sum(x, Fold.whole(x.shape()), 1, false);
    }

    Tensor mean(Tensor tensor) {
        NativeTensor x = Workspace.floating("mean", tensor);
        Fold fold = Fold.whole(x.shape());
        return sum(x, fold, 1.0 / fold.n(), false);
    }

    Tensor sum(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = summable("sum", tensor);
        return sum(x, Fold.of(x.shape(), Workspace.axis("sum", x, axis)), 1, keep);
    }

    Tensor mean(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = Workspace.floating("mean", tensor);
        Fold fold = Fold.of(x.shape(), Workspace.axis("mean", x, axis));
        return sum(x, fold, 1.0 / fold.n(), keep);
    }

    private static NativeTensor summable(String operation, Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        Workspace.require(
                x.type() != ElementType.BOOL, operation, "numbers (cast a bool tensor to float or int first)", x);
        return x;
    }

    private Tensor sum(NativeTensor x, Fold fold, double factor, boolean keep) {
        NativeTensor out = w.empty(x.type(), keep ? fold.kept() : fold.dropped());
        if (fold.n() == 0 && factor == 1) {
            w.kernels.fill(out, 0);
        } else {
            w.kernels.sum(x, fold.outer(), fold.n(), fold.inner(), factor, out, false);
        }
        if (w.records(x) && w.composes()) {
            w.recordFormula(
                    out,
                    (f, dy, i) -> f.broadcastTo(
                            f.reshape(
                                    factor == 1 ? dy : f.scale(dy, factor),
                                    fold.kept().toArray()),
                            x.shape().toArray()),
                    x);
        } else if (w.records(x)) {
            w.record(out, g -> sumGradient(g, fold.kept(), factor), x);
        }
        return out;
    }

    private void sumGradient(Flow g, Shape kept, double factor) {
        NativeTensor dy = g.gradient();
        if (factor != 1) {
            w.kernels.affine(dy, factor, 0, dy, false);
        }
        NativeTensor dx = g.addingTo(0);
        w.kernels.binary(Binary.ADD, dx, dy.view(kept, 0), dx);
    }

    Tensor max(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = Workspace.in(tensor);
        Fold fold = nonEmpty("max", x, axis);
        NativeTensor out = w.empty(x.type(), keep ? fold.kept() : fold.dropped());
        if (!w.records(x)) {
            w.kernels.max(x, fold.outer(), fold.n(), fold.inner(), out, null);
            return out;
        }
        NativeTensor indices = w.empty(ElementType.INT, out.shape());
        w.kernels.max(x, fold.outer(), fold.n(), fold.inner(), out, indices);
        w.record(
                out,
                g -> {
                    w.fused.maxGradient(g.gradient(), indices, fold.outer(), fold.n(), fold.inner(), g.addingTo(0));
                    w.release(indices);
                },
                x);
        return out;
    }

    Tensor argmax(Tensor tensor, int axis) {
        NativeTensor x = Workspace.in(tensor);
        Fold fold = nonEmpty("argmax", x, axis);
        NativeTensor indices = w.empty(ElementType.INT, fold.dropped());
        w.kernels.max(x, fold.outer(), fold.n(), fold.inner(), null, indices);
        return indices;
    }

    private static Fold nonEmpty(String operation, NativeTensor x, int axis) {
        Fold fold = Fold.of(x.shape(), Workspace.axis(operation, x, axis));
        Workspace.require(fold.n() > 0, operation, "a longer axis " + axis, x);
        return fold;
    }
}
