package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The loops of {@link VectorKernels} that compare floats, and choose between them by truth values. */
final class FloatChoices {
    private FloatChoices() {}

    private static int at(NativeTensor x, int element) {
        return x.offset() + Float.BYTES * element;
    }

    /** {@code out = a > b}. */
    static void greater(NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = out.offset() + outStart;
        int whole = FloatLanes.SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += FloatLanes.LANES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + Float.BYTES * i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + Float.BYTES * i);
            ByteLanes.storeMask(aV.compare(VectorOperators.GT, bV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n; i++) {
            boolean holds = aBytes.getFloat(aAt + Float.BYTES * i) > bBytes.getFloat(bAt + Float.BYTES * i);
            outBytes.put(outAt + i, (byte) (holds ? 1 : 0));
        }
    }

    /** {@code out = a >= b}. */
    static void greaterOrEqual(
            NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = out.offset() + outStart;
        int whole = FloatLanes.SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += FloatLanes.LANES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + Float.BYTES * i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + Float.BYTES * i);
            ByteLanes.storeMask(aV.compare(VectorOperators.GE, bV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n; i++) {
            boolean holds = aBytes.getFloat(aAt + Float.BYTES * i) >= bBytes.getFloat(bAt + Float.BYTES * i);
            outBytes.put(outAt + i, (byte) (holds ? 1 : 0));
        }
    }

    /** {@code out = a == b}. */
    static void equal(NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = out.offset() + outStart;
        int whole = FloatLanes.SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += FloatLanes.LANES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + Float.BYTES * i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + Float.BYTES * i);
            ByteLanes.storeMask(aV.compare(VectorOperators.EQ, bV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n; i++) {
            boolean holds = aBytes.getFloat(aAt + Float.BYTES * i) == bBytes.getFloat(bAt + Float.BYTES * i);
            outBytes.put(outAt + i, (byte) (holds ? 1 : 0));
        }
    }

    /** {@code out = a != b}. */
    static void notEqual(
            NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int outStart, int n) {
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = out.offset() + outStart;
        int whole = FloatLanes.SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += FloatLanes.LANES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + Float.BYTES * i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + Float.BYTES * i);
            ByteLanes.storeMask(aV.compare(VectorOperators.NE, bV), outMemory, outAt + i);
        }
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n; i++) {
            boolean holds = aBytes.getFloat(aAt + Float.BYTES * i) != bBytes.getFloat(bAt + Float.BYTES * i);
            outBytes.put(outAt + i, (byte) (holds ? 1 : 0));
        }
    }

    /** {@code out = condition ? a : b}. */
    static void where(
            NativeTensor condition,
            int conditionStart,
            NativeTensor a,
            int aStart,
            NativeTensor b,
            int bStart,
            NativeTensor out,
            int outStart,
            int n) {
        Object conditionMemory = condition.vectorMemory();
        int conditionAt = condition.offset() + conditionStart;
        Object aMemory = a.vectorMemory();
        int aAt = at(a, aStart);
        Object bMemory = b.vectorMemory();
        int bAt = at(b, bStart);
        Object outMemory = out.vectorMemory();
        int outAt = at(out, outStart);
        int whole = FloatLanes.SPECIES.loopBound(n);
        for (int i = 0; i < whole; i += FloatLanes.LANES) {
            FloatVector aV = FloatLanes.load(aMemory, aAt + Float.BYTES * i);
            FloatVector bV = FloatLanes.load(bMemory, bAt + Float.BYTES * i);
            FloatVector chosen = bV.blend(aV, ByteLanes.loadMask(conditionMemory, conditionAt + i));
            FloatLanes.store(chosen, outMemory, outAt + Float.BYTES * i);
        }
        ByteBuffer conditionBytes = condition.buffer();
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n; i++) {
            boolean holds = conditionBytes.get(conditionAt + i) != 0;
            float chosen = holds ? aBytes.getFloat(aAt + Float.BYTES * i) : bBytes.getFloat(bAt + Float.BYTES * i);
            outBytes.putFloat(outAt + Float.BYTES * i, chosen);
        }
    }
}
