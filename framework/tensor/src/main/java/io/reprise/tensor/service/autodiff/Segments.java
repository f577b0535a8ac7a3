package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.SegmentOps;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;
import java.util.List;

/** Operations on segments of rows, and their gradients. */
final class Segments implements SegmentOps {
    private final Ops ops;
    private final Workspace w;

    Segments(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    @Override
    public Tensor sum(Tensor tensor, Tensor segment, int segments) {
        return sum("segments().sum", tensor, segment, segments);
    }

    private Tensor sum(String operation, Tensor tensor, Tensor segment, int segments) {
        NativeTensor x = Workspace.in(tensor);
        Workspace.require(x.type() != ElementType.BOOL, operation, "numbers", x);
        NativeTensor numbers = numbers(operation, x, segment, segments);
        return EagerOps.indexingOf(ops).added(null, x, numbers, width(x), each(segments, x));
    }

    @Override
    public Tensor mean(Tensor tensor, Tensor segment, int segments) {
        NativeTensor x = Workspace.floating("segments().mean", tensor);
        Tensor sum = sum("segments().mean", x, segment, segments);
        int[] sizes = new int[x.shape().rank()];
        Arrays.fill(sizes, 1);
        sizes[0] = segments;
        NativeTensor shares = w.empty(x.type(), Shape.of(sizes));
        int[] counts = counts(Workspace.in(segment), segments);
        for (int i = 0; i < segments; i++) {
            shares.put(i, counts[i] == 0 ? 0 : 1.0 / counts[i]);
        }
        return ops.multiply(sum, shares);
    }

    private static int[] counts(NativeTensor numbers, int segments) {
        int[] counts = new int[segments];
        for (int i = 0; i < numbers.count(); i++) {
            counts[(int) numbers.getLong(i)]++;
        }
        return counts;
    }

    @Override
    public Tensor max(Tensor x, Tensor segment, int segments) {
        return extreme("segments().max", x, segment, segments, true);
    }

    @Override
    public Tensor min(Tensor x, Tensor segment, int segments) {
        return extreme("segments().min", x, segment, segments, false);
    }

    private Tensor extreme(String operation, Tensor tensor, Tensor segment, int segments, boolean largest) {
        NativeTensor x = Workspace.in(tensor);
        NativeTensor numbers = numbers(operation, x, segment, segments);
        int width = width(x);
        Shape shape = each(segments, x);
        // The place of the element that is taken; of an empty segment that of a zero after the last element.
        NativeTensor places = w.empty(ElementType.INT, Shape.of(segments * width));
        w.kernels.fill(places, x.count());
        for (int row = 0; row < numbers.count(); row++) {
            int first = (int) numbers.getLong(row) * width;
            for (int j = 0; j < width; j++) {
                int known = (int) places.getLong(first + j);
                int place = row * width + j;
                if (known == x.count() || beats(x.get(place), x.get(known), largest)) {
                    places.putInt(first + j, place);
                }
            }
        }
        boolean empty = false;
        for (int count : counts(numbers, segments)) {
            empty |= count == 0;
        }
        Tensor elements = ops.reshape(x, -1);
        if (empty) {
            elements = ops.concat(List.of(elements, ops.scope().zeros(x.type(), Shape.of(1))), 0);
        }
        return EagerOps.indexingOf(ops).taken(elements, places, 1, shape);
    }

    private static boolean beats(double value, double known, boolean largest) {
        return (largest ? value > known : value < known) || (Double.isNaN(value) && !Double.isNaN(known));
    }

    @Override
    public Tensor softmax(Tensor tensor, Tensor segment, int segments) {
        NativeTensor x = Workspace.floating("segments().softmax", tensor);
        NativeTensor numbers = numbers("segments().softmax", x, segment, segments);
        if (w.composes()) {
            return Compositions.segmentSoftmax(ops, x, numbers, segments);
        }
        NativeTensor out =
                (NativeTensor) Compositions.segmentSoftmax(ops.scope().ops(), x, numbers, segments);
        if (w.records(x)) {
            int width = width(x);
            w.record(out, g -> softmaxGradient(g, out, numbers, segments, width), x);
        }
        return out;
    }

    /** {@code dx = y * (dy - sum of y * dy over the segment)}. */
    private static void softmaxGradient(Flow g, NativeTensor y, NativeTensor numbers, int segments, int width) {
        Workspace w = g.workspace();
        NativeTensor dy = g.gradient();
        NativeTensor rows = w.emptyLike(y);
        w.kernels.binary(Binary.MULTIPLY, y, dy, rows);
        NativeTensor sums = w.empty(y.type(), Shape.of(segments, width));
        w.kernels.fill(sums, 0);
        if (y.count() > 0) {
            w.kernels.scatterAdd(rows, numbers.requireOpen(), sums);
            w.kernels.gather(sums, numbers, rows);
        }
        w.kernels.binary(Binary.SUBTRACT, dy, rows, dy);
        w.kernels.binary(Binary.MULTIPLY, dy, y, rows);
        w.release(sums);
        g.give(0, rows);
    }

    @Override
    public Tensor gatherSum(Tensor tensor, Tensor source, Tensor target, int segments) {
        NativeTensor x = Workspace.floating("segments().gatherSum", tensor);
        Workspace.require(x.shape().rank() >= 1, "segments().gatherSum", "[nodes, ...]", x);
        NativeTensor sources = Workspace.in(source);
        NativeTensor targets = Workspace.in(target);
        Workspace.require(
                sources.shape().rank() == 1
                        && sources.shape().equals(targets.shape())
                        && Shaping.isInteger(sources)
                        && Shaping.isInteger(targets),
                "segments().gatherSum",
                "a source int[edges] and a target int[edges]",
                sources,
                targets);
        if (w.composes()) {
            return Compositions.gatherSum(ops, x, sources, targets, segments);
        }
        Workspace.require(segments >= 0, "segments().gatherSum", "a number of segments, not " + segments, x);
        Shaping.requireInRange("segments().gatherSum", sources, x.shape().size(0));
        Shaping.requireInRange("segments().gatherSum", targets, segments);
        NativeTensor out = w.empty(x.type(), each(segments, x));
        w.kernels.fill(out, 0);
        int width = width(x);
        w.fused.gatherSum(x, sources, targets, width, out);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> w.fused.gatherSum(
                            g.gradient(), targets.requireOpen(), sources.requireOpen(), width, g.addingTo(0)),
                    x);
        }
        return out;
    }

    private static NativeTensor numbers(String operation, NativeTensor x, Tensor segment, int segments) {
        NativeTensor numbers = Workspace.in(segment);
        Workspace.require(
                x.shape().rank() >= 1
                        && Shaping.isInteger(numbers)
                        && numbers.shape().rank() == 1
                        && numbers.count() == x.shape().size(0),
                operation,
                "[rows, ...] and int[rows]",
                x,
                numbers);
        Workspace.require(segments >= 0, operation, "a number of segments, not " + segments, x);
        Shaping.requireInRange(operation, numbers, segments);
        return numbers;
    }

    /** The number of elements in a row. */
    private static int width(NativeTensor x) {
        int width = 1;
        for (int i = 1; i < x.shape().rank(); i++) {
            width *= x.shape().size(i);
        }
        return width;
    }

    private static Shape each(int segments, NativeTensor x) {
        int[] sizes = x.shape().toArray();
        sizes[0] = segments;
        return Shape.of(sizes);
    }
}
