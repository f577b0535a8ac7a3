package io.reprise.tensor.service.kernels;

import io.reprise.tensor.Shape;

/** Walks two broadcast arguments and their result as few long runs, in each of which every argument steps by 0 or 1. */
final class Broadcast {
    private Broadcast() {}

    /** What is done with one run of {@code n} elements. */
    @FunctionalInterface
    interface Run {
        void apply(int aStart, int aStep, int bStart, int bStep, int outStart, int n);
    }

    static void forEachRun(Shape a, Shape b, Shape out, Run run) {
        if (out.elements() == 0) {
            return;
        }
        int rank = out.rank();
        int[] size = new int[rank + 1];
        int[] aStride = new int[rank + 1];
        int[] bStride = new int[rank + 1];
        int axes = 0;
        int aElements = 1;
        int bElements = 1;
        // From the innermost axis outwards; an axis over which both arguments go on as in the one before it joins that
        // one.
        for (int i = 1; i <= rank; i++) {
            int n = out.size(rank - i);
            int aSize = i <= a.rank() ? a.size(a.rank() - i) : 1;
            int bSize = i <= b.rank() ? b.size(b.rank() - i) : 1;
            int aStep = aSize == 1 ? 0 : aElements;
            int bStep = bSize == 1 ? 0 : bElements;
            aElements *= aSize;
            bElements *= bSize;
            if (n == 1) {
                continue;
            }
            if (axes > 0
                    && aStep == aStride[axes - 1] * size[axes - 1]
                    && bStep == bStride[axes - 1] * size[axes - 1]) {
                size[axes - 1] *= n;
            } else {
                size[axes] = n;
                aStride[axes] = aStep;
                bStride[axes] = bStep;
                axes++;
            }
        }
        if (axes == 0) {
            run.apply(0, 0, 0, 0, 0, 1);
            return;
        }
        int n = size[0];
        int runs = (int) (out.elements() / n);
        int[] index = new int[axes];
        int aStart = 0;
        int bStart = 0;
        for (int r = 0; r < runs; r++) {
            run.apply(aStart, aStride[0], bStart, bStride[0], r * n, n);
            for (int i = 1; i < axes; i++) {
                aStart += aStride[i];
                bStart += bStride[i];
                if (++index[i] < size[i]) {
                    break;
                }
                aStart -= aStride[i] * size[i];
                bStart -= bStride[i] * size[i];
                index[i] = 0;
            }
        }
    }
}
