package io.reprise.tensor.service.kernels;

import io.reprise.tensor.Shape;
import io.reprise.tensor.service.memory.NativeTensor;

/** What kernels on this machine's memory share: operations made of matrix products and of rows. */
abstract class HostKernels implements Kernels, FusedKernels {
    /**
     * Linear attention goes through the sequence in blocks of so many positions, and leaves out the products of a block with
     * later ones. Smaller blocks leave out more; larger ones make products that OpenBLAS is faster at.
     */
    private static final int BLOCK = 128;

    /** Copying a matrix costs as much as a product with a few rows. */
    private static final int USES_WORTH_A_COPY = 8;

    /** A weight of attention costs about as much as so many elements of a sum. */
    private static final int COST_OF_WEIGHT = 16;

    /** The gradients of attention are shared by so many groups of heads. */
    private static final int HEAD_GROUPS = 8;

    private static final BatchedProduct.Finished NOTHING = (start, n) -> {};

    private final Gemm gemm;
    private final Workers workers;

    HostKernels(Gemm gemm, Workers workers) {
        this.gemm = gemm;
        this.workers = workers;
    }

    /** The threads that share big operations. */
    final Workers workers() {
        return workers;
    }

    final Gemm gemm() {
        return gemm;
    }

    @Override
    public FusedKernels fused() {
        return this;
    }

    @Override
    public LapackKernels lapack() {
        return gemm.lapack();
    }

    @Override
    public void close() {
        workers.close();
    }

    // --- what an implementation says about one row ---

    abstract void softmaxRow(NativeTensor x, int start, NativeTensor out, int outStart, int n);

    abstract void softmaxGradientRow(
            NativeTensor y, int yStart, NativeTensor dy, int dyStart, int n, NativeTensor dx, int dxStart, boolean add);

    /** Zeroes a run of elements. */
    abstract void zero(NativeTensor x, int start, int n);

    /** {@code x = relu(x)} on a run of elements. */
    abstract void reluRun(NativeTensor x, int start, int n);

    /** Makes a square matrix whose strictly lower triangle is given symmetric, with a diagonal of zeros. */
    abstract void mirror(NativeTensor x, int start, int n);

    // --- shape ---

    @Override
    public final void permute(NativeTensor x, int[] order, NativeTensor out, boolean add) {
        copyStrided(x, out, StridedCopy.permutation(x.shape(), order), add);
    }

    // --- matrix products ---

    @Override
    public void matmul(
            NativeTensor a,
            boolean transposeA,
            NativeTensor b,
            boolean transposeB,
            double alpha,
            NativeTensor out,
            boolean add) {
        if (a.shape().rank() == 2 && b.shape().rank() == 2 && out.shape().rank() == 2) {
            int m = out.shape().size(0);
            int n = out.shape().size(1);
            int k = a.shape().size(transposeA ? 0 : 1);
            int aStride = a.shape().size(1);
            int bStride = b.shape().size(1);
            gemm.multiply(transposeA, transposeB, m, n, k, alpha, a, 0, aStride, b, 0, bStride, add ? 1 : 0, out, 0, n);
            return;
        }
        if (transposeB && usedOften(b, a, out)) {
            // One transposed copy, and then products of the kind that OpenBLAS is faster at.
            int rank = b.shape().rank();
            int[] order = new int[rank];
            int[] sizes = b.shape().toArray();
            for (int i = 0; i < rank; i++) {
                order[i] = i;
            }
            order[rank - 2] = rank - 1;
            order[rank - 1] = rank - 2;
            sizes[rank - 2] = b.shape().size(-1);
            sizes[rank - 1] = b.shape().size(-2);
            NativeTensor transposed = out.owner().allocate(b.type(), Shape.of(sizes));
            permute(b, order, transposed, false);
            BatchedProduct.of(a, transposeA, transposed, false, out).run(gemm, workers, alpha, add, NOTHING);
            transposed.owner().release(transposed);
            return;
        }
        BatchedProduct.of(a, transposeA, b, transposeB, out).run(gemm, workers, alpha, add, NOTHING);
    }

    /** Whether each matrix of b meets so many of a that copying it costs little beside the products. */
    private static boolean usedOften(NativeTensor b, NativeTensor a, NativeTensor out) {
        int matrices = b.shape().rank() == 2
                ? 1
                : b.count() / Math.max(1, b.shape().size(-1) * b.shape().size(-2));
        int all = a.count() / Math.max(1, a.shape().size(-1) * a.shape().size(-2));
        return matrices > 0
                && all / matrices >= USES_WORTH_A_COPY
                && a.shape().size(-2) * out.shape().size(-1) >= 1024;
    }

    @Override
    public void matmulRelu(NativeTensor a, NativeTensor b, NativeTensor out) {
        BatchedProduct.of(a, false, b, false, out).run(gemm, workers, 1, false, (start, n) -> reluRun(out, start, n));
    }

    // --- attention ---

    @Override
    public AttentionKernels attention() {
        return new AttentionKernels.OnHost(this);
    }

    @Override
    public void strictlyCausalLinearAttention(
            NativeTensor q, NativeTensor k, NativeTensor v, NativeTensor out, NativeTensor scores) {
        HeadLayout l = HeadLayout.of(q, v);
        NativeTensor kept =
                scores != null ? scores : out.owner().allocate(q.type(), Shape.of(Math.min(l.t, BLOCK), l.t));
        for (int i = 0; i < l.batch * l.heads; i++) {
            int qk = i * l.t * l.n;
            for (int first = 0; first < l.t; first += BLOCK) {
                int rows = Math.min(BLOCK, l.t - first);
                int s = scores != null ? (i * l.t + first) * l.t : 0;
                maskedScores(q, k, qk, l, first, rows, kept, s);
                int y = (i * l.t + first) * l.d;
                gemm.multiply(
                        false,
                        false,
                        rows,
                        l.d,
                        first + rows,
                        1,
                        kept,
                        s,
                        l.t,
                        v,
                        l.valueStart(i),
                        l.d,
                        0,
                        out,
                        y,
                        l.d);
            }
        }
        if (scores == null) {
            kept.owner().release(kept);
        }
    }

