package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Convolution;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.ImageOps;
import io.reprise.tensor.Interpolation;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Outside;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.Window;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Windows;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;

/** Operations on images, and their gradients. */
final class Images implements ImageOps {
    /** The operations that these are among: what compositions are made of. */
    private final Ops ops;

    private final Workspace w;

    private final Pools pools;
    private final Samples samples;

    Images(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
        pools = new Pools(ops, w, this);
        samples = new Samples(ops, w);
    }

    // --- windows ---

    @Override
    public Tensor unfold(Tensor tensor, Window window) {
        NativeTensor x = ImageShapes.image("unfold", tensor);
        Windows windows = ImageShapes.windows("unfold", ImageShapes.spatial(x.shape()), window, x);
        return unfold(x, windows);
    }

    private Tensor unfold(NativeTensor x, Windows windows) {
        NativeTensor out = w.empty(
                x.type(), ImageShapes.columnsShape(x.shape().size(0), x.shape().size(1), windows));
        if (w.composes()) {
            unfoldByRows(x, windows, 0, out);
            w.recordFormula(out, (f, dy, i) -> of(f).fold(Workspace.in(dy), windows, x.shape()), x);
            return out;
        }
        w.fused.images().unfold(x, windows, out);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        NativeTensor dx = w.emptyLike(x);
                        w.fused.images().fold(g.gradient(), windows, dx);
                        g.give(0, dx);
                    },
                    x);
        }
        return out;
    }

    @Override
    public Tensor fold(Tensor tensor, Window window, int... size) {
        NativeTensor columns = Workspace.floating("fold", tensor);
        Workspace.require(
                size.length >= 1 && size.length <= 3 && Arrays.stream(size).allMatch(n -> n >= 0),
                "fold",
                "one to three sizes, not " + Arrays.toString(size),
                columns);
        Windows windows = ImageShapes.windows("fold", size, window, columns);
        Shape s = columns.shape();
        Workspace.require(
                s.rank() == 3 && s.size(1) % windows.taps() == 0 && s.size(2) == windows.count(),
                "fold",
                "[batch, channels * " + windows.taps() + ", " + windows.count() + "] for the size "
                        + Arrays.toString(size),
                columns);
        return fold(columns, windows, ImageShapes.imageShape(s.size(0), s.size(1) / windows.taps(), size));
    }

    Tensor fold(NativeTensor columns, Windows windows, Shape shape) {
        NativeTensor out = w.empty(columns.type(), shape);
        if (w.composes()) {
            foldByRows(columns, windows, out);
            w.recordFormula(out, (f, dy, i) -> of(f).unfold(Workspace.in(dy), windows), columns);
            return out;
        }
        w.fused.images().fold(columns, windows, out);
        if (w.records(columns)) {
            w.record(
                    out,
                    g -> {
                        NativeTensor dx = w.emptyLike(columns);
                        w.fused.images().unfold(g.gradient(), windows, dx);
                        g.give(0, dx);
                    },
                    columns);
        }
        return out;
    }

    /** The operations on images that belong to others, which know more than their interface says. */
    static Images of(Ops f) {
        return (Images) f.images();
    }

    /** Unfolding as a choice of rows: of the elements of an image, each a row of all channels, and of a row of padding. */
    void unfoldByRows(NativeTensor x, Windows windows, double padding, NativeTensor out) {
        int n = windows.elements();
        int rows = x.shape().size(0) * x.shape().size(1);
        int columns = windows.taps() * windows.count();
        NativeTensor table = w.empty(x.type(), Shape.of(n + 1, rows));
        w.kernels.permute(x.view(Shape.of(rows, n), 0), new int[] {1, 0}, table.view(Shape.of(n, rows), 0), false);
        w.kernels.fill(table.view(Shape.of(rows), n * rows), padding);
        NativeTensor indices = w.empty(ElementType.INT, Shape.of(columns));
        indices.set(windows.seen());
        NativeTensor chosen = w.empty(x.type(), Shape.of(columns, rows));
        w.kernels.gather(table, indices, chosen);
        w.kernels.permute(chosen, new int[] {1, 0}, out.view(Shape.of(rows, columns), 0), false);
        w.release(chosen);
        w.release(indices);
        w.release(table);
    }

    private void foldByRows(NativeTensor x, Windows windows, NativeTensor out) {
        int n = windows.elements();
        int rows = out.shape().size(0) * out.shape().size(1);
        int columns = windows.taps() * windows.count();
        NativeTensor table = w.empty(x.type(), Shape.of(n + 1, rows));
        w.kernels.fill(table, 0);
        NativeTensor indices = w.empty(ElementType.INT, Shape.of(columns));
        indices.set(windows.seen());
        NativeTensor chosen = w.empty(x.type(), Shape.of(columns, rows));
        w.kernels.permute(x.view(Shape.of(rows, columns), 0), new int[] {1, 0}, chosen, false);
        w.kernels.scatterAdd(chosen, indices, table);
        w.kernels.permute(table.view(Shape.of(n, rows), 0), new int[] {1, 0}, out.view(Shape.of(rows, n), 0), false);
        w.release(chosen);
        w.release(indices);
        w.release(table);
    }

    // --- convolutions ---

    @Override
    public Tensor convolution(Tensor tensor, Tensor filters, Tensor offsets, Convolution settings) {
        String operation = "convolution";
        NativeTensor x = ImageShapes.image(operation, tensor);
        NativeTensor weights = Workspace.floating(operation, filters);
        NativeTensor bias = Workspace.inOrNull(offsets);
        int groups = settings.groups();
        int rank = x.shape().rank();
        Workspace.require(
                weights.type() == x.type()
                        && weights.shape().rank() == rank
                        && x.shape().size(1) == weights.shape().size(1) * groups
                        && weights.shape().size(0) % groups == 0,
                operation,
                "[b, c, ...] and [o, c / groups, ...] of one type, in groups of " + groups,
                x,
                weights);
        int outChannels = weights.shape().size(0);
        requireBias(operation, weights, bias, outChannels);
        int[] spatial = ImageShapes.spatial(x.shape());
        Window window = ImageShapes.window(settings, weights);
        Windows windows = settings.same()
                ? ImageShapes.sameWindows(operation, spatial, window, x, weights)
                : ImageShapes.windows(operation, spatial, window, x, weights);
        if (w.composes()) {
            return composed(x, weights, bias, groups, windows);
        }
        NativeTensor out =
                w.empty(x.type(), ImageShapes.imageShape(x.shape().size(0), outChannels, windows.counts(rank - 2)));
        w.fused.images().convolution(x, weights, bias, windows, groups, out);
        if (w.recordsAny(x, weights) || w.records(bias)) {
            w.record(
                    out,
                    g -> {
                        NativeTensor dy = g.gradient();
                        biasGradient(g, dy, windows.count());
                        if (g.needs(1)) {
                            NativeTensor dw = w.emptyLike(weights);
                            w.fused.images().convolutionWeightGradient(x, dy, windows, groups, dw);
                            g.give(1, dw);
                        }
                        if (g.needs(0)) {
                            NativeTensor dx = w.emptyLike(x);
                            w.fused.images().convolutionInputGradient(dy, weights, windows, groups, dx);
                            g.give(0, dx);
                        }
                    },
                    x,
                    weights,
                    bias);
        }
        return out;
    }

    @Override
    public Tensor transposedConvolution(Tensor tensor, Tensor filters, Tensor offsets, Convolution settings) {
        String operation = "transposedConvolution";
        NativeTensor x = ImageShapes.image(operation, tensor);
        NativeTensor weights = Workspace.floating(operation, filters);
        NativeTensor bias = Workspace.inOrNull(offsets);
        int groups = settings.groups();
        int rank = x.shape().rank();
        Workspace.require(
                !settings.same()
                        && weights.type() == x.type()
                        && weights.shape().rank() == rank
                        && x.shape().size(1) == weights.shape().size(0)
                        && weights.shape().size(0) % groups == 0,
                operation,
                "[b, c, ...] and [c, o / groups, ...] of one type, in groups of " + groups + ", and padding by numbers",
                x,
                weights);
        int outChannels = weights.shape().size(1) * groups;
        requireBias(operation, weights, bias, outChannels);
        Window window = ImageShapes.window(settings, weights);
        int[] size = ImageShapes.transposedSize(operation, settings, window, x, weights);
        Windows windows = ImageShapes.windows(
                window, size, ImageShapes.padding(window, rank - 2), ImageShapes.spatial(x.shape()));
        if (w.composes()) {
            return composedTransposed(x, weights, bias, groups, windows, size);
        }
        NativeTensor out = w.empty(x.type(), ImageShapes.imageShape(x.shape().size(0), outChannels, size));
        w.fused.images().convolutionInputGradient(x, weights, windows, groups, out);
        if (bias != null) {
            w.kernels.binary(Binary.ADD, out, bias.view(perChannel(bias, rank), 0), out);
        }
        if (w.recordsAny(x, weights) || w.records(bias)) {
            w.record(
                    out,
                    g -> {
                        NativeTensor dy = g.gradient();
                        biasGradient(g, dy, windows.elements());
                        if (g.needs(1)) {
                            NativeTensor dw = w.emptyLike(weights);
                            w.fused.images().convolutionWeightGradient(dy, x, windows, groups, dw);
                            g.give(1, dw);
                        }
                        if (g.needs(0)) {
                            NativeTensor dx = w.emptyLike(x);
                            w.fused.images().convolution(dy, weights, null, windows, groups, dx);
                            g.give(0, dx);
                        }
                    },
                    x,
                    weights,
                    bias);
        }
        return out;
    }

    /** The product of the filters with what the windows see. */
    private Tensor composed(NativeTensor x, NativeTensor weights, NativeTensor bias, int groups, Windows windows) {
        int batch = x.shape().size(0);
        int outChannels = weights.shape().size(0);
        int depth = weights.shape().size(1) * windows.taps();
        Tensor columns = ops.reshape(unfold(x, windows), batch, groups, depth, windows.count());
        Tensor y = ops.matmul(ops.reshape(weights, groups, outChannels / groups, depth), columns);
        int[] out = windows.counts(x.shape().rank() - 2);
        return plusBias(
                ops.reshape(y, ImageShapes.imageShape(batch, outChannels, out).toArray()), bias);
    }

    private Tensor composedTransposed(
            NativeTensor x, NativeTensor weights, NativeTensor bias, int groups, Windows windows, int[] size) {
        int batch = x.shape().size(0);
        int channels = x.shape().size(1);
        int count = x.count() / Math.max(1, batch * channels);
        int depth = weights.count() / Math.max(1, channels);
        Tensor columns = ops.matmul(
                ops.reshape(weights, groups, channels / groups, depth),
                ops.reshape(x, batch, groups, channels / groups, count),
                true,
                false);
        Tensor joined = ops.reshape(columns, batch, groups * depth, count);
        Shape shape = ImageShapes.imageShape(batch, groups * depth / windows.taps(), size);
        return plusBias(fold(Workspace.in(joined), windows, shape), bias);
    }

    private Tensor plusBias(Tensor y, NativeTensor bias) {
        return bias == null
                ? y
                : ops.add(
                        y, ops.reshape(bias, perChannel(bias, y.shape().rank()).toArray()));
    }

    /** A number a channel, as it broadcasts over images. */
    private static Shape perChannel(NativeTensor bias, int rank) {
        int[] sizes = new int[rank - 1];
        Arrays.fill(sizes, 1);
        sizes[0] = bias.count();
        return Shape.of(sizes);
    }

    private static void requireBias(String operation, NativeTensor weights, NativeTensor bias, int channels) {
        Workspace.require(
                bias == null || (bias.type() == weights.type() && bias.shape().equals(Shape.of(channels))),
                operation,
                "a bias " + weights.type() + "[" + channels + "] or none",
                bias);
    }

    /** Input 2: the sum over images and elements. */
    private void biasGradient(Flow g, NativeTensor dy, int elements) {
        if (g.needs(2)) {
            int batch = dy.shape().size(0);
            int channels = dy.shape().size(1);
            NativeTensor sums = w.empty(dy.type(), Shape.of(batch, channels));
            w.kernels.sum(dy, batch * channels, elements, 1, 1, sums, false);
            NativeTensor db = w.empty(dy.type(), Shape.of(channels));
            w.kernels.fill(db, 0);
            w.kernels.sum(sums, 1, batch, channels, 1, db, true);
            w.release(sums);
            g.give(2, db);
        }
    }

    // --- pooling, resizing, sampling ---

    @Override
    public Tensor maxPool(Tensor x, Window window) {
        return pools.max(x, window);
    }

    @Override
    public Tensor averagePool(Tensor x, Window window, boolean countPadding) {
        return pools.average(x, window, countPadding);
    }

    @Override
    public Tensor adaptiveAveragePool(Tensor x, int... size) {
        return pools.adaptiveAverage(x, size);
    }

    @Override
    public Tensor globalAveragePool(Tensor x) {
        return pools.globalAverage(x);
    }

    @Override
    public Tensor globalMaxPool(Tensor x) {
        return pools.globalMax(x);
    }

    @Override
    public Tensor resize(Tensor x, Interpolation interpolation, boolean alignCorners, int... size) {
        return samples.resize(x, interpolation, alignCorners, size);
    }

    @Override
    public Tensor gridSample(
            Tensor x, Tensor grid, Interpolation interpolation, Outside outside, boolean alignCorners) {
        return samples.atGrid(x, grid, interpolation, outside, alignCorners);
    }

    @Override
    public Tensor affineGrid(Tensor theta, boolean alignCorners, int... size) {
        return samples.affineGrid(theta, alignCorners, size);
    }

    @Override
    public Tensor pixelShuffle(Tensor x, int r) {
        return samples.pixelShuffle(x, r);
    }

    @Override
    public Tensor pixelUnshuffle(Tensor x, int r) {
        return samples.pixelUnshuffle(x, r);
    }
}
