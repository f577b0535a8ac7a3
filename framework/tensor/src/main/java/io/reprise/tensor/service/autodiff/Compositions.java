package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

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

    /** The neighbours are exchanged, and one of each pair negated, by a product with a matrix of 0, 1 and -1. */
    static Tensor rotatePairs(Ops f, Tensor x, Tensor cos, Tensor sin) {
        int n = x.shape().size(-1);
        double[] exchange = new double[n * n];
        for (int i = 0; i < n; i += 2) {
            exchange[(i + 1) * n + i] = -1;
            exchange[i * n + i + 1] = 1;
        }
        Tensor turned = f.matmul(x, constant(f, x.type(), exchange, n, n));
        return f.add(f.multiply(x, cos), f.multiply(turned, sin));
    }

    /**
     * Softmax attention.
     *
     * @param added what is added to the scores: minus infinity where something is hidden
     */
    static Tensor attention(Ops f, Tensor q, Tensor k, Tensor v, double scale, List<? extends Tensor> added) {
        Tensor scores = f.scale(f.matmul(q, k, false, true), scale);
        for (Tensor bias : added) {
            scores = f.add(scores, bias);
        }
        Ops plain = f.scope().ops();
        Tensor largest = plain.max(scores, -1, true);
        // A row that is all hidden: its exponentials are 0 whatever finite number is taken off, and so is its quotient.
        double[] shifts = largest.toDoubles();
        Arrays.setAll(shifts, i -> shifts[i] == Double.NEGATIVE_INFINITY ? 0 : shifts[i]);
        largest.set(shifts);
        Tensor e = f.exp(f.subtract(scores, largest));
        Tensor sums = f.sum(e, -1, true);
        Tensor zero = f.scope().full(q.type(), Shape.SCALAR, 0);
        Tensor none = plain.cast(plain.equal(sums, zero), q.type());
        return f.matmul(f.divide(e, f.add(sums, none)), v);
    }

    static Tensor strictlyCausalLinearAttention(Ops f, Tensor q, Tensor k, Tensor v) {
        int t = q.shape().size(-2);
        double[] seen = new double[t * t];
        for (int i = 0; i < t; i++) {
            Arrays.fill(seen, i * t, i * t + i, 1);
        }
        return f.matmul(f.multiply(f.matmul(q, k, false, true), constant(f, q.type(), seen, t, t)), v);
    }

    /** Numbers that no gradient flows to. */
    static Tensor constant(Ops f, ElementType type, double[] values, int... sizes) {
        Tensor exact = f.scope().of(values, sizes);
        return type == ElementType.DOUBLE ? exact : f.scope().ops().cast(exact, type);
    }

    static Tensor matmulRelu(Ops f, Tensor a, Tensor b) {
        return f.relu(f.matmul(a, b));
    }

    static Tensor matmulSum(Ops f, Tensor a, Tensor b) {
        return f.sum(f.matmul(a, b), -3, false);
    }

    static Tensor linear(Ops f, Tensor x, Tensor w, Tensor bias) {
        int rank = x.shape().rank();
        Tensor y = f.matmul(rank == 1 ? f.reshape(x, 1, -1) : x, w);
        y = bias == null ? y : f.add(y, bias);
        return rank == 1 ? f.reshape(y, w.shape().size(1)) : y;
    }

    /** The largest of each segment is taken off first; it has no part in the gradient. */
    static Tensor segmentSoftmax(Ops f, Tensor x, Tensor segment, int segments) {
        Ops plain = f.scope().ops();
        Tensor largest = plain.indexSelect(plain.segments().max(x, segment, segments), 0, segment);
        Tensor e = f.exp(f.subtract(x, largest));
        return f.divide(e, f.indexSelect(f.segments().sum(e, segment, segments), 0, segment));
    }

    static Tensor gatherSum(Ops f, Tensor x, Tensor source, Tensor target, int segments) {
        return f.segments().sum(f.indexSelect(x, 0, source), target, segments);
    }

    /** The products along axis 1, halving its length again and again. */
    static Tensor product(Ops f, Tensor x) {
        Tensor rest = x;
        if (rest.shape().size(1) == 0) {
            return f.scope()
                    .full(x.type(), Shape.of(x.shape().size(0), 1, x.shape().size(2)), 1);
        }
        while (rest.shape().size(1) > 1) {
            int n = rest.shape().size(1);
            int half = n / 2;
            Tensor products = f.multiply(f.slice(rest, 1, 0, half), f.slice(rest, 1, half, 2 * half));
            rest = n % 2 == 0 ? products : f.concat(List.of(products, f.slice(rest, 1, n - 1, n)), 1);
        }
        return rest;
    }

    /** Each element times the one {@code step} before it, for steps of 1, 2, 4, ... (Hillis, Steele 1986). */
    static Tensor cumulativeProduct(Ops f, Tensor x, int axis, boolean reverse) {
        Tensor y = x;
        int n = x.shape().size(axis);
        for (int step = 1; step < n; step *= 2) {
            Tensor products = f.multiply(f.slice(y, axis, step, n), f.slice(y, axis, 0, n - step));
            y = f.concat(
                    reverse
                            ? List.of(products, f.slice(y, axis, n - step, n))
                            : List.of(f.slice(y, axis, 0, step), products),
                    axis);
        }
        return y;
    }
}
