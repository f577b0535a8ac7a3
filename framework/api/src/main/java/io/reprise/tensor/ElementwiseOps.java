package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/** Operations element by element. Shapes broadcast and values behave as {@link Ops} says. */
@ProviderType
public interface ElementwiseOps {
    // --- arithmetic ---

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
}
