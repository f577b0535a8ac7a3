package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;

/** Fourier transforms of floats, as many lines at a time as a vector has lanes; 2n real numbers go through the transform of n
 * complex ones. */
final class VectorFourier extends ScalarFourier {
    /** Fewer lines than this don't pay for the lanes that stay empty. */
    private static final int FEWEST_LINES = 4;

    /** Longer lines side by side leave the caches. */
    private static final int LONGEST_LINE = 1 << 13;

    private static final int LANES = FloatLanes.LANES;

    private static boolean pays(NativeTensor x, int lines, int n) {
        return x.type() == ElementType.FLOAT && lines >= FEWEST_LINES && n <= LONGEST_LINE;
    }

    @Override
    public void transform(
            NativeTensor x, int outer, int n, int inner, boolean inverse, double scale, NativeTensor out) {
        int lines = outer * inner;
        if (!pays(x, lines, n)) {
            super.transform(x, outer, n, inner, inverse, scale, out);
            return;
        }
        try (Rows rows = new Rows(plan(n), n, out)) {
            for (int line = 0; line < lines; line += LANES) {
                int count = Math.min(LANES, lines - line);
                boolean together = line % inner + LANES <= inner;
                if (together) {
                    FourierLoops.part(x, 2 * start(line, n, inner), 2 * inner, n, rows.x, inverse);
                } else {
                    for (int i = 0; i < count; i++) {
                        copyPairs(x, 2 * start(line + i, n, inner), 2 * inner, n, rows.pairs, 2 * i, 2 * LANES);
                    }
                    FourierLoops.part(rows.pairs, 0, 2 * LANES, n, rows.x, inverse);
                }
                rows.transform();
                if (together) {
                    FourierLoops.join(rows.x, n, inverse, (float) scale, out, 2 * start(line, n, inner), 2 * inner);
                } else {
                    FourierLoops.join(rows.x, n, inverse, (float) scale, rows.pairs, 0, 2 * LANES);
                    for (int i = 0; i < count; i++) {
                        copyPairs(rows.pairs, 2 * i, 2 * LANES, n, out, 2 * start(line + i, n, inner), 2 * inner);
                    }
                }
            }
        }
    }

    /** Which number of {@code [outer, n, inner]} a line begins with. */
    private static int start(int line, int n, int inner) {
        return line / inner * n * inner + line % inner;
    }

    @Override
    public void fromReal(NativeTensor x, int outer, int n, int inner, double scale, double shared, NativeTensor out) {
        int lines = outer * inner;
        if (!pays(x, lines, n)) {
            super.fromReal(x, outer, n, inner, scale, shared, out);
        } else if (n % 2 == 1) {
            fromOddReal(x, outer, n, inner, scale, shared, out);
        } else {
            int h = n / 2;
            FourierPlan plan = plan(h);
            try (Rows rows = new Rows(plan, h + 1, out)) {
                for (int line = 0; line < lines; line += LANES) {
                    int count = Math.min(LANES, lines - line);
                    boolean together = line % inner + LANES <= inner;
                    if (together) {
                        FourierLoops.copyVectors(x, start(line, n, inner), inner, n, rows.x, 0, LANES);
                    } else {
                        for (int i = 0; i < count; i++) {
                            takeReal(x, start(line + i, n, inner), inner, h, rows.pairs, 2 * i);
                        }
                        FourierLoops.part(rows.pairs, 0, 2 * LANES, h, rows.x, false);
                    }
                    rows.transform();
                    FourierLoops.separate(rows.x, h, plan.floatDoubling, (float) scale, (float) shared, rows.y);
                    if (together) {
                        FourierLoops.join(rows.y, h + 1, false, 1, out, 2 * start(line, h + 1, inner), 2 * inner);
                        continue;
                    }
                    FourierLoops.join(rows.y, h + 1, false, 1, rows.pairs, 0, 2 * LANES);
                    for (int i = 0; i < count; i++) {
                        int to = 2 * start(line + i, h + 1, inner);
                        copyPairs(rows.pairs, 2 * i, 2 * LANES, h + 1, out, to, 2 * inner);
                    }
                }
            }
        }
    }

