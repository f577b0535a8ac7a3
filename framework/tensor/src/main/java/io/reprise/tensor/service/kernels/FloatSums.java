package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link VectorKernels} that fold a run of floats into one number. Sums are taken in float over stretches of
 * at most {@value #STRETCH} elements, lane by lane, and over the stretches in double.
 */
final class FloatSums {
    private static final int STRETCH = 4096;

    private FloatSums() {}

    private static int at(NativeTensor x, int element) {
        return x.offset() + Float.BYTES * element;
    }

    /** The sum of a run. */
    static double sum(NativeTensor x, int start, int n) {
        double sum = 0;
        for (int i = 0; i < n; i += STRETCH) {
            sum += stretchSum(x, start + i, Math.min(STRETCH, n - i));
        }
        return sum;
    }

    private static float stretchSum(NativeTensor x, int start, int n) {
        Object memory = x.vectorMemory();
        int at = at(x, start);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector sums = FloatVector.zero(FloatLanes.SPECIES);
        FloatVector sums2 = FloatVector.zero(FloatLanes.SPECIES);
        int i = 0;
        for (; i < whole - FloatLanes.BYTES; i += 2 * FloatLanes.BYTES) {
            sums = sums.add(FloatLanes.load(memory, at + i));
            sums2 = sums2.add(FloatLanes.load(memory, at + i + FloatLanes.BYTES));
        }
        if (i < whole) {
            sums = sums.add(FloatLanes.load(memory, at + i));
        }
        float sum = sums.add(sums2).reduceLanes(VectorOperators.ADD);
        ByteBuffer bytes = x.buffer();
        for (i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            sum += bytes.getFloat(at + i);
        }
        return sum;
    }

    /** The sum of the products of two runs. */
    static double dot(NativeTensor a, int aStart, NativeTensor b, int bStart, int n) {
        double sum = 0;
        for (int i = 0; i < n; i += STRETCH) {
            sum += stretchDot(a, aStart + i, b, bStart + i, Math.min(STRETCH, n - i));
        }
        return sum;
    }

    private static float stretchDot(NativeTensor a, int aStart, NativeTensor b, int bStart, int n) {
        Object aMemory = a.vectorMemory();
        Object bMemory = b.vectorMemory();
        int aAt = at(a, aStart);
        int bAt = at(b, bStart);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector sums = FloatVector.zero(FloatLanes.SPECIES);
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            sums = FloatLanes.load(aMemory, aAt + i).fma(FloatLanes.load(bMemory, bAt + i), sums);
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        ByteBuffer aBytes = a.buffer();
        ByteBuffer bBytes = b.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            sum = Math.fma(aBytes.getFloat(aAt + i), bBytes.getFloat(bAt + i), sum);
        }
        return sum;
    }

    /** The sum of the squares of what a run deviates from its mean. */
    static float squaredDeviations(NativeTensor x, int start, int n, float mean) {
        Object memory = x.vectorMemory();
        int at = at(x, start);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector sums = FloatVector.zero(FloatLanes.SPECIES);
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector deviation = FloatLanes.load(memory, at + i).sub(mean);
            sums = deviation.fma(deviation, sums);
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        ByteBuffer bytes = x.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float deviation = bytes.getFloat(at + i) - mean;
            sum = Math.fma(deviation, deviation, sum);
        }
        return sum;
    }

    /** The largest of a run; NaN wins. */
    static float largest(NativeTensor x, int start, int n) {
        Object memory = x.vectorMemory();
        int at = at(x, start);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector largest = FloatVector.broadcast(FloatLanes.SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            largest = largest.max(FloatLanes.load(memory, at + i));
        }
        float result = largest.reduceLanes(VectorOperators.MAX);
        ByteBuffer bytes = x.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            result = Math.max(result, bytes.getFloat(at + i));
        }
        return result;
    }
}
