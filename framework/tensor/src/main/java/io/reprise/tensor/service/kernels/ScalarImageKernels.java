package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.service.memory.NativeTensor;

/** Convolutions as products of matrices: of the weights with what the windows see, for one image, or a part of one, at a time. */
class ScalarImageKernels implements ImageKernels {
    /** What the windows of a part of an image see should stay in the second-level cache: 1 MB in float. */
    private static final int PART = 1 << 18;

    private final Gemm gemm;

    ScalarImageKernels(Gemm gemm) {
        this.gemm = gemm;
    }

    final Gemm gemm() {
        return gemm;
    }

    /** Room for intermediate results, beside a tensor. */
    static NativeTensor scratch(NativeTensor beside, int elements) {
        return beside.owner().allocate(beside.type(), Shape.of(elements));
    }

    static void release(NativeTensor scratch) {
        scratch.owner().release(scratch);
    }

    // --- windows ---

    @Override
    public void unfold(NativeTensor x, Windows windows, NativeTensor out) {
        int channels = x.shape().size(1);
        int rows = windows.out(0) * windows.out(1);
        for (int b = 0; b < x.shape().size(0); b++) {
            int start = b * channels * windows.taps() * windows.count();
            unfold(x, b * channels * windows.elements(), channels, windows, 0, rows, out, start, windows.count());
        }
    }

    @Override
    public void fold(NativeTensor columns, Windows windows, NativeTensor out) {
        int channels = out.shape().size(1);
        int rows = windows.out(0) * windows.out(1);
        zero(out, 0, out.count());
        for (int b = 0; b < out.shape().size(0); b++) {
            int start = b * channels * windows.taps() * windows.count();
            int image = b * channels * windows.elements();
            fold(columns, false, start, windows.count(), channels, windows, 0, rows, out, image);
        }
    }

    /**
     * What the windows of some rows see of some channels of an image: a row of {@code columns} for each channel and tap, in it
     * an element for each window.
     *
     * @param xStart where the first channel begins
     * @param fromRow the first row of windows; the rows of all planes are counted through
     * @param toRow the row after the last
     * @param stride from one row of {@code columns} to the next
     */
    final void unfold(
            NativeTensor x,
            int xStart,
            int channels,
            Windows windows,
            int fromRow,
            int toRow,
            NativeTensor columns,
            int start,
            int stride) {
        int row = start;
        for (int c = 0; c < channels; c++) {
            int plane = xStart + c * windows.elements();
            for (int tapZ = 0; tapZ < windows.size(0); tapZ++) {
                for (int tapY = 0; tapY < windows.size(1); tapY++) {
                    for (int tapX = 0; tapX < windows.size(2); tapX++) {
                        unfoldTap(x, plane, windows, tapZ, tapY, tapX, fromRow, toRow, columns, row);
                        row += stride;
                    }
                }
            }
        }
    }

    /** What one tap sees of one channel. */
    void unfoldTap(
            NativeTensor x,
            int plane,
            Windows windows,
            int tapZ,
            int tapY,
            int tapX,
            int fromRow,
            int toRow,
            NativeTensor columns,
            int start) {
        int n = windows.out(2);
        int from = windows.from(2, tapX);
        int to = windows.to(2, tapX);
        int target = start;
        for (int row = fromRow; row < toRow; row++, target += n) {
            int z = windows.seen(0, tapZ, row / windows.out(1));
            int y = windows.seen(1, tapY, row % windows.out(1));
            if (z < 0 || y < 0 || from >= to) {
                zero(columns, target, n);
                continue;
            }
            int source = plane + (z * windows.in(1) + y) * windows.in(2) + windows.first(2, tapX);
            zero(columns, target, from);
            for (int i = from; i < to; i++) {
                columns.put(target + i, x.get(source + i * windows.stride(2)));
            }
            zero(columns, target + to, n - to);
        }
    }

    /**
     * The adjoint of {@link #unfold}, added to the image.
     *
     * @param mayChange whether the columns may be overwritten
     */
    final void fold(
            NativeTensor columns,
            boolean mayChange,
            int start,
            int stride,
            int channels,
            Windows windows,
            int fromRow,
            int toRow,
            NativeTensor x,
            int xStart) {
        int row = start;
        for (int c = 0; c < channels; c++) {
            int plane = xStart + c * windows.elements();
            for (int tapZ = 0; tapZ < windows.size(0); tapZ++) {
                for (int tapY = 0; tapY < windows.size(1); tapY++) {
                    for (int tapX = 0; tapX < windows.size(2); tapX++) {
                        foldTap(columns, mayChange, row, windows, tapZ, tapY, tapX, fromRow, toRow, x, plane);
                        row += stride;
                    }
                }
            }
        }
    }