    private void fromOddReal(
            NativeTensor x, int outer, int n, int inner, double scale, double shared, NativeTensor out) {
        NativeTensor all = out.owner().allocate(x.type(), Shape.of(outer, n, inner, 2));
        for (int i = 0; i < x.count(); i++) {
            all.put(2 * i, x.get(i));
            all.put(2 * i + 1, 0);
        }
        transform(all, outer, n, inner, false, scale, all);
        int half = n / 2 + 1;
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < half * inner * 2; i++) {
                double weight = i < inner * 2 ? 1 : shared;
                out.put(o * half * inner * 2 + i, weight * all.get(o * n * inner * 2 + i));
            }
        }
        all.owner().release(all);
    }

    @Override
    public void toReal(NativeTensor x, int outer, int n, int inner, double scale, double shared, NativeTensor out) {
        int lines = outer * inner;
        if (!pays(x, lines, n)) {
            super.toReal(x, outer, n, inner, scale, shared, out);
        } else if (n % 2 == 1) {
            toOddReal(x, outer, n, inner, scale, shared, out);
        } else {
            int h = n / 2;
            FourierPlan plan = plan(h);
            try (Rows rows = new Rows(plan, h + 1, out)) {
                for (int line = 0; line < lines; line += LANES) {
                    int count = Math.min(LANES, lines - line);
                    boolean together = line % inner + LANES <= inner;
                    if (together) {
                        FourierLoops.part(x, 2 * start(line, h + 1, inner), 2 * inner, h + 1, rows.y, false);
                    } else {
                        for (int i = 0; i < count; i++) {
                            int from = 2 * start(line + i, h + 1, inner);
                            copyPairs(x, from, 2 * inner, h + 1, rows.pairs, 2 * i, 2 * LANES);
                        }
                        FourierLoops.part(rows.pairs, 0, 2 * LANES, h + 1, rows.y, false);
                    }
                    FourierLoops.combine(rows.y, h, plan.floatDoubling, (float) scale, (float) shared, rows.x);
                    rows.transform();
                    if (together) {
                        // The parts are still exchanged: the odd places come first.
                        FourierLoops.copyVectors(rows.x, LANES, 2 * LANES, h, out, start(line, n, inner), 2 * inner);
                        FourierLoops.copyVectors(
                                rows.x, 0, 2 * LANES, h, out, start(line, n, inner) + inner, 2 * inner);
                        continue;
                    }
                    FourierLoops.join(rows.x, h, true, 1, rows.pairs, 0, 2 * LANES);
                    for (int i = 0; i < count; i++) {
                        giveReal(rows.pairs, 2 * i, h, out, start(line + i, n, inner), inner);
                    }
                }
            }
        }
    }

    private void toOddReal(NativeTensor x, int outer, int n, int inner, double scale, double shared, NativeTensor out) {
        NativeTensor all = out.owner().allocate(x.type(), Shape.of(outer, n, inner, 2));
        int half = n / 2 + 1;
        for (int o = 0; o < outer; o++) {
            for (int k = 0; k < half; k++) {
                double weight = k == 0 ? 1 : shared / 2;
                for (int i = 0; i < inner; i++) {
                    int from = 2 * ((o * half + k) * inner + i);
                    int to = 2 * ((o * n + k) * inner + i);
                    all.put(to, weight * x.get(from));
                    all.put(to + 1, k == 0 ? 0 : weight * x.get(from + 1));
                    if (k > 0) {
                        int mirrored = 2 * ((o * n + n - k) * inner + i);
                        all.put(mirrored, weight * x.get(from));
                        all.put(mirrored + 1, -weight * x.get(from + 1));
                    }
                }
            }
        }
        transform(all, outer, n, inner, true, scale, all);
        for (int i = 0; i < out.count(); i++) {
            out.put(i, all.get(2 * i));
        }
        all.owner().release(all);
    }

    /** Takes 2h real numbers that lie {@code step} apart as h pairs of a column. */
    private static void takeReal(NativeTensor x, int start, int step, int h, NativeTensor pairs, int column) {
        if (step == 1) {
            copyPairs(x, start, 2, h, pairs, column, 2 * LANES);
        } else {
            copy(x, start, 2 * step, h, pairs, column, 2 * LANES);
            copy(x, start + step, 2 * step, h, pairs, column + 1, 2 * LANES);
        }
    }

    /** Undoes {@link #takeReal}. */
    private static void giveReal(NativeTensor pairs, int column, int h, NativeTensor out, int start, int step) {
        if (step == 1) {
            copyPairs(pairs, column, 2 * LANES, h, out, start, 2);
        } else {
            copy(pairs, column, 2 * LANES, h, out, start, 2 * step);
            copy(pairs, column + 1, 2 * LANES, h, out, start + step, 2 * step);
        }
    }

    /** Copies n pairs that lie {@code step} floats apart. */
    private static void copyPairs(
            NativeTensor x, int start, int step, int n, NativeTensor out, int outStart, int outStep) {
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        int at = x.offset() + Float.BYTES * start;
        int outAt = out.offset() + Float.BYTES * outStart;
        for (int j = 0; j < n; j++) {
            to.putLong(outAt, from.getLong(at));
            at += Float.BYTES * step;
            outAt += Float.BYTES * outStep;
        }
    }

    /** Copies n floats that lie {@code step} apart. */
    private static void copy(NativeTensor x, int start, int step, int n, NativeTensor out, int outStart, int outStep) {
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        int at = x.offset() + Float.BYTES * start;
        int outAt = out.offset() + Float.BYTES * outStart;
        for (int j = 0; j < n; j++) {
            to.putInt(outAt, from.getInt(at));
            at += Float.BYTES * step;
            outAt += Float.BYTES * outStep;
        }
    }

    @Override
    public void multiply(NativeTensor a, NativeTensor b, boolean conjugate, NativeTensor out) {
        if (a.type() != ElementType.FLOAT || !a.shape().equals(b.shape())) {
            super.multiply(a, b, conjugate, out);
            return;
        }
        int pairs = out.count() / 2;
        int whole = pairs - pairs % (LANES / 2);
        FourierLoops.multiply(a, 0, b, 0, conjugate, out, 0, whole);
        if (whole < pairs) {
            Shape rest = Shape.of(pairs - whole, 2);
            super.multiply(a.view(rest, 2 * whole), b.view(rest, 2 * whole), conjugate, out.view(rest, 2 * whole));
        }
    }

    /** Room for a vector's lanes of lines: two places for the passes, and one for the way in and out. */
    private static final class Rows implements AutoCloseable {
        private final FourierPlan plan;
        NativeTensor x;
        NativeTensor y;
        final NativeTensor pairs;

        Rows(FourierPlan plan, int least, NativeTensor out) {
            this.plan = plan;
            Shape shape = Shape.of(Math.max(least, plan.rows()), 2 * LANES);
            x = out.owner().allocate(ElementType.FLOAT, shape);
            y = out.owner().allocate(ElementType.FLOAT, shape);
            pairs = out.owner().allocate(ElementType.FLOAT, shape);
            // Lanes without a line must hold numbers that don't slow the processor down.
            FloatLoops.fill(pairs, 0, pairs.count(), 0);
        }

        void exchange() {
            NativeTensor other = x;
            x = y;
            y = other;
        }

        /** Transforms x, to x. */
        void transform() {
            if (plan.convolution == null) {
                stockham(plan);
                return;
            }
            int length = plan.convolution.n;
            FourierLoops.multiply(x, plan.n, plan.floatChirp, 1, false, false, y);
            int lanes = 2 * LANES;
            FloatLoops.fill(y, plan.n * lanes, (length - plan.n) * lanes, 0);
            exchange();
            stockham(plan.convolution);
            FourierLoops.multiply(x, length, plan.floatChirpSpectrum, 1, false, true, y);
            exchange();
            stockham(plan.convolution);
            FourierLoops.multiply(x, plan.n, plan.floatChirp, 1f / length, true, false, y);
            exchange();
        }

        private void stockham(FourierPlan of) {
            int s = 1;
            int m = of.n;
            for (int i = 0; i < of.factors.length; i++) {
                int r = of.factors[i];
                m /= r;
                if (r == 4 && m == 1) {
                    FourierLoops.butterflies4(x, y, s, 1);
                } else if (r == 4) {
                    FourierLoops.pass4(x, y, s, m, of.floatTwiddles[i]);
                } else if (r == 2) {
                    FourierLoops.pass2(x, y, s, m, of.floatTwiddles[i]);
                } else {
                    FourierLoops.pass(x, y, r, s, m, of.floatTwiddles[i], of.floatRoots[i]);
                }
                exchange();
                s *= r;
            }
        }

        @Override
        public void close() {
            pairs.owner().release(pairs);
            x.owner().release(x);
            y.owner().release(y);
        }
    }
}
