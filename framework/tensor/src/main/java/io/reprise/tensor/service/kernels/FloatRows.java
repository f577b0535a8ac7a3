package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/** The loops of {@link VectorKernels} over rows of floats that are named by indices or lie at equal distances. */
final class FloatRows {
    private FloatRows() {}

    private static int index(ByteBuffer indices, int at, boolean ints, int i) {
        return ints ? indices.getInt(at + Integer.BYTES * i) : (int) indices.getLong(at + Long.BYTES * i);
    }

    /** {@code out[i, :] = table[indices[i], :]}. */
    static void gather(NativeTensor table, NativeTensor indices, NativeTensor out, int width) {
        ByteBuffer numbers = indices.buffer();
        int numbersAt = indices.offset();
        boolean ints = indices.type() == ElementType.INT;
        int bytes = width * Float.BYTES;
        if (width < FloatLanes.LANES) {
            ByteBuffer from = table.buffer();
            ByteBuffer to = out.buffer();
            for (int i = 0; i < indices.count(); i++) {
                int fromAt = table.offset() + bytes * index(numbers, numbersAt, ints, i);
                int toAt = out.offset() + bytes * i;
                for (int j = 0; j < bytes; j += Float.BYTES) {
                    to.putInt(toAt + j, from.getInt(fromAt + j));
                }
            }
            return;
        }
        Object from = table.vectorMemory();
        Object to = out.vectorMemory();
        for (int i = 0; i < indices.count(); i++) {
            copy(
                    from,
                    table.offset() + bytes * index(numbers, numbersAt, ints, i),
                    to,
                    out.offset() + bytes * i,
                    bytes);
        }
    }

    /** Copies at least one vector; the last one may overlap the one before. */
    private static void copy(Object from, int fromAt, Object to, int toAt, int bytes) {
        int last = bytes - FloatLanes.BYTES;
        for (int i = 0; i < last; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatLanes.load(from, fromAt + i), to, toAt + i);
        }
        FloatLanes.store(FloatLanes.load(from, fromAt + last), to, toAt + last);
    }

    /** {@code out[targets[i], :] += x[sources[i], :]}; without sources, row i. */
    static void addRows(NativeTensor x, NativeTensor sources, NativeTensor targets, NativeTensor out, int width) {
        ByteBuffer targetNumbers = targets.buffer();
        int targetsAt = targets.offset();
        boolean intTargets = targets.type() == ElementType.INT;
        ByteBuffer sourceNumbers = sources == null ? null : sources.buffer();
        int sourcesAt = sources == null ? 0 : sources.offset();
        boolean intSources = sources != null && sources.type() == ElementType.INT;
        int bytes = width * Float.BYTES;
        int whole = FloatLanes.SPECIES.loopBound(width) * Float.BYTES;
        Object from = x.vectorMemory();
        Object to = out.vectorMemory();
        ByteBuffer fromBytes = x.buffer();
        ByteBuffer toBytes = out.buffer();
        for (int i = 0; i < targets.count(); i++) {
            int source = sources == null ? i : index(sourceNumbers, sourcesAt, intSources, i);
            int fromAt = x.offset() + bytes * source;
            int toAt = out.offset() + bytes * index(targetNumbers, targetsAt, intTargets, i);
            addVectors(from, fromAt, to, toAt, whole);
            for (int j = whole; j < bytes; j += Float.BYTES) {
                toBytes.putFloat(toAt + j, toBytes.getFloat(toAt + j) + fromBytes.getFloat(fromAt + j));
            }
        }
    }

    /** Rows of {@code length} floats are added to others, {@code step} and {@code outStep} floats apart. */
    static void addRuns(
            NativeTensor x, int start, int step, NativeTensor out, int outStart, int outStep, int count, int length) {
        int bytes = length * Float.BYTES;
        int whole = FloatLanes.SPECIES.loopBound(length) * Float.BYTES;
        Object from = x.vectorMemory();
        Object to = out.vectorMemory();
        ByteBuffer fromBytes = x.buffer();
        ByteBuffer toBytes = out.buffer();
        int fromAt = x.offset() + start * Float.BYTES;
        int toAt = out.offset() + outStart * Float.BYTES;
        for (int r = 0; r < count; r++) {
            addVectors(from, fromAt, to, toAt, whole);
            for (int j = whole; j < bytes; j += Float.BYTES) {
                toBytes.putFloat(toAt + j, toBytes.getFloat(toAt + j) + fromBytes.getFloat(fromAt + j));
            }
            fromAt += step * Float.BYTES;
            toAt += outStep * Float.BYTES;
        }
    }

    private static void addVectors(Object from, int fromAt, Object to, int toAt, int bytes) {
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector sum = FloatLanes.load(to, toAt + i).add(FloatLanes.load(from, fromAt + i));
            FloatLanes.store(sum, to, toAt + i);
        }
    }
}
