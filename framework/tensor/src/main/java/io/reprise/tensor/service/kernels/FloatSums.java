package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link VectorKernels} that fold runs of floats. No float takes part in more than some dozens of additions
 * before its sum goes on in double, or up a tree of halves: an error grows with the number of additions in a row, and so the sum of
 * ten million floats keeps six digits.
 */
final class FloatSums {
    /** So many elements in a row are summed in float, in four times the lanes of a vector. */
    private static final int STRETCH = 1024;

    /** So many rows are added to one another in turn; more are halved. */
    private static final int ROWS = 32;

    /** Columns are summed in blocks that stay in the nearest cache. */
    private static final int BLOCK = 2048;

    /** Rows shorter than this are joined: a loop over a few elements costs more than it adds. */
    private static final int SHORT_ROW = 128;

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
        FloatVector sums3 = FloatVector.zero(FloatLanes.SPECIES);
        FloatVector sums4 = FloatVector.zero(FloatLanes.SPECIES);
        int i = 0;
        for (; i <= whole - 4 * FloatLanes.BYTES; i += 4 * FloatLanes.BYTES) {
            sums = sums.add(FloatLanes.load(memory, at + i));
            sums2 = sums2.add(FloatLanes.load(memory, at + i + FloatLanes.BYTES));
            sums3 = sums3.add(FloatLanes.load(memory, at + i + 2 * FloatLanes.BYTES));
            sums4 = sums4.add(FloatLanes.load(memory, at + i + 3 * FloatLanes.BYTES));
        }
        for (; i < whole; i += FloatLanes.BYTES) {
            sums = sums.add(FloatLanes.load(memory, at + i));
        }
        float sum = sums.add(sums2).add(sums3.add(sums4)).reduceLanes(VectorOperators.ADD);
        ByteBuffer bytes = x.buffer();
        for (i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            sum += bytes.getFloat(at + i);
        }
        return sum;
    }

    /** {@code out[i] (+)= factor * sum over k of x[k, i]} for {@code x [n, inner]}; n is positive. */
    static void columns(
            NativeTensor x, int start, int n, int inner, double factor, NativeTensor out, int outStart, boolean add) {
        int joined = inner < SHORT_ROW ? SHORT_ROW / inner : 1;
        boolean join = joined > 1 && n >= 2 * joined;
        int length = join ? joined * inner : inner;
        int rows = join ? n / joined : n;
        int block = Math.min(BLOCK, length);
        int halvings = 33 - Integer.numberOfLeadingZeros(rows / ROWS + 1);
        NativeTensor scratch = out.owner().allocate(ElementType.FLOAT, Shape.of(block * (halvings + 1)));
        if (join) {
            rows(x, start, rows, length, scratch, 0, length, scratch, block);
            for (int i = 0; i < inner; i++) {
                double sum = 0;
                for (int j = 0; j < joined; j++) {
                    sum += scratch.get(j * inner + i);
                }
                for (int k = rows * joined; k < n; k++) {
                    sum += x.get(start + k * inner + i);
                }
                sum *= factor;
                out.put(outStart + i, add ? out.get(outStart + i) + sum : sum);
            }
        } else {
            for (int i = 0; i < inner; i += BLOCK) {
                int m = Math.min(BLOCK, inner - i);
                if (factor == 1 && !add) {
                    rows(x, start + i, n, inner, out, outStart + i, m, scratch, 0);
                } else {
                    rows(x, start + i, n, inner, scratch, 0, m, scratch, block);
                    FloatLoops.affine(scratch, 0, (float) factor, 0, out, outStart + i, m, add);
                }
            }
        }
        scratch.owner().release(scratch);
    }

    /** The sum of rows that begin {@code step} elements apart: a few in turn, many as the sum of both halves. */
    private static void rows(
            NativeTensor x,
            int start,
            int rows,
            int step,
            NativeTensor out,
            int outStart,
            int n,
            NativeTensor scratch,
            int scratchStart) {
        if (rows > ROWS) {
            int half = rows / 2;
            rows(x, start, half, step, out, outStart, n, scratch, scratchStart);
            rows(x, start + half * step, rows - half, step, scratch, scratchStart, n, scratch, scratchStart + n);
            FloatLoops.addTo(scratch, scratchStart, out, outStart, n);
            return;
        }
        fewRows(x, start, rows, step, out, outStart, n);
    }

    private static void fewRows(NativeTensor x, int start, int rows, int step, NativeTensor out, int outStart, int n) {
        Object memory = x.vectorMemory();
        Object outMemory = out.vectorMemory();
        int first = at(x, start);
        int outAt = at(out, outStart);
        int stepBytes = step * Float.BYTES;
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            FloatVector sum = FloatLanes.load(memory, first + i);
            for (int k = 1; k < rows; k++) {
                sum = sum.add(FloatLanes.load(memory, first + i + k * stepBytes));
            }
            FloatLanes.store(sum, outMemory, outAt + i);
        }
        ByteBuffer bytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float sum = bytes.getFloat(first + i);
            for (int k = 1; k < rows; k++) {
                sum += bytes.getFloat(first + i + k * stepBytes);
            }
            outBytes.putFloat(outAt + i, sum);
        }
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
    static double squaredDeviations(NativeTensor x, int start, int n, float mean) {
        double sum = 0;
        for (int i = 0; i < n; i += STRETCH) {
            sum += stretchDeviations(x, start + i, Math.min(STRETCH, n - i), mean);
        }
        return sum;
    }

    private static float stretchDeviations(NativeTensor x, int start, int n, float mean) {
        Object memory = x.vectorMemory();
        int at = at(x, start);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector sums = FloatVector.zero(FloatLanes.SPECIES);
        FloatVector sums2 = FloatVector.zero(FloatLanes.SPECIES);
        int i = 0;
        for (; i <= whole - 2 * FloatLanes.BYTES; i += 2 * FloatLanes.BYTES) {
            FloatVector deviation = FloatLanes.load(memory, at + i).sub(mean);
            FloatVector deviation2 =
                    FloatLanes.load(memory, at + i + FloatLanes.BYTES).sub(mean);
            sums = deviation.fma(deviation, sums);
            sums2 = deviation2.fma(deviation2, sums2);
        }
        if (i < whole) {
            FloatVector deviation = FloatLanes.load(memory, at + i).sub(mean);
            sums = deviation.fma(deviation, sums);
        }
        float sum = sums.add(sums2).reduceLanes(VectorOperators.ADD);
        ByteBuffer bytes = x.buffer();
        for (i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            float deviation = bytes.getFloat(at + i) - mean;
            sum = Math.fma(deviation, deviation, sum);
        }
        return sum;
    }

    /** Whether no element of a run is larger than a bound, or smaller than its negative, or NaN. */
    static boolean within(float bound, NativeTensor x, int start, int n) {
        Object memory = x.vectorMemory();
        int at = at(x, start);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector largest = FloatVector.zero(FloatLanes.SPECIES);
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            largest = largest.max(FloatLanes.load(memory, at + i).abs());
        }
        float result = largest.reduceLanes(VectorOperators.MAX);
        ByteBuffer bytes = x.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            result = Math.max(result, Math.abs(bytes.getFloat(at + i)));
        }
        return result <= bound;
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

    /** The smallest of a run; NaN wins. */
    static float smallest(NativeTensor x, int start, int n) {
        Object memory = x.vectorMemory();
        int at = at(x, start);
        int whole = FloatLanes.SPECIES.loopBound(n) * Float.BYTES;
        FloatVector smallest = FloatVector.broadcast(FloatLanes.SPECIES, Float.POSITIVE_INFINITY);
        for (int i = 0; i < whole; i += FloatLanes.BYTES) {
            smallest = smallest.min(FloatLanes.load(memory, at + i));
        }
        float result = smallest.reduceLanes(VectorOperators.MIN);
        ByteBuffer bytes = x.buffer();
        for (int i = whole; i < n * Float.BYTES; i += Float.BYTES) {
            result = Math.min(result, bytes.getFloat(at + i));
        }
        return result;
    }

    /** Where the first element of a run lies that equals a value that occurs in it, or is NaN like it. */
    static int firstOf(NativeTensor x, int start, int n, float value) {
        ByteBuffer bytes = x.buffer();
        int at = at(x, start);
        boolean nan = Float.isNaN(value);
        for (int i = 0; i < n; i++) {
            float element = bytes.getFloat(at + Float.BYTES * i);
            if (nan ? Float.isNaN(element) : element == value) {
                return i;
            }
        }
        return 0;
    }
}
