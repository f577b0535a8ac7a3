package io.reprise.tensor.service.kernels;

import io.reprise.tensor.Shape;
import java.util.Arrays;

/** Walks broadcast arguments and their result as few long runs, in each of which every argument steps by 0 or 1. */
final class Broadcast {
    private Broadcast() {}

    /** What is done with one run of {@code n} elements of two arguments. */
    @FunctionalInterface
    interface Run {
        void apply(int aStart, int aStep, int bStart, int bStep, int outStart, int n);
    }

    /** What is done with one run of {@code n} elements of any number of arguments; the arrays are used again. */
    @FunctionalInterface
    interface Runs {
        void apply(int[] starts, int[] steps, int outStart, int n);
    }

    static void forEachRun(Shape a, Shape b, Shape out, Run run) {
        forEachRun(
                out,
                (starts, steps, outStart, n) -> run.apply(starts[0], steps[0], starts[1], steps[1], outStart, n),
                a,
                b);
    }

    static void forEachRun(Shape out, Runs run, Shape... arguments) {
        if (out.elements() == 0) {
            return;
        }
        int rank = out.rank();
        int count = arguments.length;
        int[] size = new int[rank + 1];
        int[][] strides = new int[rank + 1][count];
        int[] elements = new int[count];
        Arrays.fill(elements, 1);
        int axes = 0;
        // From the innermost axis outwards; an axis over which all arguments go on as in the one before it joins that
        // one.
        for (int i = 1; i <= rank; i++) {
            int n = out.size(rank - i);
            int[] steps = strides[axes];
            boolean goesOn = axes > 0;
            for (int j = 0; j < count; j++) {
                int argumentSize = i <= arguments[j].rank() ? arguments[j].size(-i) : 1;
                steps[j] = argumentSize == 1 ? 0 : elements[j];
                elements[j] *= argumentSize;
                goesOn = goesOn && steps[j] == strides[axes - 1][j] * size[axes - 1];
            }
            if (n == 1) {
                continue;
            }
            if (goesOn) {
                size[axes - 1] *= n;
            } else {
                size[axes] = n;
                axes++;
            }
        }
        if (axes == 0) {
            run.apply(new int[count], new int[count], 0, 1);
            return;
        }
        int n = size[0];
        int runs = (int) (out.elements() / n);
        int[] index = new int[axes];
        int[] starts = new int[count];
        for (int r = 0; r < runs; r++) {
            run.apply(starts, strides[0], r * n, n);
            for (int i = 1; i < axes; i++) {
                boolean more = ++index[i] < size[i];
                int back = more ? 0 : size[i];
                for (int j = 0; j < count; j++) {
                    starts[j] += strides[i][j] * (1 - back);
                }
                if (more) {
                    break;
                }
                index[i] = 0;
            }
        }
    }
}
