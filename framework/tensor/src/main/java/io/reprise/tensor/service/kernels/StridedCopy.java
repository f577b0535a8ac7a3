package io.reprise.tensor.service.kernels;

import io.reprise.tensor.Shape;

/**
 * Which elements of one tensor go where in another: over every index, element {@code start + sum of index * steps} to element
 * {@code outStart + sum of index * outSteps}. Steps may be negative, and 0 where an element is repeated.
 * Axes are innermost first in the result; those that both sides walk as one are one. The source's innermost comes second.
 */
public final class StridedCopy {
    private final int start;
    private final int outStart;
    private final int axes;
    private final int[] sizes;
    private final int[] steps;
    private final int[] outSteps;
    private final boolean empty;

    private StridedCopy(int start, int outStart, int axes, int[] sizes, int[] steps, int[] outSteps, boolean empty) {
        this.start = start;
        this.outStart = outStart;
        this.axes = axes;
        this.sizes = sizes;
        this.steps = steps;
        this.outSteps = outSteps;
        this.empty = empty;
    }

    /** What is done with one run of {@link #length} elements, {@link #step} and {@link #outStep} apart. */
    @FunctionalInterface
    interface Run {
        void apply(int start, int outStart);
    }

    /** A copy over axes that are given outermost first, in elements. */
    public static StridedCopy of(int[] sizes, int start, int[] steps, int outStart, int[] outSteps) {
        int rank = sizes.length;
        int[] size = new int[rank + 1];
        int[] step = new int[rank + 1];
        int[] outStep = new int[rank + 1];
        int axes = 0;
        boolean empty = false;
        for (int i = rank - 1; i >= 0; i--) {
            int n = sizes[i];
            empty |= n == 0;
            if (n == 1) {
                continue;
            }
            if (axes > 0
                    && steps[i] == step[axes - 1] * size[axes - 1]
                    && outSteps[i] == outStep[axes - 1] * size[axes - 1]) {
                size[axes - 1] *= n;
            } else {
                size[axes] = n;
                step[axes] = steps[i];
                outStep[axes] = outSteps[i];
                axes++;
            }
        }
        if (axes == 0) {
            size[0] = 1;
            step[0] = 1;
            outStep[0] = 1;
            axes = 1;
        }
        if (step[0] != 1) {
            for (int i = 2; i < axes; i++) {
                if (step[i] == 1) {
                    swap(size, 1, i);
                    swap(step, 1, i);
                    swap(outStep, 1, i);
                }
            }
        }
        return new StridedCopy(start, outStart, axes, size, step, outStep, empty);
    }

    private static void swap(int[] numbers, int i, int j) {
        int number = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = number;
    }

    /** Axis {@code i} of the result is axis {@code order[i]} of the source. */
    static StridedCopy permutation(Shape shape, int[] order) {
        int rank = order.length;
        int[] stride = new int[rank];
        int elements = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            stride[axis] = elements;
            elements *= shape.size(axis);
        }
        int[] sizes = new int[rank];
        int[] steps = new int[rank];
        int[] outSteps = new int[rank];
        int outElements = 1;
        for (int i = rank - 1; i >= 0; i--) {
            sizes[i] = shape.size(order[i]);
            steps[i] = stride[order[i]];
            outSteps[i] = outElements;
            outElements *= sizes[i];
        }
        return of(sizes, 0, steps, 0, outSteps);
    }

    /** The way back. */
    public StridedCopy transposed() {
        return new StridedCopy(outStart, start, axes, sizes, outSteps, steps, empty);
    }

    /** Whether there is nothing to copy. */
    public boolean isEmpty() {
        return empty;
    }

    /** The number of axes, at least 1. */
    public int axes() {
        return axes;
    }

    /** The size of an axis, 0 the innermost. */
    public int size(int axis) {
        return sizes[axis];
    }

    /** How far apart neighbours along an axis are in the source. */
    public int step(int axis) {
        return steps[axis];
    }

    /** How far apart neighbours along an axis are in the result. */
    public int outStep(int axis) {
        return outSteps[axis];
    }

    /** The first element of the source. */
    public int start() {
        return start;
    }

    /** The first element of the result. */
    public int outStart() {
        return outStart;
    }

    /** Walks all axes from {@code first} on outwards; those within are the run's. */
    void forEachRun(int first, Run run) {
        if (empty) {
            return;
        }
        int[] index = new int[axes];
        int at = start;
        int outAt = outStart;
        while (true) {
            run.apply(at, outAt);
            int i = first;
            while (true) {
                if (i >= axes) {
                    return;
                }
                at += steps[i];
                outAt += outSteps[i];
                if (++index[i] < sizes[i]) {
                    break;
                }
                at -= steps[i] * sizes[i];
                outAt -= outSteps[i] * sizes[i];
                index[i] = 0;
                i++;
            }
        }
    }
}
