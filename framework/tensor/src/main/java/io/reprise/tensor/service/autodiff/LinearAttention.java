package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.LayerOps.LinearAttended;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Linear attention with a carried state, in chunks: within a chunk every query meets every earlier key, and what was before
 * the chunk comes through the state. With {@code a(i)} the sum of the logarithms of the decays from the chunk's beginning to
 * position i:
 *
 * <pre>
 * y = (q k^T * exp(a(i) - a(j)) for j <= i) v + exp(a) q S
 * S' = exp(a(last)) S + (exp(a(last) - a) k)^T v
 * </pre>
 */
final class LinearAttention {
    /** Positions of a chunk: products within one cost its square, and the state is passed on once for each. */
    private static final int CHUNK = 64;

    /** The operations that this belongs to. */
    private final Ops ops;

    LinearAttention(Ops ops) {
        this.ops = ops;
    }

    LinearAttended attend(
            Tensor queries, Tensor keys, Tensor values, Tensor decays, boolean normalised, Tensor carried) {
        String operation = "linearAttention";
        NativeTensor q = Workspace.floating(operation, queries);
        NativeTensor k = Workspace.floating(operation, keys);
        NativeTensor v = Workspace.floating(operation, values);
        int rank = q.shape().rank();
        int t = rank < 2 ? 0 : q.shape().size(-2);
        Workspace.require(
                t > 0
                        && k.shape().equals(q.shape())
                        && v.shape().rank() == rank
                        && v.shape().equals(sized(q.shape(), t, v.shape().size(-1)))
                        && k.type() == q.type()
                        && v.type() == q.type(),
                operation,
                "[..., t, n] twice and [..., t, d] of one type, with a position",
                q,
                k,
                v);
        int n = q.shape().size(-1);
        int d = v.shape().size(-1);
        NativeTensor decay = Workspace.inOrNull(decays);
        Workspace.require(
                decay == null
                        || (decay.type() == q.type()
                                && decay.shape().rank() >= 1
                                && decay.shape().size(-1) == t),
                operation,
                "decays [..., " + t + "] or none",
                decay);
        Shape stateShape = sized(q.shape(), n, normalised ? d + 1 : d);
        NativeTensor start = Workspace.inOrNull(carried);
        Workspace.require(
                start == null || (start.type() == q.type() && start.shape().equals(stateShape)),
                operation,
                "a state " + q.type() + stateShape + " or none",
                start);
        Tensor logs = decay == null ? null : ops.log(column(decay));
        Tensor state = carried;
        List<Tensor> outputs = new ArrayList<>();
        for (int from = 0; from < t; from += CHUNK) {
            int to = Math.min(t, from + CHUNK);
            Tensor chunkV = ops.slice(values, -2, from, to);
            Tensor chunkQ = ops.slice(queries, -2, from, to);
            Tensor chunkK = ops.slice(keys, -2, from, to);
            if (normalised) {
                // A column of ones makes the divisor by the same products.
                Tensor ones = ops.scope().full(q.type(), sized(q.shape(), to - from, 1), 1);
                chunkV = ops.concat(List.of(chunkV, ones), -1);
            }
            Tensor sums = logs == null ? null : sums(ops.slice(logs, -2, from, to), to - from);
            Tensor y = chunk(chunkQ, chunkK, chunkV, sums, state, to - from);
            outputs.add(normalised ? ops.divide(ops.slice(y, -1, 0, d), ops.slice(y, -1, d, d + 1)) : y);
            state = next(chunkK, chunkV, sums, state, to - from);
        }
        Tensor output = outputs.size() == 1 ? outputs.get(0) : ops.concat(outputs, -2);
        return new LinearAttended(output, state);
    }

    private static Shape sized(Shape like, int rows, int columns) {
        int[] sizes = like.toArray();
        sizes[sizes.length - 2] = rows;
        sizes[sizes.length - 1] = columns;
        return Shape.of(sizes);
    }

    private Tensor column(NativeTensor x) {
        int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 1);
        sizes[sizes.length - 1] = 1;
        return ops.reshape(x, sizes);
    }

    /** {@code [..., t, 1]}: the sums of all elements up to each. */
    private Tensor sums(Tensor logs, int t) {
        return ops.matmul(triangle(logs.type(), t, 1, 0), logs);
    }

    /** One value up to the diagonal, and another above it. */
    private Tensor triangle(ElementType type, int t, double lower, double upper) {
        double[] values = new double[t * t];
        for (int i = 0; i < t; i++) {
            Arrays.fill(values, i * t, i * t + i + 1, lower);
            Arrays.fill(values, i * t + i + 1, (i + 1) * t, upper);
        }
        return Compositions.constant(ops, type, values, t, t);
    }

    private Tensor chunk(Tensor q, Tensor k, Tensor v, Tensor sums, Tensor state, int t) {
        Tensor scores = ops.matmul(q, k, false, true);
        if (sums == null) {
            scores = ops.multiply(scores, triangle(q.type(), t, 1, 0));
        } else {
            // Minus infinity above the diagonal, before the exponential: it would overflow there.
            Tensor differences = ops.subtract(sums, ops.transpose(sums));
            Tensor bounded = ops.add(differences, triangle(q.type(), t, 0, Double.NEGATIVE_INFINITY));
            scores = ops.multiply(scores, ops.exp(bounded));
        }
        Tensor y = ops.matmul(scores, v);
        if (state == null) {
            return y;
        }
        Tensor before = ops.matmul(q, state);
        return ops.add(y, sums == null ? before : ops.multiply(before, ops.exp(sums)));
    }

    private Tensor next(Tensor k, Tensor v, Tensor sums, Tensor state, int t) {
        if (sums == null) {
            Tensor added = ops.matmul(k, v, true, false);
            return state == null ? added : ops.add(state, added);
        }
        Tensor last = ops.slice(sums, -2, t - 1, t);
        Tensor added = ops.matmul(ops.multiply(k, ops.exp(ops.subtract(last, sums))), v, true, false);
        return state == null ? added : ops.add(ops.multiply(state, ops.exp(last)), added);
    }
}
