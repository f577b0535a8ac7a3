package io.reprise.tensor;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The operations on tensors. Results belong to {@link #scope()}; arguments are never changed. Shapes broadcast and values
 * behave (NaN, infinities) as in NumPy; negative axis numbers count from the last. Operations on a {@link Tape} record what
 * gradients need. A wrong shape or type is an {@link IllegalArgumentException} that names the operation and both shapes.
 */
@ProviderType
public interface Ops {
    /** The scope that owns the results. */
    TensorScope scope();

    // --- arithmetic, element by element ---

    /** {@code a + b}, broadcast. */
    Tensor add(Tensor a, Tensor b);

    /** {@code a - b}, broadcast. */
    Tensor subtract(Tensor a, Tensor b);

    /** {@code a * b}, broadcast. */
    Tensor multiply(Tensor a, Tensor b);

    /** {@code a / b}, broadcast. */
    Tensor divide(Tensor a, Tensor b);

    /** {@code x * factor}. */
    Tensor scale(Tensor x, double factor);

    /** {@code x + offset}. */
    Tensor offset(Tensor x, double offset);

    /** {@code -x}. */
    default Tensor negate(Tensor x) {
        return scale(x, -1);
    }

    /** {@code x²}. */
    Tensor square(Tensor x);

    /** The square root. */
    Tensor sqrt(Tensor x);

    /** The exponential. */
    Tensor exp(Tensor x);

    /** The natural logarithm. */
    Tensor log(Tensor x);

    /** The hyperbolic tangent. */
    Tensor tanh(Tensor x);

    /** {@code 1 / (1 + exp(-x))}. */
    Tensor sigmoid(Tensor x);

    /** {@code max(x, 0)}; the gradient at 0 is 0. */
    Tensor relu(Tensor x);

    /** GELU in its exact form, {@code x Φ(x)} with Φ the standard normal distribution function (Hendrycks, Gimpel 2016). */
    Tensor gelu(Tensor x);

    // --- comparison; results are bool and carry no gradient ---

    /** {@code a > b}, broadcast. */
    Tensor greater(Tensor a, Tensor b);

    /** {@code a == b}, broadcast. */
    Tensor equal(Tensor a, Tensor b);

    /** The elements converted to another type; the gradient passes between floating types. */
    Tensor cast(Tensor x, ElementType type);

    // --- reductions ---

    /** The sum of all elements, {@code []}. */
    Tensor sum(Tensor x);

    /** The mean of all elements, {@code []}. */
    Tensor mean(Tensor x);

    /** Sums along one axis, which disappears, or stays with size 1. */
    Tensor sum(Tensor x, int axis, boolean keep);

    /** Means along one axis, which disappears, or stays with size 1. */
    Tensor mean(Tensor x, int axis, boolean keep);

    /** The largest values along one axis, which disappears, or stays with size 1; NaN wins. */
    Tensor max(Tensor x, int axis, boolean keep);

    /** The index of the first largest value along one axis, which disappears; int, no gradient. */
    Tensor argmax(Tensor x, int axis);

    // --- shape ---

    /** The same elements in another shape (a view); one size may be -1 and is then computed. */
    Tensor reshape(Tensor x, int... sizes);

    /** The axes in another order: axis {@code i} of the result is axis {@code order[i]} of x. */
    Tensor permute(Tensor x, int... order);

    /** The last two axes exchanged. */
    Tensor transpose(Tensor x);

    /** The elements {@code from} (included) to {@code to} (excluded) of one axis. */
    Tensor slice(Tensor x, int axis, int from, int to);

    /** Tensors joined along one axis; the other axes agree. */
    Tensor concat(List<Tensor> parts, int axis);

    /**
     * The lower triangle of the last two axes, {@code [..., m, n]}: elements with {@code column - row > diagonal} become 0;
     * {@code diagonal} -1 leaves out the main diagonal.
     */
    Tensor tril(Tensor x, int diagonal);

    /** Rows of a table: {@code table [n, d]}, {@code indices int[...]} to {@code [..., d]}. */
    Tensor embedding(Tensor table, Tensor indices);

    // --- matrices ---

    /** The matrix product over the last two axes, {@code [..., m, k] x [..., k, n]}; leading axes broadcast. */
    default Tensor matmul(Tensor a, Tensor b) {
        return matmul(a, b, false, false);
    }

    /** As {@link #matmul(Tensor, Tensor)}, with the last two axes of an argument exchanged first where asked for. */
    Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB);

    /** {@code relu(a b)}, without keeping the product: faster than the two operations. */
    default Tensor matmulRelu(Tensor a, Tensor b) {
        return relu(matmul(a, b));
    }

    /**
     * The matrix products summed over the innermost leading axis, {@code [..., h, m, k] x [..., h, k, n]} to {@code [..., m,
     * n]}; the axes before it broadcast. With h heads, and one matrix a head, this joins the heads of an attention.
     */
    default Tensor matmulSum(Tensor a, Tensor b) {
        return sum(matmul(a, b), -3, false);
    }

    /** {@code x w + bias}: {@code x [..., k]}, {@code w [k, n]}, {@code bias [n]} or null. */
    Tensor linear(Tensor x, Tensor w, Tensor bias);

    // --- layers ---

    /** {@code exp(x) / sum exp(x)} along the last axis. */
    Tensor softmax(Tensor x);

    /** The logarithm of {@link #softmax}. */
    Tensor logSoftmax(Tensor x);

    /**
     * Layer normalisation over the last axis, {@code (x - mean) / sqrt(variance + epsilon)} with the population variance
     * (Ba, Kiros, Hinton 2016); a row of equal values gives zeros.
     *
     * @param gain {@code [d]} or null for none
     * @param bias {@code [d]} or null for none
     */
    Tensor layerNorm(Tensor x, Tensor gain, Tensor bias, double epsilon);

    /** Zeroes each element with probability {@code rate} and divides the others by {@code 1 - rate}. */
    Tensor dropout(Tensor x, double rate, RandomSource random);

    /**
     * Rotates neighbouring pairs of the last axis (Su et al. 2021): {@code y[2j] = x[2j] cos - x[2j+1] sin},
     * {@code y[2j+1] = x[2j+1] cos + x[2j] sin}.
     *
     * @param x {@code [..., t, n]}, n even
     * @param cos {@code [t, n]}, equal within a pair
     * @param sin {@code [t, n]}, equal within a pair
     */
    Tensor rotatePairs(Tensor x, Tensor cos, Tensor sin);

    /**
     * Scaled dot-product attention, {@code softmax(q k^T / sqrt(d)) v} (Vaswani et al. 2017).
     *
     * @param q {@code [..., t, d]}
     * @param k {@code [..., s, d]}
     * @param v {@code [..., s, e]}
     * @param causal whether position i sees only positions up to i; then {@code t == s}
     */
    Tensor attention(Tensor q, Tensor k, Tensor v, boolean causal);

    /**
     * Linear attention without normalisation, over strictly earlier positions: {@code tril(q k^T, -1) v}; the score matrix
     * is not kept whole where that saves time.
     *
     * @param q {@code [..., t, n]}
     * @param k {@code [..., t, n]}
     * @param v {@code [..., t, d]}; leading axes broadcast against those of q
     */
    Tensor strictlyCausalLinearAttention(Tensor q, Tensor k, Tensor v);

    // --- losses ---

    /** The mean of {@code -log softmax(logits)[target]}, {@code []}: {@code logits [..., classes]}, {@code targets int[...]}. */
    Tensor crossEntropy(Tensor logits, Tensor targets);

    // --- own operations ---

    /**
     * Makes an operation of one's own differentiable: declares that {@code output}, computed by the caller from
     * {@code inputs}, has this gradient. Where nothing is recorded it just returns the output.
     */
    Tensor record(Tensor output, List<Tensor> inputs, Backward backward);

    /** The gradient of an operation. */
    @FunctionalInterface
    interface Backward {
        /**
         * From the gradient of the loss by the output, the gradients by the inputs.
         *
         * @param f operations to compute with
         * @param gradient the shape of the output
         * @return one for each input, in its shape; null where there is none
         */
        List<Tensor> apply(Ops f, Tensor gradient);
    }
}
