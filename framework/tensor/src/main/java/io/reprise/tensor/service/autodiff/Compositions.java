package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;

/**
 * Operations made of their parts: how they are defined, what kernels that know only the parts compute, and what can be
 * differentiated twice. The tests hold the fused kernels to these.
 */
final class Compositions {
    private Compositions() {}

    /** The largest of each row is taken off first, so that no exponential overflows; it has no part in the gradient. */
    static Tensor softmax(Ops f, Tensor x) {
        Tensor e = f.exp(f.subtract(x, f.scope().ops().max(x, -1, true)));
        return f.divide(e, f.sum(e, -1, true));
    }

    static Tensor logSoftmax(Ops f, Tensor x) {
        Tensor shifted = f.subtract(x, f.scope().ops().max(x, -1, true));
        return f.subtract(shifted, f.log(f.sum(f.exp(shifted), -1, true)));
    }

    static Tensor layerNorm(Ops f, Tensor x, Tensor gain, Tensor bias, double epsilon) {
        Tensor centred = f.subtract(x, f.mean(x, -1, true));
        Tensor variance = f.mean(f.square(centred), -1, true);
        Tensor y = f.divide(centred, f.sqrt(f.offset(variance, epsilon)));
        y = gain == null ? y : f.multiply(y, gain);
        return bias == null ? y : f.add(y, bias);
    }
}
