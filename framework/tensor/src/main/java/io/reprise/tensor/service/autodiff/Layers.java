package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.memory.NativeTensor;
import io.reprise.tensor.service.random.PhiloxSource;

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

    static NativeTensor rows(String operation, Tensor tensor) {
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
        if (w.composes()) {
            return ops.multiply(x, factors);
        }
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
}
