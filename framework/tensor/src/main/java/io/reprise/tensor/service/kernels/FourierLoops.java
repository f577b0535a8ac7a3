package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * The loops of {@link VectorFourier}. As many lines as a vector has lanes are transformed side by side: row j holds the j-th
 * number of every line, first all real parts, then all imaginary parts. Starts and steps count elements.
 */
final class FourierLoops {
    private static final int LANES = FloatLanes.LANES;
    private static final int VECTOR = FloatLanes.BYTES;
    /** The bytes of a row. */
    private static final int ROW = 2 * VECTOR;

    private static final VectorShuffle<Float> EVENS = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> 2 * i % LANES);
    private static final VectorShuffle<Float> ODDS = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> (2 * i + 1) % LANES);
    private static final VectorShuffle<Float> LOWER_TWICE = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> i / 2);
    private static final VectorShuffle<Float> UPPER_TWICE =
            VectorShuffle.fromOp(FloatLanes.SPECIES, i -> (i + LANES) / 2);
    private static final VectorMask<Float> UPPER_HALF = VectorMask.fromLong(FloatLanes.SPECIES, -1L << LANES / 2);
    private static final VectorMask<Float> ODD_LANES = VectorMask.fromLong(FloatLanes.SPECIES, 0xAAAA_AAAA_AAAA_AAAAL);

    private FourierLoops() {}

    private static int at(NativeTensor x, int element) {
        return x.offset() + Float.BYTES * element;
    }

    /** Rows of interleaved pairs, {@code step} elements apart, to rows of real and imaginary parts. */
    static void part(NativeTensor x, int start, int step, int rows, NativeTensor out, boolean exchange) {
        Object from = x.vectorMemory();
        Object to = out.vectorMemory();
        int re = out.offset() + (exchange ? VECTOR : 0);
        int im = out.offset() + (exchange ? 0 : VECTOR);
        int xAt = at(x, start);
        for (int j = 0; j < rows; j++) {
            FloatVector first = FloatLanes.load(from, xAt);
            FloatVector second = FloatLanes.load(from, xAt + VECTOR);
            FloatLanes.store(first.rearrange(EVENS).blend(second.rearrange(EVENS), UPPER_HALF), to, re);
            FloatLanes.store(first.rearrange(ODDS).blend(second.rearrange(ODDS), UPPER_HALF), to, im);
            xAt += Float.BYTES * step;
            re += ROW;
            im += ROW;
        }
    }

    /** Undoes {@link #part}, times a factor, by which x is multiplied too. */
    static void join(NativeTensor x, int rows, boolean exchange, float factor, NativeTensor out, int start, int step) {
        if (factor != 1) {
            scale(x, rows, factor);
        }
        Object from = x.vectorMemory();
        Object to = out.vectorMemory();
        int re = x.offset() + (exchange ? VECTOR : 0);
        int im = x.offset() + (exchange ? 0 : VECTOR);
        int outAt = at(out, start);
        for (int j = 0; j < rows; j++) {
            FloatVector real = FloatLanes.load(from, re);
            FloatVector imaginary = FloatLanes.load(from, im);
            FloatLanes.store(real.rearrange(LOWER_TWICE).blend(imaginary.rearrange(LOWER_TWICE), ODD_LANES), to, outAt);
            FloatLanes.store(
                    real.rearrange(UPPER_TWICE).blend(imaginary.rearrange(UPPER_TWICE), ODD_LANES), to, outAt + VECTOR);
            outAt += Float.BYTES * step;
            re += ROW;
            im += ROW;
        }
    }

    private static void scale(NativeTensor x, int rows, float factor) {
        Object memory = x.vectorMemory();
        for (int at = x.offset(); at < x.offset() + rows * ROW; at += VECTOR) {
            FloatLanes.store(FloatLanes.load(memory, at).mul(factor), memory, at);
        }
    }

    // --- passes, as in FourierPlan ---

    static void pass2(NativeTensor x, NativeTensor y, int s, int m, float[] twiddles) {
        Object from = x.vectorMemory();
        Object to = y.vectorMemory();
        int xStep = s * m * ROW;
        int yStep = s * ROW;
        for (int p = 0; p < m; p++) {
            float c = twiddles[2 * p];
            float d = twiddles[2 * p + 1];
            int a = x.offset() + s * p * ROW;
            int out = y.offset() + 2 * s * p * ROW;
            for (int q = 0; q < s; q++) {
                FloatVector aRe = FloatLanes.load(from, a);
                FloatVector aIm = FloatLanes.load(from, a + VECTOR);
                FloatVector bRe = FloatLanes.load(from, a + xStep);
                FloatVector bIm = FloatLanes.load(from, a + xStep + VECTOR);
                FloatLanes.store(aRe.add(bRe), to, out);
                FloatLanes.store(aIm.add(bIm), to, out + VECTOR);
                FloatVector re = aRe.sub(bRe);
                FloatVector im = aIm.sub(bIm);
                FloatLanes.store(re.mul(c).sub(im.mul(d)), to, out + yStep);
                FloatLanes.store(re.mul(d).add(im.mul(c)), to, out + yStep + VECTOR);
                a += ROW;
                out += ROW;
            }
        }
    }

    /** In several loops, since one would be more than the compiler makes code of without objects for vectors. */
    static void pass4(NativeTensor x, NativeTensor y, int s, int m, float[] twiddles) {
        butterflies4(x, y, s, m);
        for (int k = 1; k < 4; k++) {
            turn4(y, s, m, twiddles, k);
        }
    }

    /** The pass without its twiddles; the last one's are 1. */
    static void butterflies4(NativeTensor x, NativeTensor y, int s, int m) {
        sums4(x, y, s, m);
        differences4(x, y, s, m);
    }

    private static void sums4(NativeTensor x, NativeTensor y, int s, int m) {
        Object from = x.vectorMemory();
        Object to = y.vectorMemory();
        int xStep = s * m * ROW;
        int yStep = s * ROW;
        for (int p = 0; p < m; p++) {
            int a = x.offset() + s * p * ROW;
            int out = y.offset() + 4 * s * p * ROW;
            // Real and imaginary parts are treated alike.
            for (int q = 0; q < yStep; q += VECTOR) {
                FloatVector sum = FloatLanes.load(from, a + q).add(FloatLanes.load(from, a + q + 2 * xStep));
                FloatVector other = FloatLanes.load(from, a + q + xStep).add(FloatLanes.load(from, a + q + 3 * xStep));
                FloatLanes.store(sum.add(other), to, out + q);
                FloatLanes.store(sum.sub(other), to, out + q + 2 * yStep);
            }
        }
    }

    private static void differences4(NativeTensor x, NativeTensor y, int s, int m) {
        Object from = x.vectorMemory();
        Object to = y.vectorMemory();
        int xStep = s * m * ROW;
        int yStep = s * ROW;
        for (int p = 0; p < m; p++) {
            int a = x.offset() + s * p * ROW;
            int out = y.offset() + 4 * s * p * ROW;
            for (int q = 0; q < s; q++) {
                FloatVector lessRe = FloatLanes.load(from, a).sub(FloatLanes.load(from, a + 2 * xStep));
                FloatVector lessIm =
                        FloatLanes.load(from, a + VECTOR).sub(FloatLanes.load(from, a + 2 * xStep + VECTOR));
                FloatVector turnedIm = FloatLanes.load(from, a + 3 * xStep).sub(FloatLanes.load(from, a + xStep));
                FloatVector turnedRe =
                        FloatLanes.load(from, a + xStep + VECTOR).sub(FloatLanes.load(from, a + 3 * xStep + VECTOR));
                FloatLanes.store(lessRe.add(turnedRe), to, out + yStep);
                FloatLanes.store(lessIm.add(turnedIm), to, out + yStep + VECTOR);
                FloatLanes.store(lessRe.sub(turnedRe), to, out + 3 * yStep);
                FloatLanes.store(lessIm.sub(turnedIm), to, out + 3 * yStep + VECTOR);
                a += ROW;
                out += ROW;
            }
        }
    }

    /** Multiplies output k of each butterfly by its twiddle. */
    private static void turn4(NativeTensor y, int s, int m, float[] twiddles, int k) {
        Object memory = y.vectorMemory();
        for (int p = 0; p < m; p++) {
            float c = twiddles[6 * p + 2 * k - 2];
            float d = twiddles[6 * p + 2 * k - 1];
            int at = y.offset() + (4 * p + k) * s * ROW;
            for (int q = 0; q < s; q++) {
                FloatVector re = FloatLanes.load(memory, at);
                FloatVector im = FloatLanes.load(memory, at + VECTOR);
                FloatLanes.store(re.mul(c).sub(im.mul(d)), memory, at);
                FloatLanes.store(re.mul(d).add(im.mul(c)), memory, at + VECTOR);
                at += ROW;
            }
        }
    }

    static void pass(NativeTensor x, NativeTensor y, int r, int s, int m, float[] twiddles, float[] roots) {
        for (int p = 0; p < m; p++) {
            for (int k = 0; k < r; k++) {
                int twiddle = 2 * (p * (r - 1) + k - 1);
                float c = k == 0 ? 1 : twiddles[twiddle];
                float d = k == 0 ? 0 : twiddles[twiddle + 1];
                combine(x, s * p, s * m, y, s * (r * p + k), s, r, roots, 2 * r * k, c, d);
            }
        }
    }

    /** {@code y[q] = (c + id) * sum over j of x[q + step j] root[j]}. */
    private static void combine(
            NativeTensor x,
            int xRow,
            int step,
            NativeTensor y,
            int yRow,
            int count,
            int r,
            float[] roots,
            int root,
            float c,
            float d) {
        Object from = x.vectorMemory();
        Object to = y.vectorMemory();
        for (int q = 0; q < count; q++) {
            int a = x.offset() + (xRow + q) * ROW;
            FloatVector re = FloatLanes.load(from, a);
            FloatVector im = FloatLanes.load(from, a + VECTOR);
            for (int j = 1; j < r; j++) {
                a += step * ROW;
                FloatVector aRe = FloatLanes.load(from, a);
                FloatVector aIm = FloatLanes.load(from, a + VECTOR);
                float e = roots[root + 2 * j];
                float f = roots[root + 2 * j + 1];
                re = re.add(aRe.mul(e)).sub(aIm.mul(f));
                im = im.add(aRe.mul(f)).add(aIm.mul(e));
            }
            int out = y.offset() + (yRow + q) * ROW;
            FloatLanes.store(re.mul(c).sub(im.mul(d)), to, out);
            FloatLanes.store(re.mul(d).add(im.mul(c)), to, out + VECTOR);
        }
    }

    /** {@code y[j] = scale * x[j] f[j]}, with real and imaginary parts exchanged before or after. */
    static void multiply(
            NativeTensor x,
            int rows,
            float[] factors,
            float scale,
            boolean exchangeBefore,
            boolean exchangeAfter,
            NativeTensor y) {
        Object from = x.vectorMemory();
        Object to = y.vectorMemory();
        int xRe = x.offset() + (exchangeBefore ? VECTOR : 0);
        int xIm = x.offset() + (exchangeBefore ? 0 : VECTOR);
        int yRe = y.offset() + (exchangeAfter ? VECTOR : 0);
        int yIm = y.offset() + (exchangeAfter ? 0 : VECTOR);
        for (int j = 0; j < rows; j++) {
            float c = scale * factors[2 * j];
            float d = scale * factors[2 * j + 1];
            FloatVector re = FloatLanes.load(from, xRe + j * ROW);
            FloatVector im = FloatLanes.load(from, xIm + j * ROW);
            FloatLanes.store(re.mul(c).sub(im.mul(d)), to, yRe + j * ROW);
            FloatLanes.store(re.mul(d).add(im.mul(c)), to, yIm + j * ROW);
        }
    }

    // --- lines of 2h real numbers as lines of h complex ones: even places are real parts, odd places imaginary parts
    // ---

    /** Rows of one vector, {@code step} elements apart, in which lines lie side by side, one after the other. */
    static void copyVectors(
            NativeTensor x, int start, int step, int rows, NativeTensor out, int outStart, int outStep) {
        Object from = x.vectorMemory();
        Object to = out.vectorMemory();
        int xAt = at(x, start);
        int outAt = at(out, outStart);
        for (int j = 0; j < rows; j++) {
            FloatLanes.store(FloatLanes.load(from, xAt), to, outAt);
            xAt += Float.BYTES * step;
            outAt += Float.BYTES * outStep;
        }
    }

    /**
     * From the transform z of the complex line to that of the real one, {@code y[k] = (z[k] + conj z[h - k] - i exp(-πik/h)
     * (z[k] - conj z[h - k])) / 2} for k from 0 to h, times a weight, {@code shared} times as much between the ends.
     */
    static void separate(NativeTensor z, int h, float[] doubling, float weight, float shared, NativeTensor out) {
        Object from = z.vectorMemory();
        Object to = out.vectorMemory();
        for (int k = 0; k <= h; k++) {
            float w = (k == 0 || k == h ? weight : weight * shared) / 2;
            float c = doubling[2 * k] * w;
            float d = doubling[2 * k + 1] * w;
            int a = z.offset() + (k == h ? 0 : k) * ROW;
            int b = z.offset() + (k == 0 ? 0 : h - k) * ROW;
            FloatVector aRe = FloatLanes.load(from, a);
            FloatVector aIm = FloatLanes.load(from, a + VECTOR);
            FloatVector bRe = FloatLanes.load(from, b);
            FloatVector bIm = FloatLanes.load(from, b + VECTOR);
            FloatVector re = aRe.sub(bRe);
            FloatVector im = aIm.add(bIm);
            int at = out.offset() + k * ROW;
            FloatLanes.store(aRe.add(bRe).mul(w).add(re.mul(d)).add(im.mul(c)), to, at);
            FloatLanes.store(aIm.sub(bIm).mul(w).sub(re.mul(c)).add(im.mul(d)), to, at + VECTOR);
        }
    }

    /**
     * The transpose of {@link #separate}: {@code z[k] = x[k] + conj x[h - k] + i exp(πik/h) (x[k] - conj x[h - k])} for k below
     * h, with real and imaginary parts exchanged; imaginary parts at the ends count for nothing.
     */
    static void combine(NativeTensor x, int h, float[] doubling, float weight, float shared, NativeTensor z) {
        Object from = x.vectorMemory();
        Object to = z.vectorMemory();
        for (int k = 0; k < h; k++) {
            float w = k == 0 ? weight : weight * shared / 2;
            float imaginaryWeight = k == 0 ? 0 : w;
            float c = doubling[2 * k];
            float d = doubling[2 * k + 1];
            int a = x.offset() + k * ROW;
            int b = x.offset() + (h - k) * ROW;
            FloatVector aRe = FloatLanes.load(from, a).mul(w);
            FloatVector bRe = FloatLanes.load(from, b).mul(w);
            FloatVector aIm = FloatLanes.load(from, a + VECTOR);
            FloatVector bIm = FloatLanes.load(from, b + VECTOR);
            if (k == 0) {
                aIm = FloatVector.zero(FloatLanes.SPECIES);
                bIm = aIm;
            }
            aIm = aIm.mul(imaginaryWeight);
            bIm = bIm.mul(imaginaryWeight);
            FloatVector re = aRe.sub(bRe);
            FloatVector im = aIm.add(bIm);
            int at = z.offset() + k * ROW;
            FloatLanes.store(aRe.add(bRe).sub(im.mul(c)).add(re.mul(d)), to, at + VECTOR);
            FloatLanes.store(aIm.sub(bIm).add(re.mul(c)).add(im.mul(d)), to, at);
        }
    }

    // --- products ---

    /** {@code out = a b}, or {@code a conj(b)}, of n pairs each; n is a multiple of half the lanes. */
    static void multiply(
            NativeTensor a,
            int aStart,
            NativeTensor b,
            int bStart,
            boolean conjugate,
            NativeTensor out,
            int outStart,
            int n) {
        Object aMemory = a.vectorMemory();
        Object bMemory = b.vectorMemory();
        Object to = out.vectorMemory();
        int aAt = at(a, 2 * aStart);
        int bAt = at(b, 2 * bStart);
        int outAt = at(out, 2 * outStart);
        for (int i = 0; i < 2 * Float.BYTES * n; i += VECTOR) {
            FloatVector x = FloatLanes.load(aMemory, aAt + i);
            FloatVector y = FloatLanes.load(bMemory, bAt + i);
            FloatLanes.store(FloatFunctions.product(x, y, conjugate), to, outAt + i);
        }
    }
}
