package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/** The loops of {@link VectorImageKernels} for pooling and resizing. Starts and lengths count elements. */
final class PoolLoops {
    private static final int LANES = FloatLanes.LANES;
    /** Of two vectors, the even lanes, and the odd ones; a lane number beyond the first vector is one of the second. */
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> 2 * i % LANES);

    private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> (2 * i + 1) % LANES);
    /** Each lane of the lower half twice, and of the upper half. */
    private static final VectorShuffle<Float> LOW = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> i / 2);

    private static final VectorShuffle<Float> HIGH = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> LANES / 2 + i / 2);
    private static final VectorMask<Float> UPPER = upperHalf();
    /** 0, 1, 0, 1, and so on: which of a pair a lane is. */
    private static final FloatVector PARITY = parity();

    private PoolLoops() {}

    private static VectorMask<Float> upperHalf() {
        boolean[] upper = new boolean[LANES];
        for (int i = LANES / 2; i < LANES; i++) {
            upper[i] = true;
        }
        return VectorMask.fromArray(FloatLanes.SPECIES, upper, 0);
    }

    private static FloatVector parity() {
        float[] parity = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            parity[i] = i % 2;
        }
        return FloatVector.fromArray(FloatLanes.SPECIES, parity, 0);
    }

    /** The larger of each pair, NaN before all, and 1 where it is the second one and not the first, else 0. */
    static void maxOfPairs(NativeTensor x, int start, NativeTensor out, NativeTensor second, int outStart, int n) {
        Object memory = x.vectorMemory();
        Object outMemory = out.vectorMemory();
        Object secondMemory = second.vectorMemory();
        int from = x.offset() + Float.BYTES * start;
        int to = out.offset() + Float.BYTES * outStart;
        int toSecond = second.offset() + Float.BYTES * outStart;
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector v = FloatLanes.load(memory, from + 2 * i);
            FloatVector w = FloatLanes.load(memory, from + 2 * i + FloatLanes.BYTES);
            FloatLanes.store(v.rearrange(EVEN).blend(w.rearrange(EVEN), UPPER), outMemory, to + i);
            FloatLanes.store(v.rearrange(ODD).blend(w.rearrange(ODD), UPPER), secondMemory, toSecond + i);
        }
        chooseOfPairs(out, to, second, toSecond, whole);
        ByteBuffer bytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        ByteBuffer secondBytes = second.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float a = bytes.getFloat(from + 2 * i);
            float b = bytes.getFloat(from + 2 * i + Float.BYTES);
            boolean first = a >= b || Float.isNaN(a);
            outBytes.putFloat(to + i, first ? a : b);
            secondBytes.putFloat(toSecond + i, first ? 0 : 1);
        }
    }

    /** In place, from the first and the second of each pair; a loop of its own, so that the compiler keeps vectors in registers. */
    private static void chooseOfPairs(NativeTensor out, int to, NativeTensor second, int toSecond, int bytes) {
        Object outMemory = out.vectorMemory();
        Object secondMemory = second.vectorMemory();
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector a = FloatLanes.load(outMemory, to + i);
            FloatVector b = FloatLanes.load(secondMemory, toSecond + i);
            // Not "a >= b or a is NaN": what is left is larger, or the first NaN.
            VectorMask<Float> first = a.compare(VectorOperators.GE, b).or(a.test(VectorOperators.IS_NAN));
            FloatLanes.store(b.blend(a, first), outMemory, to + i);
            FloatLanes.store(
                    FloatVector.broadcast(FloatLanes.SPECIES, 1f).blend(0f, first), secondMemory, toSecond + i);
        }
    }

    /**
     * The larger of two rows of {@code n} elements that follow each other, and the tap that it comes from; written in whole
     * vectors where there is room, as by {@link WindowLoops#copyAhead}.
     *
     * @param second 1 where a pair's second element was larger
     */
    static void maxOfRows(
            NativeTensor pairs,
            NativeTensor second,
            int start,
            int n,
            NativeTensor out,
            NativeTensor taps,
            int outStart) {
        int whole = (n + LANES - 1) / LANES * LANES;
        if (outStart + whole > out.count() || start + n + whole > pairs.count()) {
            whole = n / LANES * LANES;
        }
        Object memory = pairs.vectorMemory();
        Object secondMemory = second.vectorMemory();
        Object outMemory = out.vectorMemory();
        Object tapMemory = taps.vectorMemory();
        int from = pairs.offset() + Float.BYTES * start;
        int fromSecond = second.offset() + Float.BYTES * start;
        int to = out.offset() + Float.BYTES * outStart;
        int toTap = taps.offset() + Float.BYTES * outStart;
        int row = Float.BYTES * n;
        for (int i = 0; i < whole * Float.BYTES; i += FloatLanes.BYTES) {
            FloatVector a = FloatLanes.load(memory, from + i);
            FloatVector b = FloatLanes.load(memory, from + row + i);
            VectorMask<Float> first = a.compare(VectorOperators.GE, b).or(a.test(VectorOperators.IS_NAN));
            FloatLanes.store(b.blend(a, first), outMemory, to + i);
            FloatVector s = FloatLanes.load(secondMemory, fromSecond + i);
            FloatVector t = FloatLanes.load(secondMemory, fromSecond + row + i).add(2f);
            FloatLanes.store(t.blend(s, first), tapMemory, toTap + i);
        }
        ByteBuffer bytes = pairs.buffer();
        ByteBuffer secondBytes = second.buffer();
        ByteBuffer outBytes = out.buffer();
        ByteBuffer tapBytes = taps.buffer();
        for (int i = whole * Float.BYTES; i < row; i += Float.BYTES) {
            float a = bytes.getFloat(from + i);
            float b = bytes.getFloat(from + row + i);
            boolean first = a >= b || Float.isNaN(a);
            outBytes.putFloat(to + i, first ? a : b);
            float tap = first ? secondBytes.getFloat(fromSecond + i) : 2 + secondBytes.getFloat(fromSecond + row + i);
            tapBytes.putFloat(toTap + i, tap);
        }
    }

    /**
     * A row of 2 n elements of the gradient of the largest of four: those of the windows whose tap is {@code tap} or the next.
     *
     * @param tap the first of the two taps that see this row
     */
    static void spread(NativeTensor dy, NativeTensor taps, int start, int tap, NativeTensor dx, int dxStart, int n) {
        int whole = (n + LANES - 1) / LANES * LANES;
        if (start + whole > dy.count() || dxStart + 2 * whole > dx.count()) {
            whole = n / LANES * LANES;
        }
        Object memory = dy.vectorMemory();
        Object tapMemory = taps.vectorMemory();
        Object dxMemory = dx.vectorMemory();
        int from = dy.offset() + Float.BYTES * start;
        int fromTap = taps.offset() + Float.BYTES * start;
        int to = dx.offset() + Float.BYTES * dxStart;
        FloatVector wanted = PARITY.add(tap);
        for (int i = 0; i < whole * Float.BYTES; i += FloatLanes.BYTES) {
            FloatVector y = FloatLanes.load(memory, from + i);
            FloatVector t = FloatLanes.load(tapMemory, fromTap + i);
            VectorMask<Float> low = t.rearrange(LOW).compare(VectorOperators.EQ, wanted);
            VectorMask<Float> high = t.rearrange(HIGH).compare(VectorOperators.EQ, wanted);
            FloatVector zero = FloatVector.zero(FloatLanes.SPECIES);
            FloatLanes.store(zero.blend(y.rearrange(LOW), low), dxMemory, to + 2 * i);
            FloatLanes.store(zero.blend(y.rearrange(HIGH), high), dxMemory, to + 2 * i + FloatLanes.BYTES);
        }
        ByteBuffer bytes = dy.buffer();
        ByteBuffer tapBytes = taps.buffer();
        ByteBuffer dxBytes = dx.buffer();
        for (int i = whole * Float.BYTES; i < n * Float.BYTES; i += Float.BYTES) {
            float y = bytes.getFloat(from + i);
            float t = tapBytes.getFloat(fromTap + i);
            dxBytes.putFloat(to + 2 * i, t == tap ? y : 0);
            dxBytes.putFloat(to + 2 * i + Float.BYTES, t == tap + 1 ? y : 0);
        }
    }

    /** A map along the last axis. */
    static void resample(NativeTensor x, int rows, Taps taps, NativeTensor out) {
        ByteBuffer bytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        int to = out.offset();
        for (int row = 0; row < rows; row++) {
            int from = x.offset() + Float.BYTES * row * taps.in();
            for (int p = 0; p < taps.out(); p++, to += Float.BYTES) {
                float sum = 0;
                for (int t = 0; t < taps.taps(); t++) {
                    float weight = (float) taps.weight(p, t);
                    if (weight != 0) {
                        sum += weight * bytes.getFloat(from + Float.BYTES * taps.element(p, t));
                    }
                }
                outBytes.putFloat(to, sum);
            }
        }
    }

    /** The adjoint of {@link #resample}, added to dx. */
    static void resampleGradient(NativeTensor dy, int rows, Taps taps, NativeTensor dx) {
        ByteBuffer bytes = dy.buffer();
        ByteBuffer dxBytes = dx.buffer();
        int from = dy.offset();
        for (int row = 0; row < rows; row++) {
            int to = dx.offset() + Float.BYTES * row * taps.in();
            for (int p = 0; p < taps.out(); p++, from += Float.BYTES) {
                float y = bytes.getFloat(from);
                for (int t = 0; t < taps.taps(); t++) {
                    float weight = (float) taps.weight(p, t);
                    if (weight != 0) {
                        int target = to + Float.BYTES * taps.element(p, t);
                        dxBytes.putFloat(target, dxBytes.getFloat(target) + weight * y);
                    }
                }
            }
        }
    }
}
