package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.Window;
import io.reprise.tensor.service.kernels.Kernels.Comparison;
import io.reprise.tensor.service.kernels.Taps;
import io.reprise.tensor.service.kernels.Windows;
import io.reprise.tensor.service.memory.NativeTensor;

/** Largest elements and means of windows of images. */
final class Pools {
    private final Ops ops;
    private final Workspace w;
    private final Images images;

    Pools(Ops ops, Workspace w, Images images) {
        this.ops = ops;
        this.w = w;
        this.images = images;
    }

    Tensor max(Tensor tensor, Window window) {
        NativeTensor x = ImageShapes.image("maxPool", tensor);
        Windows windows = poolWindows("maxPool", x, window);
        int rank = x.shape().rank();
        Shape shape = ImageShapes.imageShape(x.shape().size(0), x.shape().size(1), windows.counts(rank - 2));
        if (w.composes()) {
            return composedMax(x, windows, shape);
        }
        NativeTensor out = w.empty(x.type(), shape);
        if (!w.records(x)) {
            w.fused.images().maxPool(x, windows, out, null);
            return out;
        }
        NativeTensor taps = w.empty(x.type(), shape);
        w.fused.images().maxPool(x, windows, out, taps);
        w.record(
                out,
                g -> {
                    NativeTensor dx = w.emptyLike(x);
                    w.fused.images().maxPoolGradient(g.gradient(), taps, windows, dx);
                    w.release(taps);
                    g.give(0, dx);
                },
                x);
        return out;
    }

    /** The largest of each column; the gradient is folded back from a column that is zero elsewhere. */
    private Tensor composedMax(NativeTensor x, Windows windows, Shape shape) {
        int planes = x.shape().size(0) * x.shape().size(1);
        int taps = windows.taps();
        int count = windows.count();
        NativeTensor columns = w.empty(x.type(), Shape.of(planes, taps, count));
        images.unfoldByRows(x, windows, Double.NEGATIVE_INFINITY, columns);
        NativeTensor out = w.empty(x.type(), shape);
        NativeTensor chosen = w.empty(ElementType.INT, Shape.of(planes, 1, count));
        w.kernels.max(columns, planes, taps, count, out, chosen);
        if (w.records(x)) {
            NativeTensor numbers = w.empty(ElementType.INT, Shape.of(taps, 1));
            int[] counted = new int[taps];
            for (int i = 0; i < taps; i++) {
                counted[i] = i;
            }
            numbers.set(counted);
            NativeTensor equal = w.empty(ElementType.BOOL, columns.shape());
            w.kernels.compare(Comparison.EQUAL, chosen, numbers, equal);
            NativeTensor mask = w.empty(x.type(), columns.shape());
            w.kernels.cast(equal, mask);
            w.release(equal);
            w.release(numbers);
            w.recordFormula(
                    out,
                    (f, dy, i) -> {
                        Tensor spread = f.multiply(f.reshape(dy, planes, 1, count), mask);
                        return Images.of(f).fold(Workspace.in(spread), windows, x.shape());
                    },
                    x);
        }
        w.release(columns);
        w.release(chosen);
        return out;
    }

    private static Windows poolWindows(String operation, NativeTensor x, Window window) {
        int[] spatial = ImageShapes.spatial(x.shape());
        Windows windows = ImageShapes.windows(operation, spatial, window, x);
        for (int i = 0; i < spatial.length; i++) {
            if (2L * ImageShapes.at(window.padding(), i) > ImageShapes.at(window.size(), i)) {
                throw Workspace.refusal(
                        operation,
                        "a padding of at most half the window " + window.size() + ", not " + window.padding(),
                        x);
            }
        }
        return windows;
    }

    /** A mean over a window is a mean along each axis in turn. */
    Tensor average(Tensor tensor, Window window, boolean countPadding) {
        NativeTensor x = ImageShapes.image("averagePool", tensor);
        poolWindows("averagePool", x, window);
        Tensor y = x;
        int axes = x.shape().rank() - 2;
        int[] counts = ImageShapes.windows("averagePool", ImageShapes.spatial(x.shape()), window, x)
                .counts(axes);
        for (int i = 0; i < axes; i++) {
            int n = x.shape().size(i + 2);
            int size = ImageShapes.at(window.size(), i);
            Taps taps = new Taps(n, counts[i], size);
            for (int p = 0; p < counts[i]; p++) {
                long first = (long) p * ImageShapes.at(window.stride(), i) - ImageShapes.at(window.padding(), i);
                means(taps, p, first, ImageShapes.at(window.dilation(), i), size, countPadding);
            }
            y = Samples.along(ops, w, y, i + 2, taps);
        }
        return y;
    }

    private static void means(Taps taps, int window, long first, int step, int size, boolean countPadding) {
        int seen = 0;
        for (int t = 0; t < size; t++) {
            long element = first + (long) t * step;
            seen += element >= 0 && element < taps.in() ? 1 : 0;
        }
        for (int t = 0; t < size; t++) {
            long element = first + (long) t * step;
            if (element >= 0 && element < taps.in()) {
                taps.set(window, t, (int) element, 1.0 / (countPadding ? size : seen));
            }
        }
    }

    Tensor adaptiveAverage(Tensor tensor, int... size) {
        NativeTensor x = ImageShapes.image("adaptiveAveragePool", tensor);
        ImageShapes.requireSizes("adaptiveAveragePool", size, x);
        Tensor y = x;
        for (int i = 0; i < size.length; i++) {
            int n = x.shape().size(i + 2);
            Taps taps = new Taps(n, size[i], (n + size[i] - 1) / size[i] + 1);
            for (int p = 0; p < size[i]; p++) {
                int first = (int) ((long) p * n / size[i]);
                int end = (int) (((p + 1L) * n + size[i] - 1) / size[i]);
                means(taps, p, first, 1, end - first, false);
            }
            y = Samples.along(ops, w, y, i + 2, taps);
        }
        return y;
    }

    Tensor globalAverage(Tensor tensor) {
        NativeTensor x = ImageShapes.image("globalAveragePool", tensor);
        return ops.mean(flat(x), -1, false);
    }

    Tensor globalMax(Tensor tensor) {
        NativeTensor x = ImageShapes.image("globalMaxPool", tensor);
        Workspace.require(!ImageShapes.isEmpty(x), "globalMaxPool", "images of at least one element", x);
        return ops.max(flat(x), -1, false);
    }

    private Tensor flat(NativeTensor x) {
        int elements = 1;
        for (int n : ImageShapes.spatial(x.shape())) {
            elements *= n;
        }
        return ops.reshape(x, x.shape().size(0), x.shape().size(1), elements);
    }
}
