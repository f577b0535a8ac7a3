package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;

/** The loops of {@link VectorImageKernels} over rows of images. Starts and lengths count elements. */
final class WindowLoops {
    private WindowLoops() {}

    /**
     * Copies a run in whole vectors where there is room, and so writes up to a vector more than asked for: for results that are
     * written from their beginning to their end.
     */
    static void copyAhead(NativeTensor x, int start, NativeTensor out, int outStart, int n) {
        int whole = (n + FloatLanes.LANES - 1) / FloatLanes.LANES * FloatLanes.LANES;
        if (start + whole > x.count() || outStart + whole > out.count()) {
            whole = n / FloatLanes.LANES * FloatLanes.LANES;
        }
        Object memory = x.vectorMemory();
        Object outMemory = out.vectorMemory();
        int from = x.offset() + Float.BYTES * start;
        int to = out.offset() + Float.BYTES * outStart;
        for (int i = 0; i < whole * Float.BYTES; i += FloatLanes.BYTES) {
            FloatLanes.store(FloatLanes.load(memory, from + i), outMemory, to + i);
        }
        ByteBuffer bytes = x.buffer();
        ByteBuffer outBytes = out.buffer();
        for (int i = whole * Float.BYTES; i < n * Float.BYTES; i += Float.BYTES) {
            outBytes.putInt(to + i, bytes.getInt(from + i));
        }
    }

    /** Zeroes {@code n} elements of each of {@code rows} rows. */
    static void zeroColumns(NativeTensor x, int start, int n, int rows, int stride) {
        for (int column = start; column < start + n; column++) {
            zeroColumn(x.buffer(), x.offset() + Float.BYTES * column, rows, Float.BYTES * stride);
        }
    }

    private static void zeroColumn(ByteBuffer bytes, int from, int rows, int stride) {
        int at = from;
        for (int row = 0; row < rows; row++) {
            bytes.putInt(at, 0);
            at += stride;
        }
    }
}
