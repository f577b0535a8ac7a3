package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;

/**
 * The loops of {@link Winograd}. An image lies here with its channels last, {@code [height][width][lanes]}, so that a vector is
 * one element of neighbouring channels; a transformed one as 16 planes {@code [tiles][lanes]}. Places count bytes.
 */
final class WinogradLoops {
    private WinogradLoops() {}

    /**
     * {@code d B} for one row of d of the tiles, 4 elements two apart: the columns 0 - 2, 1 + 2, 2 - 1 and 1 - 3.
     *
     * @param lanes from one element to the next
     * @param plane from one column of the result to the next
     */
    static void inputColumns(
            NativeTensor row, int start, int lanes, int tiles, NativeTensor out, int outStart, int plane) {
        Object memory = row.vectorMemory();
        Object outMemory = out.vectorMemory();
        for (int tile = 0; tile < tiles; tile++) {
            int at = start + 2 * tile * lanes;
            int to = outStart + tile * lanes;
            for (int lane = 0; lane < lanes; lane += FloatLanes.BYTES) {
                FloatVector d0 = FloatLanes.load(memory, at + lane);
                FloatVector d1 = FloatLanes.load(memory, at + lane + lanes);
                FloatVector d2 = FloatLanes.load(memory, at + lane + 2 * lanes);
                FloatVector d3 = FloatLanes.load(memory, at + lane + 3 * lanes);
                FloatLanes.store(d0.sub(d2), outMemory, to + lane);
                FloatLanes.store(d1.add(d2), outMemory, to + lane + plane);
                FloatLanes.store(d2.sub(d1), outMemory, to + lane + 2 * plane);
                FloatLanes.store(d1.sub(d3), outMemory, to + lane + 3 * plane);
            }
        }
    }

    /**
     * {@code A^T m} for one column of m of many tiles, in place: row 0 becomes 0 + 1 + 2, and row 3 becomes 1 - 2 - 3.
     *
     * @param plane from one row to the next
     */
    static void outputRows(NativeTensor m, int start, int plane, int bytes) {
        Object memory = m.vectorMemory();
        for (int i = start; i < start + bytes; i += FloatLanes.BYTES) {
            FloatVector m1 = FloatLanes.load(memory, i + plane);
            FloatVector m2 = FloatLanes.load(memory, i + 2 * plane);
            FloatLanes.store(FloatLanes.load(memory, i).add(m1).add(m2), memory, i);
            FloatLanes.store(m1.sub(m2).sub(FloatLanes.load(memory, i + 3 * plane)), memory, i + 3 * plane);
        }
    }

    /** {@code m A} for one row of m of the tiles: two elements of each, the columns 0 + 1 + 2 and 1 - 2 - 3. */
    static void outputColumns(
            NativeTensor m, int start, int plane, int lanes, int tiles, NativeTensor row, int rowStart) {
        Object memory = m.vectorMemory();
        Object rowMemory = row.vectorMemory();
        for (int tile = 0; tile < tiles; tile++) {
            int at = start + tile * lanes;
            int to = rowStart + 2 * tile * lanes;
            for (int lane = 0; lane < lanes; lane += FloatLanes.BYTES) {
                FloatVector m1 = FloatLanes.load(memory, at + lane + plane);
                FloatVector m2 = FloatLanes.load(memory, at + lane + 2 * plane);
                FloatLanes.store(FloatLanes.load(memory, at + lane).add(m1).add(m2), rowMemory, to + lane);
                FloatLanes.store(
                        m1.sub(m2).sub(FloatLanes.load(memory, at + lane + 3 * plane)), rowMemory, to + lane + lanes);
            }
        }
    }

    /** {@code y A^T} for one row of the 2 elements y of the tiles: the columns 0, 0 + 1, 0 - 1 and -1. */
    static void outputGradientColumns(
            NativeTensor row, int start, int lanes, int tiles, NativeTensor out, int outStart, int plane) {
        Object memory = row.vectorMemory();
        Object outMemory = out.vectorMemory();
        for (int tile = 0; tile < tiles; tile++) {
            int at = start + 2 * tile * lanes;
            int to = outStart + tile * lanes;
            for (int lane = 0; lane < lanes; lane += FloatLanes.BYTES) {
                FloatVector y0 = FloatLanes.load(memory, at + lane);
                FloatVector y1 = FloatLanes.load(memory, at + lane + lanes);
                FloatLanes.store(y0, outMemory, to + lane);
                FloatLanes.store(y0.add(y1), outMemory, to + lane + plane);
                FloatLanes.store(y0.sub(y1), outMemory, to + lane + 2 * plane);
                FloatLanes.store(y1.neg(), outMemory, to + lane + 3 * plane);
            }
        }
    }

    /**
     * A row of an image, from channels first to channels last.
     *
     * @param plane from one channel to the next, in x
     * @param lanes from one element to the next, in out
     */
    static void channelsLast(
            NativeTensor x, int start, int plane, int channels, int n, NativeTensor out, int outStart, int lanes) {
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        for (int i = 0; i < n; i++) {
            int source = start + Float.BYTES * i;
            int target = outStart + lanes * i;
            for (int c = 0; c < channels; c++) {
                to.putInt(target + Float.BYTES * c, from.getInt(source + plane * c));
            }
        }
    }

    /** A row of one channel of an image with channels last, plus a constant. */
    static void channelFirst(NativeTensor x, int start, int lanes, int n, float bias, NativeTensor out, int outStart) {
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        for (int i = 0; i < n; i++) {
            to.putFloat(outStart + Float.BYTES * i, from.getFloat(start + lanes * i) + bias);
        }
    }
}