    void foldTap(
            NativeTensor columns,
            boolean mayChange,
            int start,
            Windows windows,
            int tapZ,
            int tapY,
            int tapX,
            int fromRow,
            int toRow,
            NativeTensor x,
            int plane) {
        int from = windows.from(2, tapX);
        int to = windows.to(2, tapX);
        int source = start;
        for (int row = fromRow; row < toRow; row++, source += windows.out(2)) {
            int z = windows.seen(0, tapZ, row / windows.out(1));
            int y = windows.seen(1, tapY, row % windows.out(1));
            if (z < 0 || y < 0) {
                continue;
            }
            int target = plane + (z * windows.in(1) + y) * windows.in(2) + windows.first(2, tapX);
            for (int i = from; i < to; i++) {
                int element = target + i * windows.stride(2);
                x.put(element, x.get(element) + columns.get(source + i));
            }
        }
    }

    // --- convolutions ---

    /** So many rows of windows that what they see of all channels is no more than {@link #PART}. */
    private static int rowsOfPart(Windows windows, int depth) {
        int rows = windows.out(0) * windows.out(1);
        return (int) Math.max(1, Math.min(rows, PART / Math.max(1, (long) depth * windows.out(2))));
    }

    @Override
    public void convolution(
            NativeTensor x, NativeTensor weights, NativeTensor bias, Windows windows, int groups, NativeTensor out) {
        int channels = weights.shape().size(1);
        int filters = weights.shape().size(0) / groups;
        int depth = channels * windows.taps();
        int rows = windows.out(0) * windows.out(1);
        int part = rowsOfPart(windows, depth);
        NativeTensor columns = windows.isPointwise() ? null : scratch(out, depth * part * windows.out(2));
        for (int image = 0; image < x.shape().size(0) * groups; image++) {
            int group = image % groups;
            int xStart = image * channels * windows.elements();
            int outStart = image * filters * windows.count();
            for (int row = 0; row < rows; row += part) {
                int to = Math.min(rows, row + part);
                int n = (to - row) * windows.out(2);
                int first = row * windows.out(2);
                if (columns != null) {
                    unfold(x, xStart, channels, windows, row, to, columns, 0, n);
                }
                gemm.multiply(
                        false,
                        false,
                        filters,
                        n,
                        depth,
                        1,
                        weights,
                        group * filters * depth,
                        depth,
                        columns == null ? x : columns,
                        columns == null ? xStart + first : 0,
                        columns == null ? windows.elements() : n,
                        0,
                        out,
                        outStart + first,
                        windows.count());
            }
            if (bias != null) {
                for (int o = 0; o < filters; o++) {
                    addConstant(out, outStart + o * windows.count(), windows.count(), bias.get(group * filters + o));
                }
            }
        }
        if (columns != null) {
            release(columns);
        }
    }

    @Override
    public void convolutionInputGradient(
            NativeTensor dy, NativeTensor weights, Windows windows, int groups, NativeTensor dx) {
        int channels = weights.shape().size(1);
        int filters = weights.shape().size(0) / groups;
        int depth = channels * windows.taps();
        int rows = windows.out(0) * windows.out(1);
        int part = rowsOfPart(windows, depth);
        NativeTensor columns = windows.isPointwise() ? null : scratch(dx, depth * part * windows.out(2));
        if (columns != null) {
            zero(dx, 0, dx.count());
        }
        for (int image = 0; image < dx.shape().size(0) * groups; image++) {
            int group = image % groups;
            int xStart = image * channels * windows.elements();
            for (int row = 0; row < rows; row += part) {
                int to = Math.min(rows, row + part);
                int n = (to - row) * windows.out(2);
                int first = row * windows.out(2);
                gemm.multiply(
                        true,
                        false,
                        depth,
                        n,
                        filters,
                        1,
                        weights,
                        group * filters * depth,
                        depth,
                        dy,
                        image * filters * windows.count() + first,
                        windows.count(),
                        0,
                        columns == null ? dx : columns,
                        columns == null ? xStart + first : 0,
                        columns == null ? windows.elements() : n);
                if (columns != null) {
                    fold(columns, true, 0, n, channels, windows, row, to, dx, xStart);
                }
            }
        }
        if (columns != null) {
            release(columns);
        }
    }

