package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.service.memory.NativeTensor;

/** Operations on images of floats through the Vector API; doubles run through the scalar code. */
final class VectorImageKernels extends ScalarImageKernels {
    /** As in {@link VectorKernels}: loops are called in parts of so many elements. */
    private static final int PART = 2048;

    private final Winograd winograd;

    VectorImageKernels(Gemm gemm) {
        super(gemm);
        winograd = new Winograd(gemm);
    }

    // --- convolutions ---

    @Override
    public void convolution(
            NativeTensor x, NativeTensor weights, NativeTensor bias, Windows windows, int groups, NativeTensor out) {
        if (winograd(x, weights, windows, groups)) {
            winograd.convolution(x, weights, bias, windows, out);
        } else {
            super.convolution(x, weights, bias, windows, groups, out);
        }
    }

    @Override
    public void convolutionInputGradient(
            NativeTensor dy, NativeTensor weights, Windows windows, int groups, NativeTensor dx) {
        if (winograd(dy, weights, windows, groups)) {
            winograd.inputGradient(dy, weights, windows, dx);
        } else {
            super.convolutionInputGradient(dy, weights, windows, groups, dx);
        }
    }

    @Override
    public void convolutionWeightGradient(
            NativeTensor x, NativeTensor dy, Windows windows, int groups, NativeTensor dweights) {
        if (winograd(x, dweights, windows, groups)) {
            winograd.weightGradient(x, dy, windows, dweights);
        } else {
            super.convolutionWeightGradient(x, dy, windows, groups, dweights);
        }
    }

    /** How a convolution is computed: the one place that decides. */
    private static boolean winograd(NativeTensor x, NativeTensor weights, Windows windows, int groups) {
        return floats(x)
                && Winograd.pays(
                        windows, weights.shape().size(1), weights.shape().size(0), groups);
    }

    // --- windows ---

