package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;
import java.util.List;

/** Operations that move elements, and their gradients. */
final class Shaping {
    private final Workspace w;

    Shaping(Workspace w) {
        this.w = w;
    }

    Tensor reshape(Tensor tensor, int... sizes) {
        NativeTensor x = Workspace.in(tensor);
        NativeTensor out = x.view(NativeTensor.resolve(x.shape(), sizes), 0);
        if (w.records(x) && w.composes()) {
            w.recordFormula(out, (f, dy, i) -> f.reshape(dy, x.shape().toArray()), x);
        } else if (w.records(x)) {
            w.record(out, g -> g.pass(0, true), x);
        }
        return out;
    }

    Tensor broadcastTo(Tensor tensor, int... sizes) {
        NativeTensor x = Workspace.in(tensor);
        Shape wanted = Shape.of(sizes);
        NativeTensor out = w.empty(x.type(), wanted);
        Workspace.require(
                Workspace.broadcast("broadcastTo", x, out).equals(wanted),
                "broadcastTo",
                "a shape that broadcasts to " + wanted,
                x);
        w.kernels.fill(out, 0);
        w.kernels.binary(Binary.ADD, out, x, out);
        if (w.records(x) && w.composes()) {
            w.recordFormula(out, (f, dy, i) -> dy, x);
        } else if (w.records(x)) {
            w.record(out, g -> g.pass(0, true), x);
        }
        return out;
    }

