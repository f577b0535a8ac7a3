package io.reprise.tensor.service.kernels;

import io.reprise.tensor.Shape;
import io.reprise.tensor.service.memory.NativeTensor;

/** Softmax attention over heads that may lie beside each other in the rows of a tensor. */
public interface AttentionKernels {
    /**
     * Matrices in a tensor, one for each batch and head.
     *
     * @param start where the first one begins, in elements
     * @param row from one row to the next
     * @param head from one head to the next
     * @param batch from one batch to the next
     */
    record Part(NativeTensor tensor, int start, int row, int head, int batch) {
        int at(int b, int h) {
            return start + b * batch + h * head;
        }
    }

    /**
     * What attends to what.
     *
     * @param window see {@link io.reprise.tensor.AttentionSettings}
     * @param biased whether {@code weights} holds what is added to the scores
     * @param weights {@code [batch, heads, t, s]}: takes the softmax of the scores, where queries see something
     */
    record Attending(
            int batch,
            int heads,
            int t,
            int s,
            int d,
            int e,
            double scale,
            boolean causal,
            int window,
            boolean biased,
            NativeTensor weights) {
        /** The first key that a query sees. */
        public int first(int query) {
            return window == 0 ? 0 : Math.min(s, Math.max(0, query + s - t - window + 1));
        }

        /** One more than the last key that a query sees; not less than the first. */
        public int end(int query) {
            int own = query + s - t;
            int end = causal ? own + 1 : window == 0 ? s : own + window;
            return Math.max(first(query), Math.min(s, end));
        }
    }

    /** {@code out = softmax(scale q k^T + bias) v}, over the keys that are seen. */
    void attention(Attending a, Part q, Part k, Part v, Part out);

    /**
     * The gradients of {@link #attention}. Null gradients are left out; the parts of gradients do not overlap unless all
     * that do are added to.
     *
     * @param dscores {@code [batch, heads, t, s]}: takes the gradient by the scores; or null
     */
    void attentionGradient(Attending a, Part q, Part k, Part v, Part dy, Flows flows, NativeTensor dscores);

    /** Where gradients go, and whether they are added there. */
    record Flows(Part dq, boolean addQ, Part dk, boolean addK, Part dv, boolean addV) {}

    /** By matrix products and an implementation's kernels for rows. */
    final class OnHost implements AttentionKernels {
        /**
         * Where queries see a part of the keys, they are taken so many at a time, and the products leave out what none of
         * them sees.
         */
        private static final int BLOCK = 64;

        private final HostKernels kernels;

        OnHost(HostKernels kernels) {
            this.kernels = kernels;
        }

        private static int block(Attending a) {
            return a.causal() || a.window() > 0 ? BLOCK : Math.max(1, a.t());
        }

        @Override
        public void attention(Attending a, Part q, Part k, Part v, Part out) {
            for (int b = 0; b < a.batch(); b++) {
                for (int h = 0; h < a.heads(); h++) {
                    int w = (b * a.heads() + h) * a.t() * a.s();
                    for (int row = 0; row < a.t(); row += block(a)) {
                        int rows = Math.min(block(a), a.t() - row);
                        rows(a, w, row, rows, q, q.at(b, h), k, k.at(b, h), v, v.at(b, h), out, out.at(b, h));
                    }
                }
            }
        }

        private void rows(
                Attending a,
                int w,
                int row,
                int rows,
                Part q,
                int qAt,
                Part k,
                int kAt,
                Part v,
                int vAt,
                Part out,
                int outAt) {
            int first = a.first(row);
            int end = a.end(row + rows - 1);
            int n = end - first;
            int target = outAt + row * out.row();
            if (n <= 0) {
                zeroRows(out, target, rows, a.e());
                return;
            }
            int scores = w + row * a.s() + first;
            kernels.gemm()
                    .multiply(
                            false,
                            true,
                            rows,
                            n,
                            a.d(),
                            a.scale(),
                            q.tensor(),
                            qAt + row * q.row(),
                            q.row(),
                            k.tensor(),
                            kAt + first * k.row(),
                            k.row(),
                            a.biased() ? 1 : 0,
                            a.weights(),
                            scores,
                            a.s());
            for (int i = row; i < row + rows; i++) {
                softmax(a, w + i * a.s(), first, a.first(i), a.end(i), end);
            }
            kernels.gemm()
                    .multiply(
                            false,
                            false,
                            rows,
                            a.e(),
                            n,
                            1,
                            a.weights(),
                            scores,
                            a.s(),
                            v.tensor(),
                            vAt + first * v.row(),
                            v.row(),
                            0,
                            out.tensor(),
                            target,
                            out.row());
        }

        /** The softmax of a row of scores where it sees, and zeros in the rest of its block. */
        private void softmax(Attending a, int start, int blockFirst, int first, int end, int blockEnd) {
            NativeTensor weights = a.weights();
            kernels.zero(weights, start + blockFirst, first - blockFirst);
            if (a.biased() && allHidden(weights, start + first, end - first)) {
                kernels.zero(weights, start + first, end - first);
            } else {
                kernels.softmaxRow(weights, start + first, weights, start + first, end - first);
            }
            kernels.zero(weights, start + end, blockEnd - end);
        }

