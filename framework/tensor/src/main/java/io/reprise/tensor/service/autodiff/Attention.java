package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.FusedKernels.AttentionGradient;
import io.reprise.tensor.service.kernels.FusedKernels.LinearAttentionGradient;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;

/** Attention and what belongs to it as single operations, and their gradients. */
final class Attention {
    /** The operations that these are among: what compositions are made of. */
    private final Ops ops;

    private final Workspace w;

    Attention(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    Tensor rotatePairs(Tensor tensor, Tensor cosines, Tensor sines) {
        NativeTensor x = Workspace.floating("rotatePairs", tensor);
        NativeTensor cos = Workspace.in(cosines);
        NativeTensor sin = Workspace.in(sines);
        Shape s = x.shape();
        Workspace.require(
                s.rank() >= 2
                        && s.size(-1) % 2 == 0
                        && cos.type() == x.type()
                        && sin.type() == x.type()
                        && cos.shape().equals(Shape.of(s.size(-2), s.size(-1)))
                        && sin.shape().equals(cos.shape()),
                "rotatePairs",
                "[..., t, n] with even n, and [t, n] twice",
                x,
                cos,
                sin);
        if (w.composes()) {
            return Compositions.rotatePairs(ops, x, cos, sin);
        }
        NativeTensor out = w.emptyLike(x);
        w.fused.rotatePairs(x, cos, sin, false, out, false);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        boolean started = g.started(0);
                        w.fused.rotatePairs(g.gradient(), cos, sin, true, g.over(0), started);
                    },
                    x);
        }
        return out;
    }

    Tensor attention(Tensor queries, Tensor keys, Tensor values, boolean causal) {
        NativeTensor q = Workspace.floating("attention", queries);
        NativeTensor k = Workspace.floating("attention", keys);
        NativeTensor v = Workspace.floating("attention", values);
        int rank = q.shape().rank();
        String wanted = "[..., t, d], [..., s, d] and [..., s, e] of one type" + (causal ? " with t = s" : "");
        Workspace.require(
                rank >= 2 && k.shape().rank() == rank && v.shape().rank() == rank, "attention", wanted, q, k, v);
        int t = q.shape().size(-2);
        int s = k.shape().size(-2);
        int d = q.shape().size(-1);
        int e = v.shape().size(-1);
        int[] sizes = q.shape().toArray();
        int batch = Arrays.stream(sizes, 0, rank - 2).reduce(1, (a, b) -> a * b);
        Workspace.require(
                q.type() == k.type()
                        && q.type() == v.type()
                        && k.shape().equals(lastTwo(sizes, s, d))
                        && v.shape().equals(lastTwo(sizes, s, e))
                        && (!causal || t == s),
                "attention",
                wanted,
                q,
                k,
                v);
        if (w.composes()) {
            return Compositions.attention(ops, q, k, v, causal);
        }
        NativeTensor out = w.empty(q.type(), lastTwo(sizes, t, e));
        NativeTensor weights = w.empty(q.type(), Shape.of(batch, t, s));
        Shape shapeQ = Shape.of(batch, t, d);
        Shape shapeK = Shape.of(batch, s, d);
        Shape shapeV = Shape.of(batch, s, e);
        Shape shapeOut = Shape.of(batch, t, e);
        w.fused.attention(
                q.view(shapeQ, 0), k.view(shapeK, 0), v.view(shapeV, 0), causal, out.view(shapeOut, 0), weights);
        if (w.recordsAny(q, k) || w.records(v)) {
            w.record(
                    out,
                    g -> {
                        // In the order in which the kernel writes: where one tensor is two of the inputs, what comes
                        // later
                        // finds the buffer begun, and adds.
                        boolean addV = g.needs(2) && g.started(2);
                        NativeTensor dv = g.needs(2) ? g.into(2).view(shapeV, 0) : null;
                        boolean addQ = g.needs(0) && g.started(0);
                        NativeTensor dq = g.needs(0) ? g.into(0).view(shapeQ, 0) : null;
                        boolean addK = g.needs(1) && g.started(1);
                        NativeTensor dk = g.needs(1) ? g.into(1).view(shapeK, 0) : null;
                        w.fused.attentionGradient(new AttentionGradient(
                                q.view(shapeQ, 0),
                                k.view(shapeK, 0),
                                v.view(shapeV, 0),
                                weights,
                                g.gradient().view(shapeOut, 0),
                                dq,
                                addQ,
                                dk,
                                addK,
                                dv,
                                addV));
                        w.release(weights);
                    },
                    q,
                    k,
                    v);
        } else {
            w.release(weights);
        }
        return out;
    }

    private static Shape lastTwo(int[] sizes, int rows, int columns) {
        int[] changed = sizes.clone();
        changed[changed.length - 2] = rows;
        changed[changed.length - 1] = columns;
        return Shape.of(changed);
    }

    Tensor strictlyCausalLinearAttention(Tensor queries, Tensor keys, Tensor values) {
        String operation = "strictlyCausalLinearAttention";
        NativeTensor q = Workspace.floating(operation, queries);
        NativeTensor k = Workspace.floating(operation, keys);
        NativeTensor v = Workspace.floating(operation, values);
        Shape shape = q.shape();
        String wanted = "[..., t, n] twice and [..., t, d] of one type";
        Workspace.require(
                shape.rank() >= 2
                        && v.shape().rank() >= 2
                        && k.shape().equals(shape)
                        && v.shape().size(-2) == shape.size(-2)
                        && q.type() == k.type()
                        && q.type() == v.type(),
                operation,
                wanted,
                q,
                k,
                v);
        requireBroadcast(operation, q, v);
        if (w.composes()) {
            return Compositions.strictlyCausalLinearAttention(ops, q, k, v);
        }
        v = likeLeadingAxes(q, v);
        int t = shape.size(-2);
        int n = shape.size(-1);
        int d = v.shape().size(-1);
        int all = leading(shape);
        int valueSets = leading(v.shape());
        // One set of values for each batch, shared by its heads; or one for every head.
        int heads = valueSets == 0 ? 1 : all / valueSets;
        NativeTensor shared = v;
        Shape shapeQ = Shape.of(heads == 0 ? 0 : all / heads, heads, t, n);
        Shape shapeV = Shape.of(heads == 0 ? 0 : all / heads, 1, t, d);
        Shape shapeOut = Shape.of(heads == 0 ? 0 : all / heads, heads, t, d);
        NativeTensor out = w.empty(q.type(), lastTwo(shape.toArray(), t, d));
        boolean recorded = w.recordsAny(q, k) || w.records(v);
        // Keeping the scores for the way back costs no more memory than the queries do.
        NativeTensor scores = recorded && t <= n ? w.empty(q.type(), Shape.of(all, t, t)) : null;
        NativeTensor viewQ = q.view(shapeQ, 0);
        NativeTensor viewK = k == q ? viewQ : k.view(shapeQ, 0);
        w.fused.strictlyCausalLinearAttention(viewQ, viewK, v.view(shapeV, 0), out.view(shapeOut, 0), scores);
        if (recorded) {
            w.record(
                    out,
                    g -> {
                        // In the order in which the kernel writes, as above.
                        boolean same = viewQ == viewK;
                        boolean addV = g.needs(2) && g.started(2);
                        NativeTensor dv = g.needs(2) ? g.into(2).view(shapeV, 0) : null;
                        boolean addK = !same && g.needs(1) && g.started(1);
                        NativeTensor dk = !same && g.needs(1) ? g.into(1).view(shapeQ, 0) : null;
                        boolean addQ = g.needs(0) && g.started(0);
                        NativeTensor dq = g.needs(0) ? g.into(0).view(shapeQ, 0) : null;
                        w.fused.strictlyCausalLinearAttentionGradient(new LinearAttentionGradient(
                                viewQ,
                                viewK,
                                shared.view(shapeV, 0),
                                scores,
                                g.gradient().view(shapeOut, 0),
                                dq,
                                addQ,
                                dk,
                                addK,
                                dv,
                                addV));
                        w.release(scores);
                    },
                    q,
                    k,
                    v);
        }
        return out;
    }

    private static int leading(Shape shape) {
        return Arrays.stream(shape.toArray(), 0, shape.rank() - 2).reduce(1, (a, b) -> a * b);
    }

    private static void requireBroadcast(String operation, NativeTensor q, NativeTensor v) {
        int missing = q.shape().rank() - v.shape().rank();
        boolean broadcasts = missing >= 0;
        for (int axis = missing; axis < q.shape().rank() - 2 && broadcasts; axis++) {
            int own = v.shape().size(axis - missing);
            broadcasts = own == 1 || own == q.shape().size(axis);
        }
        Workspace.require(broadcasts, operation, "leading axes of the values that broadcast to those of q", q, v);
    }

    /**
     * The values, where their leading axes are those of the queries up to some axis and 1 from there on; else a copy that
     * has all of them.
     */
    private NativeTensor likeLeadingAxes(NativeTensor q, NativeTensor v) {
        int rank = q.shape().rank();
        int missing = rank - v.shape().rank();
        boolean prefix = true;
        boolean ones = false;
        int[] sizes = new int[rank];
        for (int axis = 0; axis < rank - 2; axis++) {
            int own = axis < missing ? 1 : v.shape().size(axis - missing);
            int wanted = q.shape().size(axis);
            ones |= own == 1 && wanted != 1;
            prefix &= !ones || own == 1;
            sizes[axis] = wanted;
        }
        if (prefix) {
            return v;
        }
        sizes[rank - 2] = v.shape().size(-2);
        sizes[rank - 1] = v.shape().size(-1);
        NativeTensor whole = w.empty(v.type(), Shape.of(sizes));
        w.kernels.fill(whole, 0);
        w.kernels.binary(Binary.ADD, whole, v, whole);
        w.record(whole, g -> g.pass(0, true), v);
        return whole;
    }
}