    Tensor permute(Tensor tensor, int... axes) {
        NativeTensor x = Workspace.in(tensor);
        int rank = x.shape().rank();
        Workspace.require(axes.length == rank, "permute", axes.length + " axes for the order " + text(axes), x);
        int[] order = new int[rank];
        int[] inverse = new int[rank];
        int[] sizes = new int[rank];
        Arrays.fill(inverse, -1);
        for (int i = 0; i < rank; i++) {
            order[i] = Workspace.axis("permute", x, axes[i]);
            sizes[i] = x.shape().size(order[i]);
            Workspace.require(inverse[order[i]] < 0, "permute", "each axis once, not " + text(axes), x);
            inverse[order[i]] = i;
        }
        NativeTensor out = w.empty(x.type(), Shape.of(sizes));
        w.kernels.permute(x, order, out, false);
        if (w.records(x) && w.composes()) {
            w.recordFormula(out, (f, dy, i) -> f.permute(dy, inverse), x);
        } else if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        boolean started = g.started(0);
                        w.kernels.permute(g.gradient(), inverse, g.into(0), started);
                    },
                    x);
        }
        return out;
    }

    private static String text(int[] axes) {
        return Arrays.toString(axes);
    }

    Tensor transpose(Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        int rank = x.shape().rank();
        Workspace.require(rank >= 2, "transpose", "two axes or more", x);
        int[] order = new int[rank];
        for (int i = 0; i < rank; i++) {
            order[i] = i;
        }
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        return permute(x, order);
    }

    Tensor slice(Tensor tensor, int axisNumber, int from, int to) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("slice", x, axisNumber);
        Workspace.require(
                from >= 0 && from <= to && to <= x.shape().size(axis),
                "slice",
                "elements " + from + " to " + to + " of axis " + axis,
                x);
        int[] sizes = x.shape().toArray();
        int inner = Arrays.stream(sizes, axis + 1, sizes.length).reduce(1, (a, b) -> a * b);
        int outer = Arrays.stream(sizes, 0, axis).reduce(1, (a, b) -> a * b);
        int whole = sizes[axis] * inner;
        int part = (to - from) * inner;
        sizes[axis] = to - from;
        NativeTensor out = w.empty(x.type(), Shape.of(sizes));
        w.kernels.copyRuns(x, from * inner, whole, out, 0, part, outer, part, false);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> w.kernels.copyRuns(
                            g.gradient(), 0, part, g.addingTo(0), from * inner, whole, outer, part, true),
                    x);
        }
        return out;
    }

    Tensor concat(List<Tensor> tensors, int axisNumber) {
        NativeTensor[] parts = tensors.stream().map(Workspace::in).toArray(NativeTensor[]::new);
        Workspace.require(parts.length > 0, "concat", "at least one tensor");
        NativeTensor first = parts[0];
        int axis = Workspace.axis("concat", first, axisNumber);
        int[] sizes = first.shape().toArray();
        int total = 0;
        boolean recorded = false;
        for (NativeTensor part : parts) {
            int[] expected = first.shape().toArray();
            if (part.shape().rank() == sizes.length) {
                expected[axis] = part.shape().size(axis);
            }
            Workspace.require(
                    part.type() == first.type() && part.shape().equals(Shape.of(expected)),
                    "concat",
                    "one type, and shapes that differ in axis " + axis + " only",
                    first,
                    part);
            total += expected[axis];
            recorded |= w.records(part);
        }
        int inner = Arrays.stream(sizes, axis + 1, sizes.length).reduce(1, (a, b) -> a * b);
        int outer = Arrays.stream(sizes, 0, axis).reduce(1, (a, b) -> a * b);
        sizes[axis] = total;
        int whole = total * inner;
        NativeTensor out = w.empty(first.type(), Shape.of(sizes));
        int[] starts = new int[parts.length];
        int[] lengths = new int[parts.length];
        int start = 0;
        for (int i = 0; i < parts.length; i++) {
            starts[i] = start;
            lengths[i] = parts[i].shape().size(axis) * inner;
            w.kernels.copyRuns(parts[i], 0, lengths[i], out, start, whole, outer, lengths[i], false);
            start += lengths[i];
        }
        if (recorded && w.composes()) {
            w.recordFormula(
                    out, (f, dy, i) -> f.slice(dy, axis, starts[i] / inner, (starts[i] + lengths[i]) / inner), parts);
        } else if (recorded) {
            w.record(
                    out,
                    g -> {
                        for (int i = 0; i < parts.length; i++) {
                            if (g.needs(i)) {
                                boolean started = g.started(i);
                                w.kernels.copyRuns(
                                        g.gradient(),
                                        starts[i],
                                        whole,
                                        g.into(i),
                                        0,
                                        lengths[i],
                                        outer,
                                        lengths[i],
                                        started);
                            }
                        }
                    },
                    parts);
        }
        return out;
    }

    Tensor tril(Tensor tensor, int diagonal) {
        NativeTensor x = Workspace.in(tensor);
        Workspace.require(x.shape().rank() >= 2, "tril", "two axes or more", x);
        int rows = x.shape().size(-2);
        int columns = x.shape().size(-1);
        NativeTensor out = w.emptyLike(x);
        w.kernels.tril(x, rows, columns, diagonal, out, false);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        boolean started = g.started(0);
                        w.kernels.tril(g.gradient(), rows, columns, diagonal, g.over(0), started);
                    },
                    x);
        }
        return out;
    }

    Tensor embedding(Tensor rows, Tensor numbers) {
        NativeTensor table = Workspace.in(rows);
        NativeTensor indices = Workspace.in(numbers);
        Workspace.require(
                table.shape().rank() == 2 && isInteger(indices), "embedding", "[n, d] and int[...]", table, indices);
        requireInRange("embedding", indices, table.shape().size(0));
        int[] sizes = Arrays.copyOf(indices.shape().toArray(), indices.shape().rank() + 1);
        sizes[sizes.length - 1] = table.shape().size(1);
        NativeTensor out = w.empty(table.type(), Shape.of(sizes));
        w.kernels.gather(table, indices, out);
        if (w.records(table)) {
            w.record(out, g -> w.kernels.scatterAdd(g.gradient(), indices, g.addingTo(0)), table);
        }
        return out;
    }

    static boolean isInteger(NativeTensor x) {
        return x.type() == ElementType.INT || x.type() == ElementType.LONG;
    }

    static void requireInRange(String operation, NativeTensor indices, int n) {
        for (int i = 0; i < indices.count(); i++) {
            long index = indices.getLong(i);
            if (index < 0 || index >= n) {
                throw new IllegalArgumentException(
                        operation + ": the index " + index + " (element " + i + ") is not in 0 to " + (n - 1));
            }
        }
    }
}