    @Override
    public void convolutionWeightGradient(
            NativeTensor x, NativeTensor dy, Windows windows, int groups, NativeTensor dweights) {
        int channels = dweights.shape().size(1);
        int filters = dweights.shape().size(0) / groups;
        int depth = channels * windows.taps();
        int rows = windows.out(0) * windows.out(1);
        int part = rowsOfPart(windows, depth);
        NativeTensor columns = windows.isPointwise() ? null : scratch(dweights, depth * part * windows.out(2));
        zero(dweights, 0, dweights.count());
        for (int image = 0; image < x.shape().size(0) * groups; image++) {
            int group = image % groups;
            int xStart = image * channels * windows.elements();
            for (int row = 0; row < rows; row += part) {
                int to = Math.min(rows, row + part);
                int n = (to - row) * windows.out(2);
                int first = row * windows.out(2);
                if (columns != null) {
                    unfold(x, xStart, channels, windows, row, to, columns, 0, n);
                }
                gemm.multiply(
                        false,
                        true,
                        filters,
                        depth,
                        n,
                        1,
                        dy,
                        image * filters * windows.count() + first,
                        windows.count(),
                        columns == null ? x : columns,
                        columns == null ? xStart + first : 0,
                        columns == null ? windows.elements() : n,
                        1,
                        dweights,
                        group * filters * depth,
                        depth);
            }
        }
        if (columns != null) {
            release(columns);
        }
    }

    // --- pooling and resizing ---

    @Override
    public void maxPool(NativeTensor x, Windows windows, NativeTensor out, NativeTensor taps) {
        int planes = x.shape().size(0) * x.shape().size(1);
        for (int plane = 0; plane < planes; plane++) {
            int start = plane * windows.elements();
            for (int window = 0; window < windows.count(); window++) {
                int tap = largest(x, start, windows, window);
                int target = plane * windows.count() + window;
                out.put(target, tap < 0 ? Double.NEGATIVE_INFINITY : x.get(start + windows.element(tap, window)));
                if (taps != null) {
                    taps.put(target, tap);
                }
            }
        }
    }

    private static int largest(NativeTensor x, int start, Windows windows, int window) {
        int best = -1;
        double largest = Double.NEGATIVE_INFINITY;
        for (int tap = 0; tap < windows.taps(); tap++) {
            int element = windows.element(tap, window);
            if (element < 0) {
                continue;
            }
            double value = x.get(start + element);
            if (Double.isNaN(value)) {
                return tap;
            }
            if (best < 0 || value > largest) {
                best = tap;
                largest = value;
            }
        }
        return best;
    }

    @Override
    public void maxPoolGradient(NativeTensor dy, NativeTensor taps, Windows windows, NativeTensor dx) {
        zero(dx, 0, dx.count());
        int planes = dx.shape().size(0) * dx.shape().size(1);
        for (int plane = 0; plane < planes; plane++) {
            for (int window = 0; window < windows.count(); window++) {
                int source = plane * windows.count() + window;
                int tap = (int) taps.get(source);
                if (tap >= 0) {
                    int target = plane * windows.elements() + windows.element(tap, window);
                    dx.put(target, dx.get(target) + dy.get(source));
                }
            }
        }
    }

    @Override
    public void resample(NativeTensor x, int outer, int inner, Taps taps, NativeTensor out) {
        for (int o = 0; o < outer; o++) {
            for (int p = 0; p < taps.out(); p++) {
                int target = (o * taps.out() + p) * inner;
                for (int i = 0; i < inner; i++) {
                    double sum = 0;
                    for (int t = 0; t < taps.taps(); t++) {
                        if (taps.weight(p, t) != 0) {
                            sum += taps.weight(p, t) * x.get((o * taps.in() + taps.element(p, t)) * inner + i);
                        }
                    }
                    out.put(target + i, sum);
                }
            }
        }
    }

    @Override
    public void resampleGradient(NativeTensor dy, int outer, int inner, Taps taps, NativeTensor dx) {
        zero(dx, 0, dx.count());
        for (int o = 0; o < outer; o++) {
            for (int p = 0; p < taps.out(); p++) {
                int source = (o * taps.out() + p) * inner;
                for (int t = 0; t < taps.taps(); t++) {
                    if (taps.weight(p, t) == 0) {
                        continue;
                    }
                    int target = (o * taps.in() + taps.element(p, t)) * inner;
                    for (int i = 0; i < inner; i++) {
                        dx.put(target + i, dx.get(target + i) + taps.weight(p, t) * dy.get(source + i));
                    }
                }
            }
        }
    }

    // --- runs of elements ---

    void zero(NativeTensor x, int start, int n) {
        for (int i = start; i < start + n; i++) {
            x.put(i, 0);
        }
    }

    /** {@code x += value} on a run of elements. */
    void addConstant(NativeTensor x, int start, int n, double value) {
        boolean isFloat = x.type() == ElementType.FLOAT;
        for (int i = start; i < start + n; i++) {
            // Rounded as vectors of floats do.
            x.put(i, isFloat ? (float) x.get(i) + (float) value : x.get(i) + value);
        }
    }
}