    /** The rows {@code first} to {@code first + rows - 1} of {@code tril(q k^T, -1)}, from column 0 to the last of them. */
    private void maskedScores(
            NativeTensor q, NativeTensor k, int qk, HeadLayout l, int first, int rows, NativeTensor scores, int s) {
        int end = first + rows;
        int row = qk + first * l.n;
        if (q == k && first == 0) {
            gemm.multiplyByOwnTranspose(rows, l.n, q, row, l.n, scores, s, l.t);
        } else {
            gemm.multiply(false, true, rows, end, l.n, 1, q, row, l.n, k, qk, l.n, 0, scores, s, l.t);
        }
        for (int i = 0; i < rows; i++) {
            zero(scores, s + i * l.t + first + i, rows - i);
        }
    }

    @Override
    public void strictlyCausalLinearAttentionGradient(LinearAttentionGradient c) {
        HeadLayout l = HeadLayout.of(c.q(), c.v());
        int blockRows = Math.min(l.t, BLOCK);
        NativeTensor dscores = c.dy().owner().allocate(c.q().type(), Shape.of(blockRows, l.t));
        NativeTensor scratch = c.scores() != null || c.dv() == null
                ? null
                : c.dy().owner().allocate(c.q().type(), Shape.of(blockRows, l.t));
        boolean wantsScores = c.dq() != null || c.dk() != null;
        for (int i = 0; i < l.batch * l.heads; i++) {
            int qk = i * l.t * l.n;
            int v = l.valueStart(i);
            boolean firstHead = l.valueHeads > 1 || i % l.heads == 0;
            // From the last block to the first: the last one touches every row of dk and dv, so it may overwrite them.
            for (int first = (l.t - 1) / BLOCK * BLOCK; first >= 0; first -= BLOCK) {
                int rows = Math.min(BLOCK, l.t - first);
                int end = first + rows;
                boolean last = end == l.t;
                int y = (i * l.t + first) * l.d;
                if (c.dv() != null) {
                    NativeTensor scores = c.scores();
                    int s = (i * l.t + first) * l.t;
                    if (scores == null) {
                        scores = scratch;
                        s = 0;
                        maskedScores(c.q(), c.k(), qk, l, first, rows, scores, s);
                    }
                    double beta = c.addV() || !firstHead || !last ? 1 : 0;
                    gemm.multiply(true, false, end, l.d, rows, 1, scores, s, l.t, c.dy(), y, l.d, beta, c.dv(), v, l.d);
                }
                if (wantsScores) {
                    gemm.multiply(false, true, rows, end, l.d, 1, c.dy(), y, l.d, c.v(), v, l.d, 0, dscores, 0, l.t);
                    for (int r = 0; r < rows; r++) {
                        zero(dscores, r * l.t + first + r, rows - r);
                    }
                    queryAndKeyGradient(c, l, qk, first, rows, dscores);
                }
            }
        }
        dscores.owner().release(dscores);
        if (scratch != null) {
            scratch.owner().release(scratch);
        }
    }

    private void queryAndKeyGradient(
            LinearAttentionGradient c, HeadLayout l, int qk, int first, int rows, NativeTensor dscores) {
        int n = l.n;
        int end = first + rows;
        boolean last = end == l.t;
        int row = qk + first * n;
        double betaQ = c.addQ() ? 1 : 0;
        if (c.q() == c.k() && rows == l.t) {
            // dq + dk = dS q + dS^T q: one product with the symmetric matrix instead of two.
            mirror(dscores, 0, rows);
            gemm.multiply(false, false, rows, n, rows, 1, dscores, 0, l.t, c.q(), qk, n, betaQ, c.dq(), qk, n);
        } else if (c.q() == c.k()) {
            double beta = last ? betaQ : 1;
            gemm.multiply(true, false, end, n, rows, 1, dscores, 0, l.t, c.q(), row, n, beta, c.dq(), qk, n);
            gemm.multiply(false, false, rows, n, end, 1, dscores, 0, l.t, c.k(), qk, n, 1, c.dq(), row, n);
        } else {
            if (c.dk() != null) {
                double beta = last && !c.addK() ? 0 : 1;
                gemm.multiply(true, false, end, n, rows, 1, dscores, 0, l.t, c.q(), row, n, beta, c.dk(), qk, n);
            }
            if (c.dq() != null) {
                gemm.multiply(false, false, rows, n, end, 1, dscores, 0, l.t, c.k(), qk, n, betaQ, c.dq(), row, n);
            }
        }
    }

    /** The sizes of a linear attention. */
    private record HeadLayout(int batch, int heads, int valueHeads, int t, int n, int d) {
        static HeadLayout of(NativeTensor q, NativeTensor v) {
            return new HeadLayout(
                    q.shape().size(0),
                    q.shape().size(1),
                    v.shape().size(1),
                    q.shape().size(2),
                    q.shape().size(3),
                    v.shape().size(3));
        }

        /** Where the values of a batch and head (counted together) begin. */
        int valueStart(int head) {
            return (valueHeads > 1 ? head : head / heads) * t * d;
        }
    }
}
