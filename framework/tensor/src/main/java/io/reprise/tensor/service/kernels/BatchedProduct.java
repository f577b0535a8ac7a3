package io.reprise.tensor.service.kernels;

import io.reprise.tensor.Shape;
import io.reprise.tensor.service.memory.NativeTensor;

/**
 * A product over leading axes that broadcast, as a loop of matrix products: as few and as large ones as the layout allows.
 */
final class BatchedProduct {
    /** Fewer multiplications in all are not worth waking a thread for. */
    private static final long LEAST_SHARED = 16_000_000;

    /** The multiplications of a group of products that one thread does in one go. */
    private static final long GROUP = 4_000_000;

    private final NativeTensor a;
    private final NativeTensor b;
    private final NativeTensor out;
    private final boolean transposeA;
    private final boolean transposeB;
    private final int aColumns;
    private final int bColumns;
    private final int n;
    private int m;
    private int k;

    /** The leading axes, outermost first: how long, and how far a step goes in each tensor (0 where it is broadcast). */
    private final int[] size;

    private final int[] aStep;
    private final int[] bStep;
    private final int[] outStep;
    private int axes;

    /** What is done with a run of the result that no later product adds to. */
    @FunctionalInterface
    interface Finished {
        void apply(int start, int n);
    }

    private BatchedProduct(
            NativeTensor a, boolean transposeA, NativeTensor b, boolean transposeB, NativeTensor out, int rank) {
        this.a = a;
        this.b = b;
        this.out = out;
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        aColumns = a.shape().size(-1);
        bColumns = b.shape().size(-1);
        m = out.shape().size(-2);
        n = out.shape().size(-1);
        k = transposeA ? a.shape().size(-2) : aColumns;
        size = new int[rank];
        aStep = new int[rank];
        bStep = new int[rank];
        outStep = new int[rank];
    }

    static BatchedProduct of(NativeTensor a, boolean transposeA, NativeTensor b, boolean transposeB, NativeTensor out) {
        int rank = Math.max(a.shape().rank(), b.shape().rank()) - 2;
        BatchedProduct product = new BatchedProduct(a, transposeA, b, transposeB, out, rank);
        int aElements = a.shape().size(-2) * a.shape().size(-1);
        int bElements = b.shape().size(-2) * b.shape().size(-1);
        int outElements = product.m * product.n;
        for (int axis = rank - 1; axis >= 0; axis--) {
            int fromLast = rank - axis + 2;
            int aSize = leading(a.shape(), fromLast);
            int bSize = leading(b.shape(), fromLast);
            int outSize = leading(out.shape(), fromLast);
            product.size[axis] = aSize == 1 ? bSize : aSize;
            product.aStep[axis] = aSize == 1 ? 0 : aElements;
            product.bStep[axis] = bSize == 1 ? 0 : bElements;
            product.outStep[axis] = outSize == 1 ? 0 : outElements;
            aElements *= aSize;
            bElements *= bSize;
            outElements *= outSize;
        }
        product.axes = rank;
        product.joinAxes();
        return product;
    }

    private static int leading(Shape shape, int fromLast) {
        return fromLast > shape.rank() ? 1 : shape.size(-fromLast);
    }

    /** Makes leading axes part of the rows of the product, or of its sum, where the memory lies so. */
    private void joinAxes() {
        boolean joined = true;
        while (joined) {
            joined = false;
            for (int i = 0; i < axes && !joined; i++) {
                if (size[i] == 1) {
                    joined = true;
                } else if (!transposeA && bStep[i] == 0 && aStep[i] == m * aColumns && outStep[i] == m * n) {
                    m *= size[i];
                    joined = true;
                } else if (transposeA
                        && !transposeB
                        && outStep[i] == 0
                        && aStep[i] == k * aColumns
                        && bStep[i] == k * bColumns) {
                    k *= size[i];
                    joined = true;
                }
                if (joined) {
                    remove(i);
                }
            }
        }
    }

    private void remove(int axis) {
        for (int[] list : new int[][] {size, aStep, bStep, outStep}) {
            System.arraycopy(list, axis + 1, list, axis, axes - axis - 1);
        }
        axes--;
    }

    /**
     * Multiplies. Products that are not summed are shared by groups, whose number depends on the sizes only.
     *
     * @param finished what is done with each result
     */
    void run(Gemm gemm, Workers workers, double alpha, boolean add, Finished finished) {
        if (out.count() == 0) {
            return;
        }
        int products = 1;
        boolean summed = false;
        for (int i = 0; i < axes; i++) {
            products *= size[i];
            summed |= outStep[i] == 0;
        }
        if (products == 0) {
            // A sum over an axis of length 0.
            if (!add) {
                out.fill(0);
            }
            return;
        }
        long work = (long) m * n * k;
        if (summed || products == 1 || work * products < LEAST_SHARED) {
            run(gemm, alpha, add, finished, 0, products);
            return;
        }
        int group = (int) Math.max(1, GROUP / Math.max(1, work));
        int all = products;
        workers.compute(
                (products + group - 1) / group,
                part -> run(gemm, alpha, add, finished, part * group, Math.min(all, (part + 1) * group)));
    }

    private void run(Gemm gemm, double alpha, boolean add, Finished finished, int from, int to) {
        int[] index = new int[axes];
        int aStart = 0;
        int bStart = 0;
        int outStart = 0;
        for (int i = axes - 1, rest = from; i >= 0; rest /= size[i], i--) {
            index[i] = rest % size[i];
            aStart += index[i] * aStep[i];
            bStart += index[i] * bStep[i];
            outStart += index[i] * outStep[i];
        }
        for (int p = from; p < to; p++) {
            double beta = add || !firstOfSum(index) ? 1 : 0;
            gemm.multiply(
                    transposeA,
                    transposeB,
                    m,
                    n,
                    k,
                    alpha,
                    a,
                    aStart,
                    aColumns,
                    b,
                    bStart,
                    bColumns,
                    beta,
                    out,
                    outStart,
                    n);
            finished.apply(outStart, m * n);
            for (int i = axes - 1; i >= 0; i--) {
                aStart += aStep[i];
                bStart += bStep[i];
                outStart += outStep[i];
                if (++index[i] < size[i]) {
                    break;
                }
                aStart -= aStep[i] * size[i];
                bStart -= bStep[i] * size[i];
                outStart -= outStep[i] * size[i];
                index[i] = 0;
            }
        }
    }

    /** Whether no product has yet been added where this one goes. */
    private boolean firstOfSum(int[] index) {
        for (int i = 0; i < axes; i++) {
            if (outStep[i] == 0 && index[i] > 0) {
                return false;
            }
        }
        return true;
    }
}
