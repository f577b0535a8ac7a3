package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.FusedKernels.AttentionGradient;
import io.reprise.tensor.service.kernels.FusedKernels.LinearAttentionGradient;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.memory.NativeTensor;
import io.reprise.tensor.service.random.PhiloxSource;
import java.util.Arrays;

/** The layers of networks as single operations, and their gradients. */
final class Layers {
    /** The operations that these are among: what compositions are made of. */
    private final Ops ops;

    private final Workspace w;

    Layers(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    Tensor softmax(Tensor tensor) {
        NativeTensor x = rows("softmax", tensor);
        if (w.composes()) {
            return Compositions.softmax(ops, x);
        }
        int n = x.shape().size(-1);
        NativeTensor out = w.emptyLike(x);
        w.fused.softmax(x, n, out);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        boolean started = g.started(0);
                        w.fused.softmaxGradient(out, g.gradient(), n, g.over(0), started);
                    },
                    x);
        }
        return out;
    }

    Tensor logSoftmax(Tensor tensor) {
        NativeTensor x = rows("logSoftmax", tensor);
        if (w.composes()) {
            return Compositions.logSoftmax(ops, x);
        }
        int n = x.shape().size(-1);
        NativeTensor out = w.emptyLike(x);
        w.fused.logSoftmax(x, n, out);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        boolean started = g.started(0);
                        w.fused.logSoftmaxGradient(out, g.gradient(), n, g.over(0), started);
                    },
                    x);
        }
        return out;
    }

    private static NativeTensor rows(String operation, Tensor tensor) {
        NativeTensor x = Workspace.floating(operation, tensor);
        Workspace.require(x.shape().rank() >= 1, operation, "at least one axis", x);
        return x;
    }

    Tensor layerNorm(Tensor tensor, Tensor scale, Tensor shift, double epsilon) {
        NativeTensor x = rows("layerNorm", tensor);
        NativeTensor gain = Workspace.inOrNull(scale);
        NativeTensor bias = Workspace.inOrNull(shift);
        int n = x.shape().size(-1);
        for (NativeTensor each : new NativeTensor[] {gain, bias}) {
            Workspace.require(
                    each == null || (each.type() == x.type() && each.shape().equals(Shape.of(n))),
                    "layerNorm",
                    "gain and bias " + x.type() + "[" + n + "] or none",
                    gain,
                    bias);
        }
        if (w.composes()) {
            return Compositions.layerNorm(ops, x, gain, bias, epsilon);
        }
        NativeTensor out = w.emptyLike(x);
        NativeTensor statistics = w.empty(x.type(), Shape.of(n == 0 ? 0 : x.count() / n, 2));
        w.fused.layerNorm(x, gain, bias, epsilon, n, out, statistics);
        if (w.recordsAny(x, gain) || w.records(bias)) {
            w.record(out, g -> layerNormGradient(g, x, gain, statistics, n), x, gain, bias);
        } else {
            w.release(statistics);
        }
        return out;
    }

    private void layerNormGradient(Flow g, NativeTensor x, NativeTensor gain, NativeTensor statistics, int n) {
        NativeTensor dy = g.gradient();
        if (g.needs(1)) {
            w.fused.layerNormGainGradient(x, statistics, dy, n, g.addingTo(1));
        }
        if (g.needs(2)) {
            boolean started = g.started(2);
            w.kernels.sum(dy, 1, n == 0 ? 0 : dy.count() / n, n, 1, g.into(2), started);
        }
        if (g.needs(0)) {
            boolean started = g.started(0);
            w.fused.layerNormGradient(x, gain, statistics, dy, n, g.over(0), started);
        }
        w.release(statistics);
    }

    Tensor dropout(Tensor tensor, double rate, RandomSource random) {
        NativeTensor x = Workspace.floating("dropout", tensor);
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout: wants a rate from 0 to below 1, and got " + rate);
        }
        if (rate == 0) {
            return x;
        }
        // 0 for what is dropped, 1 / (1 - rate) for the rest: both directions are then one product.
        NativeTensor factors = w.emptyLike(x);
        PhiloxSource.of(random).fillDropout(factors, rate);
        NativeTensor out = w.emptyLike(x);
        w.kernels.binary(Binary.MULTIPLY, x, factors, out);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        if (g.started(0)) {
                            w.kernels.multiplyAdd(g.gradient(), factors, g.into(0));
                        } else {
                            w.kernels.binary(Binary.MULTIPLY, g.gradient(), factors, g.over(0));
                        }
                        w.release(factors);
                    },
                    x);
        } else {
            w.release(factors);
        }
        return out;
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
        v = likeLeadingAxes(operation, q, v);
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

    /**
     * The values, where their leading axes are those of the queries up to some axis and 1 from there on; else a copy that
     * has all of them.
     */
    private NativeTensor likeLeadingAxes(String operation, NativeTensor q, NativeTensor v) {
        int rank = q.shape().rank();
        int missing = rank - v.shape().rank();
        boolean broadcasts = missing >= 0;
        boolean prefix = true;
        boolean ones = false;
        int[] sizes = new int[rank];
        for (int axis = 0; axis < rank - 2 && broadcasts; axis++) {
            int own = axis < missing ? 1 : v.shape().size(axis - missing);
            int wanted = q.shape().size(axis);
            broadcasts = own == 1 || own == wanted;
            ones |= own == 1 && wanted != 1;
            prefix &= !ones || own == 1;
            sizes[axis] = wanted;
        }
        Workspace.require(broadcasts, operation, "leading axes of the values that broadcast to those of q", q, v);
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

    Tensor crossEntropy(Tensor scores, Tensor classes) {
        NativeTensor logits = rows("crossEntropy", scores);
        NativeTensor targets = Workspace.in(classes);
        int[] leading = Arrays.copyOf(logits.shape().toArray(), logits.shape().rank() - 1);
        int n = logits.shape().size(-1);
        Workspace.require(
                Shaping.isInteger(targets) && targets.shape().equals(Shape.of(leading)) && targets.count() > 0,
                "crossEntropy",
                "[..., classes] and int[...], not empty",
                logits,
                targets);
        Shaping.requireInRange("crossEntropy", targets, n);
        NativeTensor out = w.empty(logits.type(), Shape.SCALAR);
        NativeTensor logSums = w.empty(logits.type(), targets.shape());
        w.kernels.fill(out, w.fused.crossEntropy(logits, targets, n, logSums));
        if (w.records(logits)) {
            w.record(
                    out,
                    g -> {
                        double scale = g.gradient().get(0) / targets.count();
                        boolean started = g.started(0);
                        w.fused.crossEntropyGradient(logits, targets, logSums, scale, n, g.into(0), started);
                        w.release(logSums);
                    },
                    logits);
        } else {
            w.release(logSums);
        }
        return out;
    }
}
