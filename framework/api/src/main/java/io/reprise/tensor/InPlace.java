package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Operations that change their first argument instead of making a tensor: for moving averages, rules of plasticity, and
 * whatever else keeps a state without a gradient. The other arguments broadcast to the shape of the first and have its type;
 * one that overlaps it in memory is read as it was before.
 *
 * <p>Nothing here is recorded, so a {@link Tape} has no such operations: it may have read what would change.
 */
@ProviderType
public interface InPlace {
    /** Every element becomes one value, converted as by {@link ElementwiseOps#cast}. */
    void fill(Tensor x, double value);

    /** {@code x = values}. */
    void copy(Tensor x, Tensor values);

    /** {@code x = values} where the condition holds; the others stay. */
    void copyWhere(Tensor x, Tensor condition, Tensor values);

    // --- arithmetic, as in ElementwiseOps ---

    /** {@code x += y}. */
    void add(Tensor x, Tensor y);

    /** {@code x -= y}. */
    void subtract(Tensor x, Tensor y);

    /** {@code x *= y}. */
    void multiply(Tensor x, Tensor y);

    /** {@code x /= y}. */
    void divide(Tensor x, Tensor y);

    /** {@code x *= factor}. */
    void scale(Tensor x, double factor);

    /** {@code x += offset}. */
    void offset(Tensor x, double offset);

    /** {@code x += a * b}. */
    void multiplyAdd(Tensor x, Tensor a, Tensor b);

    /** {@code x += factor * y}; float or double. */
    void addScaled(Tensor x, Tensor y, double factor);

    /**
     * {@code x = (1 - weight) * x + weight * y}: one step of an exponential moving average; float or double.
     *
     * @param weight what the new value counts for
     */
    void average(Tensor x, Tensor y, double weight);

    /** {@code x = min(x, y)}. */
    void minimum(Tensor x, Tensor y);

    /** {@code x = max(x, y)}. */
    void maximum(Tensor x, Tensor y);

    /** {@code x = min(max(x, low), high)}. */
    void clamp(Tensor x, double low, double high);

    // --- functions; float or double ---

    /** {@code x = x²}. */
    void square(Tensor x);

    /** {@code x = sqrt(x)}. */
    void sqrt(Tensor x);

    /** {@code x = 1 / x}. */
    void reciprocal(Tensor x);

    /** {@code x = |x|}. */
    void abs(Tensor x);

    /** {@code x = sign(x)}. */
    void sign(Tensor x);

    /** {@code x = exp(x)}. */
    void exp(Tensor x);

    /** {@code x = log(x)}. */
    void log(Tensor x);

    /** {@code x = tanh(x)}. */
    void tanh(Tensor x);

    /** {@code x = 1 / (1 + exp(-x))}. */
    void sigmoid(Tensor x);

    /** {@code x = max(x, 0)}. */
    void relu(Tensor x);
}
