package io.reprise.tensor.service.kernels;

import io.reprise.tensor.Shape;

/** Walks a tensor in the order of its permuted axes, in runs along the last axis of the result. */
final class Permutation {
    private final int[] size;
    private final int[] step;
    private final int axes;
    private final int elements;

    private Permutation(int[] size, int[] step, int axes, int elements) {
        this.size = size;
        this.step = step;
        this.axes = axes;
        this.elements = elements;
    }

    /** What is done with one run of {@code n} elements; each step in the argument is {@link #innerStep}. */
    @FunctionalInterface
    interface Run {
        void apply(int start, int outStart, int n);
    }

    static Permutation of(Shape shape, int[] order) {
        int rank = shape.rank();
        int[] stride = new int[rank];
        int elements = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            stride[axis] = elements;
            elements *= shape.size(axis);
        }
        // Innermost first; neighbours that stay neighbours are walked as one axis.
        int[] size = new int[rank + 1];
        int[] step = new int[rank + 1];
        int axes = 0;
        for (int i = rank - 1; i >= 0; i--) {
            int n = shape.size(order[i]);
            int s = stride[order[i]];
            if (n == 1) {
                continue;
            }
            if (axes > 0 && s == step[axes - 1] * size[axes - 1]) {
                size[axes - 1] *= n;
            } else {
                size[axes] = n;
                step[axes] = s;
                axes++;
            }
        }
        if (axes == 0) {
            size[0] = 1;
            step[0] = 1;
            axes = 1;
        }
        return new Permutation(size, step, axes, elements);
    }

    int innerStep() {
        return step[0];
    }

    void forEachRun(Run run) {
        if (elements == 0) {
            return;
        }
        int[] index = new int[axes];
        int start = 0;
        int n = size[0];
        for (int out = 0; out < elements; out += n) {
            run.apply(start, out, n);
            for (int i = 1; i < axes; i++) {
                start += step[i];
                if (++index[i] < size[i]) {
                    break;
                }
                start -= step[i] * size[i];
                index[i] = 0;
            }
        }
    }
}