        private static boolean allHidden(NativeTensor scores, int start, int n) {
            for (int i = start; i < start + n; i++) {
                if (scores.get(i) != Double.NEGATIVE_INFINITY) {
                    return false;
                }
            }
            return true;
        }

        private void zeroRows(Part part, int start, int rows, int n) {
            for (int i = 0; i < rows; i++) {
                kernels.zero(part.tensor(), start + i * part.row(), n);
            }
        }

        @Override
        public void attentionGradient(Attending a, Part q, Part k, Part v, Part dy, Flows flows, NativeTensor dscores) {
            if (dscores != null) {
                kernels.fill(dscores, 0);
            }
            NativeTensor scratch = dscores != null
                    ? dscores
                    : dy.tensor().owner().allocate(dy.tensor().type(), Shape.of(Math.min(block(a), a.t()), a.s()));
            int blocks = (a.t() + block(a) - 1) / block(a);
            for (int b = 0; b < a.batch(); b++) {
                for (int h = 0; h < a.heads(); h++) {
                    int head = (b * a.heads() + h) * a.t() * a.s();
                    for (int block = blocks - 1; block >= 0; block--) {
                        int row = block * block(a);
                        int rows = Math.min(block(a), a.t() - row);
                        int d = dscores == null ? 0 : head + row * a.s();
                        // The last block overwrites what it touches, if that is everything.
                        boolean last = block == blocks - 1;
                        if (last) {
                            begin(a, row, rows, flows.dk(), flows.addK(), a.d(), b, h);
                            begin(a, row, rows, flows.dv(), flows.addV(), a.e(), b, h);
                        }
                        boolean over = last && touchesAll(a, row, rows);
                        gradientOfRows(a, head, row, rows, q, k, v, dy, flows, b, h, over, scratch, d);
                    }
                    if (blocks == 0) {
                        begin(a, 0, 0, flows.dk(), flows.addK(), a.d(), b, h);
                        begin(a, 0, 0, flows.dv(), flows.addV(), a.e(), b, h);
                    }
                }
            }
            if (dscores == null) {
                scratch.owner().release(scratch);
            }
        }

        private static boolean touchesAll(Attending a, int row, int rows) {
            return rows > 0 && a.first(row) == 0 && a.end(row + rows - 1) == a.s() && a.s() > 0;
        }

        private void begin(Attending a, int row, int rows, Part to, boolean add, int n, int b, int h) {
            if (to != null && !add && !touchesAll(a, row, rows)) {
                zeroRows(to, to.at(b, h), a.s(), n);
            }
        }

        private void gradientOfRows(
                Attending a,
                int head,
                int row,
                int rows,
                Part q,
                Part k,
                Part v,
                Part dy,
                Flows flows,
                int b,
                int h,
                boolean over,
                NativeTensor scratch,
                int scratchStart) {
            int first = a.first(row);
            int n = a.end(row + rows - 1) - first;
            int s = a.s();
            Part dq = flows.dq();
            if (n <= 0) {
                if (dq != null && !flows.addQ()) {
                    zeroRows(dq, dq.at(b, h) + row * dq.row(), rows, a.d());
                }
                return;
            }
            int w = head + row * s + first;
            int d = scratchStart + first;
            int yAt = dy.at(b, h) + row * dy.row();
            int vAt = v.at(b, h) + first * v.row();
            Gemm gemm = kernels.gemm();
            if (flows.dv() != null) {
                Part dv = flows.dv();
                gemm.multiply(
                        true,
                        false,
                        n,
                        a.e(),
                        rows,
                        1,
                        a.weights(),
                        w,
                        s,
                        dy.tensor(),
                        yAt,
                        dy.row(),
                        over && !flows.addV() ? 0 : 1,
                        dv.tensor(),
                        dv.at(b, h) + first * dv.row(),
                        dv.row());
            }
            gemm.multiply(
                    false,
                    true,
                    rows,
                    n,
                    a.e(),
                    1,
                    dy.tensor(),
                    yAt,
                    dy.row(),
                    v.tensor(),
                    vAt,
                    v.row(),
                    0,
                    scratch,
                    d,
                    s);
            for (int i = 0; i < rows; i++) {
                kernels.softmaxGradientRow(a.weights(), w + i * s, scratch, d + i * s, n, scratch, d + i * s, false);
            }
            if (dq != null) {
                gemm.multiply(
                        false,
                        false,
                        rows,
                        a.d(),
                        n,
                        a.scale(),
                        scratch,
                        d,
                        s,
                        k.tensor(),
                        k.at(b, h) + first * k.row(),
                        k.row(),
                        flows.addQ() ? 1 : 0,
                        dq.tensor(),
                        dq.at(b, h) + row * dq.row(),
                        dq.row());
            }
            if (flows.dk() != null) {
                Part dk = flows.dk();
                gemm.multiply(
                        true,
                        false,
                        n,
                        a.d(),
                        rows,
                        a.scale(),
                        scratch,
                        d,
                        s,
                        q.tensor(),
                        q.at(b, h) + row * q.row(),
                        q.row(),
                        over && !flows.addK() ? 0 : 1,
                        dk.tensor(),
                        dk.at(b, h) + first * dk.row(),
                        dk.row());
            }
        }
    }
}
