package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;

/** Losses, and their gradients. */
final class Losses {
    /** The operations that these are among: what compositions are made of. */
    private final Ops ops;

    private final Workspace w;

    Losses(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    Tensor crossEntropy(Tensor scores, Tensor classes) {
        NativeTensor logits = Layers.rows("crossEntropy", scores);
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
        if (w.composes()) {
            return Compositions.crossEntropy(ops, logits, targets);
        }
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
