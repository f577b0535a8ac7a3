package io.reprise.tensor.service.optimize;

import io.reprise.tensor.Optimizers.Adam;
import io.reprise.tensor.Optimizers.AdamW;
import io.reprise.tensor.Optimizers.Adamax;
import io.reprise.tensor.Optimizers.Lion;
import io.reprise.tensor.Optimizers.RmsProp;
import io.reprise.tensor.Optimizers.Rule;
import io.reprise.tensor.Optimizers.Sgd;
import io.reprise.tensor.service.kernels.FusedKernels.AdamWStep;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.List;

/**
 * The formulas of the rules for one parameter, of primitive operations in place; Adam's is one pass where the kernels have it.
 * The gradient stays as it is.
 */
final class Update {
    private final Kernels kernels;
    private final Rule rule;

    Update(Kernels kernels, Rule rule) {
        this.kernels = kernels;
        this.rule = rule;
    }

    /** The names of what is remembered of each parameter, zero at first. */
    List<String> remembers() {
        if (rule instanceof Sgd sgd) {
            return sgd.momentum() == 0 ? List.of() : List.of("momentum");
        } else if (rule instanceof RmsProp rms && rms.centred()) {
            return rms.momentum() == 0 ? List.of("square", "mean") : List.of("square", "mean", "momentum");
        } else if (rule instanceof RmsProp rms) {
            return rms.momentum() == 0 ? List.of("square") : List.of("square", "momentum");
        } else if (rule instanceof Lion) {
            return List.of("momentum");
        }
        return List.of("first", "second");
    }

    /**
     * One step.
     *
     * @param t the number of the step, from 1
     */
    void apply(NativeTensor p, NativeTensor gradient, NativeTensor[] remembered, long t, double lr, double decay) {
        for (NativeTensor each : remembered) {
            each.requireOpen();
        }
        if (rule instanceof AdamW w) {
            adam(p, gradient, remembered, adamStep(w.beta1(), w.beta2(), w.epsilon(), t, lr, 1 - lr * decay));
            return;
        } else if (rule instanceof Lion lion) {
            lion(p, gradient, remembered[0], lion, lr, decay);
            return;
        }
        NativeTensor decayed = decay == 0 ? gradient : copy(gradient);
        if (decayed != gradient) {
            kernels.affine(p, decay, 0, decayed, true);
        }
        if (rule instanceof Sgd sgd) {
            sgd(p, decayed, remembered, sgd, t, lr);
        } else if (rule instanceof Adam a) {
            adam(p, decayed, remembered, adamStep(a.beta1(), a.beta2(), a.epsilon(), t, lr, 1));
        } else if (rule instanceof Adamax a) {
            adamax(p, decayed, remembered, a, t, lr);
        } else if (rule instanceof RmsProp rms) {
            rmsProp(p, decayed, remembered, rms, lr);
        }
        if (decayed != gradient) {
            release(decayed);
        }
    }

    private void sgd(NativeTensor p, NativeTensor g, NativeTensor[] remembered, Sgd sgd, long t, double lr) {
        if (sgd.momentum() == 0) {
            kernels.affine(g, -lr, 0, p, true);
            return;
        }
        NativeTensor m = remembered[0];
        if (t == 1) {
            kernels.affine(g, 1, 0, m, false);
        } else {
            average(m, sgd.momentum(), g, 1 - sgd.dampening());
        }
        if (sgd.nesterov()) {
            kernels.affine(g, -lr, 0, p, true);
        }
        kernels.affine(m, sgd.nesterov() ? -lr * sgd.momentum() : -lr, 0, p, true);
    }

    private static AdamWStep adamStep(double beta1, double beta2, double epsilon, long t, double lr, double decay) {
        return new AdamWStep(
                lr / (1 - Math.pow(beta1, (double) t)),
                beta1,
                beta2,
                1 / (1 - Math.pow(beta2, (double) t)),
                epsilon,
                decay);
    }