    @Override
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
        if (!floats(x) || windows.stride(2) != 1) {
            super.unfoldTap(x, plane, windows, tapZ, tapY, tapX, fromRow, toRow, columns, start);
            return;
        }
        int n = windows.out(2);
        int from = windows.from(2, tapX);
        int to = Math.max(from, windows.to(2, tapX));
        if (isShift(windows)) {
            unfoldShift(x, plane, windows, tapY, tapX, fromRow, toRow, columns, start, from, to);
            return;
        }
        int target = start;
        for (int row = fromRow; row < toRow; row++, target += n) {
            int z = windows.seen(0, tapZ, row / windows.out(1));
            int y = windows.seen(1, tapY, row % windows.out(1));
            if (z < 0 || y < 0) {
                zero(columns, target, n);
                continue;
            }
            int source = plane + (z * windows.in(1) + y) * windows.in(2) + windows.first(2, tapX);
            WindowLoops.zeroColumns(columns, target, from, 1, n);
            WindowLoops.copyAhead(x, source + from, columns, target + from, to - from);
            WindowLoops.zeroColumns(columns, target + to, n - to, 1, n);
        }
    }

    /** Whether what a tap sees of a plane is the plane shifted, but for what comes from beyond the borders. */
    private static boolean isShift(Windows windows) {
        return windows.in(0) == 1
                && windows.out(0) == 1
                && windows.size(0) == 1
                && windows.padding(0) == 0
                && windows.stride(1) == 1
                && windows.stride(2) == 1
                && windows.out(2) == windows.in(2);
    }

    private void unfoldShift(
            NativeTensor x,
            int plane,
            Windows windows,
            int tapY,
            int tapX,
            int fromRow,
            int toRow,
            NativeTensor columns,
            int start,
            int from,
            int to) {
        int n = windows.out(2);
        int first = Math.max(fromRow, Math.min(toRow, windows.from(1, tapY)));
        int last = Math.max(first, Math.min(toRow, windows.to(1, tapY)));
        zero(columns, start, (first - fromRow) * n);
        int inside = start + (first - fromRow) * n;
        int rows = last - first;
        if (rows > 0 && to > from) {
            int source = plane + (first + windows.first(1, tapY)) * n + windows.first(2, tapX);
            // From the first element inside to the last; what lies between comes from neighbouring rows.
            WindowLoops.copyAhead(x, source + from, columns, inside + from, (rows - 1) * n + to - from);
        }
        WindowLoops.zeroColumns(columns, inside, from, rows, n);
        WindowLoops.zeroColumns(columns, inside + to, n - to, rows, n);
        zero(columns, inside + rows * n, (toRow - last) * n);
    }

    @Override
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
        if (!floats(x) || windows.stride(2) != 1) {
            super.foldTap(columns, mayChange, start, windows, tapZ, tapY, tapX, fromRow, toRow, x, plane);
            return;
        }
        int n = windows.out(2);
        int from = windows.from(2, tapX);
        int to = Math.max(from, windows.to(2, tapX));
        if (mayChange && isShift(windows)) {
            foldShift(columns, start, windows, tapY, tapX, fromRow, toRow, x, plane, from, to);
            return;
        }
        int source = start;
        for (int row = fromRow; row < toRow; row++, source += n) {
            int z = windows.seen(0, tapZ, row / windows.out(1));
            int y = windows.seen(1, tapY, row % windows.out(1));
            if (z >= 0 && y >= 0) {
                int target = plane + (z * windows.in(1) + y) * windows.in(2) + windows.first(2, tapX);
                FloatLoops.addTo(columns, source + from, x, target + from, to - from);
            }
        }
    }

    private static void foldShift(
            NativeTensor columns,
            int start,
            Windows windows,
            int tapY,
            int tapX,
            int fromRow,
            int toRow,
            NativeTensor x,
            int plane,
            int from,
            int to) {
        int n = windows.out(2);
        int first = Math.max(fromRow, Math.min(toRow, windows.from(1, tapY)));
        int last = Math.max(first, Math.min(toRow, windows.to(1, tapY)));
        int rows = last - first;
        if (rows == 0 || to == from) {
            return;
        }
        int inside = start + (first - fromRow) * n;
        WindowLoops.zeroColumns(columns, inside, from, rows, n);
        WindowLoops.zeroColumns(columns, inside + to, n - to, rows, n);
        int target = plane + (first + windows.first(1, tapY)) * n + windows.first(2, tapX);
        int all = (rows - 1) * n + to - from;
        for (int i = 0; i < all; i += PART) {
            FloatLoops.addTo(columns, inside + from + i, x, target + from + i, Math.min(PART, all - i));
        }
    }

    // --- pooling and resizing ---

    /** Pairs of a row first, and then pairs of what is left of the rows. */
    @Override
    public void maxPool(NativeTensor x, Windows windows, NativeTensor out, NativeTensor taps) {
        if (!floats(x) || !windows.areTilesOfFour()) {
            super.maxPool(x, windows, out, taps);
            return;
        }
        int n = windows.out(2);
        int plane = windows.elements() / 2;
        NativeTensor pairs = scratch(out, plane + FloatLanes.LANES);
        NativeTensor right = scratch(out, plane + FloatLanes.LANES);
        NativeTensor numbers = taps == null ? scratch(out, out.count()) : taps;
        int planes = x.shape().size(0) * x.shape().size(1);
        for (int p = 0; p < planes; p++) {
            for (int i = 0; i < plane; i += PART) {
                int part = Math.min(PART, plane - i);
                PoolLoops.maxOfPairs(x, 2 * (p * plane + i), pairs, right, i, part);
            }
            for (int row = 0; row < windows.out(1); row++) {
                int target = (p * windows.out(1) + row) * n;
                PoolLoops.maxOfRows(pairs, right, 2 * row * n, n, out, numbers, target);
            }
        }
        if (taps == null) {
            release(numbers);
        }
        release(right);
        release(pairs);
    }

    @Override
    public void maxPoolGradient(NativeTensor dy, NativeTensor taps, Windows windows, NativeTensor dx) {
        if (!floats(dx) || !windows.areTilesOfFour()) {
            super.maxPoolGradient(dy, taps, windows, dx);
            return;
        }
        int n = windows.out(2);
        int rows = n == 0 ? 0 : dy.count() / n;
        for (int row = 0; row < rows; row++) {
            PoolLoops.spread(dy, taps, row * n, 0, dx, 4 * row * n, n);
            PoolLoops.spread(dy, taps, row * n, 2, dx, (4 * row + 2) * n, n);
        }
    }

    /** Rows at a time, where there are rows; along the last axis element by element. */
    @Override
    public void resample(NativeTensor x, int outer, int inner, Taps taps, NativeTensor out) {
        if (!floats(x)) {
            super.resample(x, outer, inner, taps, out);
        } else if (inner == 1) {
            PoolLoops.resample(x, outer, taps, out);
        } else {
            zero(out, 0, out.count());
            for (int o = 0; o < outer; o++) {
                for (int p = 0; p < taps.out(); p++) {
                    for (int t = 0; t < taps.taps(); t++) {
                        addRow(
                                x,
                                (o * taps.in() + taps.element(p, t)) * inner,
                                taps.weight(p, t),
                                out,
                                (o * taps.out() + p) * inner,
                                inner);
                    }
                }
            }
        }
    }

    @Override
    public void resampleGradient(NativeTensor dy, int outer, int inner, Taps taps, NativeTensor dx) {
        if (!floats(dy)) {
            super.resampleGradient(dy, outer, inner, taps, dx);
            return;
        }
        zero(dx, 0, dx.count());
        if (inner == 1) {
            PoolLoops.resampleGradient(dy, outer, taps, dx);
            return;
        }
        for (int o = 0; o < outer; o++) {
            for (int p = 0; p < taps.out(); p++) {
                for (int t = 0; t < taps.taps(); t++) {
                    addRow(
                            dy,
                            (o * taps.out() + p) * inner,
                            taps.weight(p, t),
                            dx,
                            (o * taps.in() + taps.element(p, t)) * inner,
                            inner);
                }
            }
        }
    }

    private static void addRow(NativeTensor x, int start, double weight, NativeTensor out, int outStart, int n) {
        if (weight == 0) {
            return;
        }
        for (int i = 0; i < n; i += PART) {
            FloatLoops.affine(x, start + i, (float) weight, 0, out, outStart + i, Math.min(PART, n - i), true);
        }
    }

    // --- runs of elements ---

    private static boolean floats(NativeTensor x) {
        return x.type() == ElementType.FLOAT;
    }

    @Override
    void zero(NativeTensor x, int start, int n) {
        if (!floats(x)) {
            super.zero(x, start, n);
            return;
        }
        for (int i = 0; i < n; i += PART) {
            FloatLoops.fill(x, start + i, Math.min(PART, n - i), 0);
        }
    }

    @Override
    void addConstant(NativeTensor x, int start, int n, double value) {
        if (!floats(x)) {
            super.addConstant(x, start, n, value);
            return;
        }
        for (int i = 0; i < n; i += PART) {
            FloatLoops.addConstant(x, start + i, (float) value, x, start + i, Math.min(PART, n - i));
        }
    }
}
