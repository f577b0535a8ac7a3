package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.ShapeOps.Padding;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.autodiff.Rearrangement.Times;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.StridedCopy;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
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
        int[] order = axesOf(x);
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        return permute(x, order);
    }

    Tensor swapAxes(Tensor tensor, int first, int second) {
        NativeTensor x = Workspace.in(tensor);
        int[] order = axesOf(x);
        int a = Workspace.axis("swapAxes", x, first);
        int b = Workspace.axis("swapAxes", x, second);
        order[a] = b;
        order[b] = a;
        return permute(x, order);
    }

    Tensor moveAxis(Tensor tensor, int from, int to) {
        NativeTensor x = Workspace.in(tensor);
        int source = Workspace.axis("moveAxis", x, from);
        int target = Workspace.axis("moveAxis", x, to);
        int[] order = axesOf(x);
        if (source < target) {
            System.arraycopy(order, source + 1, order, source, target - source);
        } else {
            System.arraycopy(order, target, order, target + 1, source - target);
        }
        order[target] = source;
        return permute(x, order);
    }

    private static int[] axesOf(NativeTensor x) {
        int[] order = new int[x.shape().rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        return order;
    }

    Tensor expandDims(Tensor tensor, int axisNumber) {
        NativeTensor x = Workspace.in(tensor);
        int rank = x.shape().rank();
        Workspace.require(
                axisNumber >= -rank - 1 && axisNumber <= rank,
                "expandDims",
                "a place for an axis " + axisNumber + " among one axis more",
                x);
        int axis = axisNumber < 0 ? axisNumber + rank + 1 : axisNumber;
        int[] sizes = new int[rank + 1];
        for (int i = 0; i < rank; i++) {
            sizes[i < axis ? i : i + 1] = x.shape().size(i);
        }
        sizes[axis] = 1;
        return reshape(x, sizes);
    }

    Tensor squeeze(Tensor tensor, int axisNumber) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("squeeze", x, axisNumber);
        Workspace.require(x.shape().size(axis) == 1, "squeeze", "an axis " + axisNumber + " of size 1", x);
        return reshape(x, without(x.shape(), axis));
    }

    private static int[] without(Shape shape, int axis) {
        int[] sizes = new int[shape.rank() - 1];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = shape.size(i < axis ? i : i + 1);
        }
        return sizes;
    }

    /** What a linear map that only copies makes of a tensor. */
    Tensor rearranged(Tensor tensor, Rearrangement map) {
        NativeTensor x = Workspace.in(tensor);
        NativeTensor out = w.empty(x.type(), map.to());
        map.apply(w.kernels, x, out, false);
        recordRearrangement(x, out, map);
        return out;
    }

    private void recordRearrangement(NativeTensor x, NativeTensor out, Rearrangement map) {
        if (!w.records(x)) {
            return;
        }
        Rearrangement back = map.transposed();
        if (w.composes()) {
            w.recordFormula(out, (f, dy, i) -> EagerOps.shapingOf(f).rearranged(dy, back), x);
        } else {
            w.record(
                    out,
                    g -> {
                        boolean started = g.started(0);
                        back.apply(w.kernels, g.gradient(), g.into(0), started);
                    },
                    x);
        }
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
        int inner = Workspace.product(sizes, axis + 1, sizes.length);
        int outer = Workspace.product(sizes, 0, axis);
        int whole = sizes[axis] * inner;
        int part = (to - from) * inner;
        sizes[axis] = to - from;
        NativeTensor out = w.empty(x.type(), Shape.of(sizes));
        w.kernels.copyRuns(x, from * inner, whole, out, 0, part, outer, part, false);
        if (w.records(x) && w.composes()) {
            recordRearrangement(x, out, sliceMap(x.shape(), axis, from, 1, to - from));
        } else if (w.records(x)) {
            w.record(
                    out,
                    g -> w.kernels.copyRuns(
                            g.gradient(), 0, part, g.addingTo(0), from * inner, whole, outer, part, true),
                    x);
        }
        return out;
    }

    private static Rearrangement sliceMap(Shape shape, int axis, int first, int step, int count) {
        return new Rearrangement.AlongAxis(shape, axis, count)
                .copy(first, step, 0, count)
                .map(Times.ONCE, Times.AT_MOST_ONCE);
    }

    Tensor slice(Tensor tensor, int axisNumber, int from, int to, int step) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("slice", x, axisNumber);
        Workspace.require(step != 0, "slice", "a step other than 0", x);
        int n = x.shape().size(axis);
        int lowest = step > 0 ? 0 : -1;
        int highest = step > 0 ? n : n - 1;
        long first = clipped(from, n, lowest, highest);
        long end = clipped(to, n, lowest, highest);
        long count = Math.max(0, step > 0 ? (end - first + step - 1) / step : (first - end - step - 1L) / -(long) step);
        return rearranged(x, sliceMap(x.shape(), axis, (int) first, step, (int) count));
    }

    private static long clipped(int position, int n, int lowest, int highest) {
        long counted = position < 0 ? (long) position + n : position;
        return Math.max(lowest, Math.min(highest, counted));
    }

    Tensor concat(List<Tensor> tensors, int axisNumber) {
        NativeTensor[] parts = new NativeTensor[tensors.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Workspace.in(tensors.get(i));
        }
        Workspace.require(parts.length > 0, "concat", "at least one tensor");
        NativeTensor first = parts[0];
        int axis = Workspace.axis("concat", first, axisNumber);
        int[] sizes = first.shape().toArray();
        long total = 0;
        boolean recorded = false;
        for (NativeTensor part : parts) {
            Workspace.require(
                    part.type() == first.type() && differInOneAxis(part.shape(), first.shape(), axis),
                    "concat",
                    "one type, and shapes that differ in axis " + axis + " only",
                    first,
                    part);
            total += part.shape().size(axis);
            recorded |= w.records(part);
        }
        int inner = Workspace.product(sizes, axis + 1, sizes.length);
        int outer = Workspace.product(sizes, 0, axis);
        sizes[axis] = (int) Math.min(Integer.MAX_VALUE, total);
        NativeTensor out = w.empty(first.type(), Shape.of(sizes));
        int whole = sizes[axis] * inner;
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
                    out,
                    (f, dy, i) -> inner == 0
                            ? f.scope().zeros(dy.type(), parts[i].shape())
                            : f.slice(dy, axis, starts[i] / inner, (starts[i] + lengths[i]) / inner),
                    parts);
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

    private static boolean differInOneAxis(Shape a, Shape b, int axis) {
        if (a.rank() != b.rank()) {
            return false;
        }
        for (int i = 0; i < a.rank(); i++) {
            if (i != axis && a.size(i) != b.size(i)) {
                return false;
            }
        }
        return true;
    }

    Tensor stack(List<Tensor> tensors, int axis) {
        Workspace.require(!tensors.isEmpty(), "stack", "at least one tensor");
        NativeTensor first = Workspace.in(tensors.get(0));
        List<Tensor> expanded = new ArrayList<>();
        for (Tensor tensor : tensors) {
            NativeTensor part = Workspace.in(tensor);
            Workspace.require(
                    part.type() == first.type() && part.shape().equals(first.shape()),
                    "stack",
                    "one type and shape",
                    first,
                    part);
            expanded.add(expandDims(part, axis));
        }
        int rank = first.shape().rank() + 1;
        return concat(expanded, axis < 0 ? axis + rank : axis);
    }

    List<Tensor> split(Tensor tensor, int axisNumber, int parts) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("split", x, axisNumber);
        int n = x.shape().size(axis);
        Workspace.require(
                parts > 0 && n % parts == 0 && parts <= Math.max(1, n),
                "split",
                "an axis " + axisNumber + " of " + parts + " equal parts with elements",
                x);
        int[] sizes = new int[parts];
        Arrays.fill(sizes, n / parts);
        return splitBySizes(x, axis, sizes);
    }

    List<Tensor> splitBySizes(Tensor tensor, int axisNumber, int... sizes) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("splitBySizes", x, axisNumber);
        long sum = 0;
        boolean negative = false;
        for (int size : sizes) {
            sum += size;
            negative |= size < 0;
        }
        Workspace.require(
                !negative && sum == x.shape().size(axis),
                "splitBySizes",
                "sizes that make up axis " + axisNumber + ", not " + text(sizes),
                x);
        List<Tensor> parts = new ArrayList<>(sizes.length);
        int start = 0;
        for (int size : sizes) {
            parts.add(slice(x, axis, start, start + size));
            start += size;
        }
        return parts;
    }

    List<Tensor> unstack(Tensor tensor, int axisNumber) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("unstack", x, axisNumber);
        int[] sizes = without(x.shape(), axis);
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i < x.shape().size(axis); i++) {
            parts.add(reshape(slice(x, axis, i, i + 1), sizes));
        }
        return parts;
    }

    /** The elements among {@code value}, which fills what lies before and after them on each axis. */
    Tensor pad(Tensor tensor, int[] before, int[] after, double value) {
        NativeTensor x = Workspace.in(tensor);
        int[] sizes = paddedSizes(x, before, after);
        int rank = sizes.length;
        int[] steps = new int[rank];
        int[] outSteps = new int[rank];
        int step = 1;
        int outStep = 1;
        int outStart = 0;
        for (int i = rank - 1; i >= 0; i--) {
            steps[i] = step;
            outSteps[i] = outStep;
            outStart += before[i] * outStep;
            step *= x.shape().size(i);
            outStep *= sizes[i];
        }
        StridedCopy copy = StridedCopy.of(x.shape().toArray(), 0, steps, outStart, outSteps);
        Rearrangement map =
                new Rearrangement(x.shape(), Shape.of(sizes), List.of(copy), Times.AT_MOST_ONCE, Times.ONCE);
        NativeTensor out = w.empty(x.type(), map.to());
        w.kernels.fill(out, value);
        map.copy(w.kernels, x, out, false);
        recordRearrangement(x, out, map);
        return out;
    }

    private static int[] paddedSizes(NativeTensor x, int[] before, int[] after) {
        int rank = x.shape().rank();
        Workspace.require(
                before.length == rank && after.length == rank,
                "pad",
                "as many numbers as axes, not " + text(before) + " and " + text(after),
                x);
        int[] sizes = x.shape().toArray();
        for (int i = 0; i < rank; i++) {
            Workspace.require(
                    before[i] >= 0 && after[i] >= 0,
                    "pad",
                    "no negative numbers, not " + text(before) + " and " + text(after),
                    x);
            sizes[i] = (int) Math.min(Integer.MAX_VALUE, (long) sizes[i] + before[i] + after[i]);
        }
        return sizes;
    }

    Tensor pad(Tensor tensor, int[] before, int[] after, Padding padding) {
        NativeTensor x = Workspace.in(tensor);
        paddedSizes(x, before, after);
        Tensor padded = x;
        for (int axis = 0; axis < before.length; axis++) {
            if (before[axis] > 0 || after[axis] > 0) {
                padded = rearranged(padded, paddingMap(x, axis, before[axis], after[axis], padding, padded.shape()));
            }
        }
        return padded == x ? reshape(x, x.shape().toArray()) : padded;
    }

    private static Rearrangement paddingMap(
            NativeTensor x, int axis, int before, int after, Padding padding, Shape shape) {
        int n = shape.size(axis);
        int longest =
                switch (padding) {
                    case CIRCULAR -> n;
                    case REFLECT -> n - 1;
                    case REPLICATE -> n == 0 ? 0 : Integer.MAX_VALUE;
                };
        Workspace.require(
                before <= longest && after <= longest,
                "pad",
                "at most " + Math.max(0, longest) + " elements of " + padding + " padding on axis " + axis + ", not "
                        + before + " and " + after,
                x);
        Rearrangement.AlongAxis map =
                new Rearrangement.AlongAxis(shape, axis, (int) Math.min(Integer.MAX_VALUE, (long) before + n + after));
        switch (padding) {
            case CIRCULAR -> map.copy(n - before, 1, 0, before).copy(0, 1, before + n, after);
            case REFLECT -> map.copy(before, -1, 0, before).copy(n - 2, -1, before + n, after);
            case REPLICATE -> map.copy(0, 0, 0, before).copy(n - 1, 0, before + n, after);
        }
        return map.copy(0, 1, before, n).map(Times.ONCE, Times.OFTEN);
    }

    Tensor roll(Tensor tensor, int shift, int axisNumber) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("roll", x, axisNumber);
        int n = x.shape().size(axis);
        int by = n == 0 ? 0 : Math.floorMod(shift, n);
        return rearranged(
                x,
                new Rearrangement.AlongAxis(x.shape(), axis, n)
                        .copy(n - by, 1, 0, by)
                        .copy(0, 1, by, n - by)
                        .map(Times.ONCE, Times.ONCE));
    }

    Tensor flip(Tensor tensor, int... axes) {
        NativeTensor x = Workspace.in(tensor);
        int rank = x.shape().rank();
        boolean[] flipped = new boolean[rank];
        for (int axis : axes) {
            int number = Workspace.axis("flip", x, axis);
            Workspace.require(!flipped[number], "flip", "each axis once, not " + text(axes), x);
            flipped[number] = true;
        }
        int[] steps = new int[rank];
        int[] outSteps = new int[rank];
        int start = 0;
        int stride = 1;
        for (int i = rank - 1; i >= 0; i--) {
            outSteps[i] = stride;
            steps[i] = flipped[i] ? -stride : stride;
            start += flipped[i] ? stride * (x.shape().size(i) - 1) : 0;
            stride *= x.shape().size(i);
        }
        StridedCopy copy = StridedCopy.of(x.shape().toArray(), start, steps, 0, outSteps);
        return rearranged(x, new Rearrangement(x.shape(), x.shape(), List.of(copy), Times.ONCE, Times.ONCE));
    }

    Tensor tile(Tensor tensor, int... repeats) {
        NativeTensor x = Workspace.in(tensor);
        int rank = Math.max(x.shape().rank(), repeats.length);
        int[] sizes = new int[2 * rank];
        int[] steps = new int[2 * rank];
        int[] outSteps = new int[2 * rank];
        int[] tiled = new int[rank];
        int[] whole = new int[rank];
        long outStep = 1;
        int step = 1;
        for (int i = rank - 1; i >= 0; i--) {
            int own = i - (rank - x.shape().rank());
            int given = i - (rank - repeats.length);
            int n = own < 0 ? 1 : x.shape().size(own);
            int times = given < 0 ? 1 : repeats[given];
            Workspace.require(times >= 0, "tile", "no negative numbers, not " + text(repeats), x);
            whole[i] = n;
            tiled[i] = (int) Math.min(Integer.MAX_VALUE, (long) n * times);
            sizes[2 * i] = times;
            sizes[2 * i + 1] = n;
            steps[2 * i + 1] = step;
            outSteps[2 * i] = (int) Math.min(Integer.MAX_VALUE, outStep * n);
            outSteps[2 * i + 1] = (int) outStep;
            step *= n;
            outStep = Math.min(Integer.MAX_VALUE, outStep * tiled[i]);
        }
        StridedCopy copy = StridedCopy.of(sizes, 0, steps, 0, outSteps);
        return rearranged(x, new Rearrangement(x.shape(), Shape.of(tiled), List.of(copy), Times.ONCE, Times.OFTEN));
    }

    Tensor repeat(Tensor tensor, int axisNumber, int times) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("repeat", x, axisNumber);
        Workspace.require(times >= 0, "repeat", "each element 0 times or more, not " + times, x);
        int[] sizes = x.shape().toArray();
        int outer = Workspace.product(sizes, 0, axis);
        int n = sizes[axis];
        int inner = Workspace.product(sizes, axis + 1, sizes.length);
        sizes[axis] = (int) Math.min(Integer.MAX_VALUE, (long) n * times);
        StridedCopy copy = StridedCopy.of(
                new int[] {outer * n, times, inner}, 0, new int[] {inner, 0, 1}, 0, new int[] {inner * times, inner, 1
                });
        return rearranged(x, new Rearrangement(x.shape(), Shape.of(sizes), List.of(copy), Times.ONCE, Times.OFTEN));
    }

    Tensor tril(Tensor x, int diagonal) {
        return band("tril", x, -Integer.MAX_VALUE, diagonal);
    }

    Tensor triu(Tensor x, int diagonal) {
        return band("triu", x, diagonal, Integer.MAX_VALUE);
    }

    private Tensor band(String operation, Tensor tensor, int lowest, int highest) {
        NativeTensor x = Workspace.in(tensor);
        Workspace.require(x.shape().rank() >= 2, operation, "two axes or more", x);
        int rows = x.shape().size(-2);
        int columns = x.shape().size(-1);
        NativeTensor out = w.emptyLike(x);
        w.kernels.band(x, rows, columns, lowest, highest, out, false);
        if (w.records(x) && w.composes()) {
            w.recordFormula(out, (f, dy, i) -> EagerOps.shapingOf(f).band(operation, dy, lowest, highest), x);
        } else if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        boolean started = g.started(0);
                        w.kernels.band(g.gradient(), rows, columns, lowest, highest, g.over(0), started);
                    },
                    x);
        }
        return out;
    }

    Tensor diagonal(Tensor tensor, int offset) {
        NativeTensor x = Workspace.in(tensor);
        int rank = x.shape().rank();
        Workspace.require(rank >= 2, "diagonal", "two axes or more", x);
        int rows = x.shape().size(-2);
        int columns = x.shape().size(-1);
        int[] sizes = Arrays.copyOf(x.shape().toArray(), rank - 1);
        int matrices = Workspace.product(sizes, 0, rank - 2);
        long length = offset >= 0 ? Math.min(rows, columns - (long) offset) : Math.min(rows + (long) offset, columns);
        int n = (int) Math.max(0, length);
        sizes[rank - 2] = n;
        return rearranged(x, diagonalMap(x.shape(), Shape.of(sizes), matrices, n, rows, columns, offset));
    }

    /** From matrices to their diagonals. */
    private static Rearrangement diagonalMap(
            Shape matrix, Shape diagonal, int matrices, int n, int rows, int columns, int offset) {
        StridedCopy copy = StridedCopy.of(
                new int[] {matrices, n},
                n == 0 ? 0 : offset >= 0 ? offset : -offset * columns,
                new int[] {rows * columns, columns + 1},
                0,
                new int[] {n, 1});
        return new Rearrangement(matrix, diagonal, List.of(copy), Times.ONCE, Times.AT_MOST_ONCE);
    }

    Tensor diagonalMatrix(Tensor tensor, int offset) {
        NativeTensor x = Workspace.in(tensor);
        int rank = x.shape().rank();
        Workspace.require(rank >= 1, "diagonalMatrix", "an axis or more", x);
        int n = x.shape().size(-1);
        int[] sizes = Arrays.copyOf(x.shape().toArray(), rank + 1);
        int size = (int) Math.min(Integer.MAX_VALUE, n + Math.abs((long) offset));
        sizes[rank - 1] = size;
        sizes[rank] = size;
        int matrices = Workspace.product(sizes, 0, rank - 1);
        Rearrangement map = diagonalMap(Shape.of(sizes), x.shape(), matrices, n, size, size, offset);
        return rearranged(x, map.transposed());
    }

    List<Tensor> meshgrid(List<Tensor> axes) {
        int[] sizes = new int[axes.size()];
        for (int i = 0; i < sizes.length; i++) {
            NativeTensor x = Workspace.in(axes.get(i));
            Workspace.require(x.shape().rank() == 1, "meshgrid", "tensors of one axis", x);
            sizes[i] = x.shape().size(0);
        }
        List<Tensor> grids = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            int[] own = new int[sizes.length];
            Arrays.fill(own, 1);
            own[i] = sizes[i];
            grids.add(broadcastTo(reshape(axes.get(i), own), sizes));
        }
        return grids;
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