    private void adam(NativeTensor p, NativeTensor g, NativeTensor[] moments, AdamWStep step) {
        if (kernels.fused() != null) {
            kernels.fused().adamW(p, g, moments[0], moments[1], step);
            return;
        }
        average(moments[0], step.beta1(), g, 1 - step.beta1());
        NativeTensor change = like(g);
        averageSquare(moments[1], step.beta2(), g, change);
        kernels.affine(moments[1], step.secondCorrection(), 0, change, false);
        kernels.unary(Unary.SQRT, change, change);
        kernels.affine(change, 1, step.epsilon(), change, false);
        kernels.binary(Binary.DIVIDE, moments[0], change, change);
        kernels.affine(p, step.decay(), 0, p, false);
        kernels.affine(change, -step.rate(), 0, p, true);
        release(change);
    }

    private void adamax(NativeTensor p, NativeTensor g, NativeTensor[] moments, Adamax a, long t, double lr) {
        average(moments[0], a.beta1(), g, 1 - a.beta1());
        NativeTensor change = like(g);
        kernels.unary(Unary.ABS, g, change);
        kernels.affine(change, 1, a.epsilon(), change, false);
        kernels.affine(moments[1], a.beta2(), 0, moments[1], false);
        kernels.binary(Binary.MAXIMUM, moments[1], change, moments[1]);
        kernels.binary(Binary.DIVIDE, moments[0], moments[1], change);
        kernels.affine(change, -lr / (1 - Math.pow(a.beta1(), (double) t)), 0, p, true);
        release(change);
    }

    private void rmsProp(NativeTensor p, NativeTensor g, NativeTensor[] remembered, RmsProp rms, double lr) {
        NativeTensor change = like(g);
        averageSquare(remembered[0], rms.smoothing(), g, change);
        if (rms.centred()) {
            average(remembered[1], rms.smoothing(), g, 1 - rms.smoothing());
            kernels.unary(Unary.SQUARE, remembered[1], change);
            kernels.binary(Binary.SUBTRACT, remembered[0], change, change);
            // Rounding can leave the variance of equal gradients below zero.
            kernels.unary(Unary.RELU, change, change);
            kernels.unary(Unary.SQRT, change, change);
        } else {
            kernels.unary(Unary.SQRT, remembered[0], change);
        }
        kernels.affine(change, 1, rms.epsilon(), change, false);
        kernels.binary(Binary.DIVIDE, g, change, change);
        if (rms.momentum() == 0) {
            kernels.affine(change, -lr, 0, p, true);
        } else {
            NativeTensor m = remembered[remembered.length - 1];
            average(m, rms.momentum(), change, 1);
            kernels.affine(m, -lr, 0, p, true);
        }
        release(change);
    }

    private void lion(NativeTensor p, NativeTensor g, NativeTensor m, Lion lion, double lr, double decay) {
        NativeTensor change = like(g);
        kernels.affine(m, lion.beta1(), 0, change, false);
        kernels.affine(g, 1 - lion.beta1(), 0, change, true);
        kernels.unary(Unary.SIGN, change, change);
        kernels.affine(p, 1 - lr * decay, 0, p, false);
        kernels.affine(change, -lr, 0, p, true);
        average(m, lion.beta2(), g, 1 - lion.beta2());
        release(change);
    }

    /** {@code m = keep * m + take * x}. */
    private void average(NativeTensor m, double keep, NativeTensor x, double take) {
        kernels.affine(m, keep, 0, m, false);
        kernels.affine(x, take, 0, m, true);
    }

    /** {@code v = keep * v + (1 - keep) * x^2}, with room for the square. */
    private void averageSquare(NativeTensor v, double keep, NativeTensor x, NativeTensor room) {
        kernels.unary(Unary.SQUARE, x, room);
        average(v, keep, room, 1 - keep);
    }

    private NativeTensor copy(NativeTensor x) {
        NativeTensor copy = like(x);
        kernels.affine(x, 1, 0, copy, false);
        return copy;
    }

    private static NativeTensor like(NativeTensor x) {
        return x.owner().allocate(x.type(), x.shape());
    }

    private static void release(NativeTensor x) {
        x.owner().release(x);
    }
}
