package io.reprise.embodied.sortingmorphogenesis;

import java.util.List;

/**
 * How an array was sorted.
 *
 * @param start the cells at the start; a cell's number is its place in it
 * @param frames the cells left to right, {@code [n]}, at the start and after each exchange, where they were recorded; else only the
 *     first and the last
 * @param swaps exchanges
 * @param ticks turns of cells; of a traditional sorter, its comparisons
 * @param comparisons comparisons of two values
 * @param settled whether nothing was left to do, and not the limit of exchanges reached
 */
record Trace(Arrangement start, List<int[]> frames, long swaps, long ticks, long comparisons, boolean settled) {
    Trace {
        frames = List.copyOf(frames);
    }

    /** The cells at the end, left to right. */
    int[] end() {
        return frames.get(frames.size() - 1);
    }

    /** The values of a frame, left to right. */
    int[] values(int[] frame) {
        int[] values = new int[frame.length];
        for (int i = 0; i < frame.length; i++) {
            values[i] = start.values()[frame[i]];
        }
        return values;
    }

    /** The rules of a frame's cells, left to right. */
    CellType[] types(int[] frame) {
        CellType[] types = new CellType[frame.length];
        for (int i = 0; i < frame.length; i++) {
            types[i] = start.types()[frame[i]];
        }
        return types;
    }
}
