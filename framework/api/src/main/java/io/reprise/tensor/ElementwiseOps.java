package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Operations element by element. Shapes broadcast and values behave as {@link Ops} says: NaN in, NaN out, unless said
 * otherwise.
 *
 * <p>Arithmetic works on float, double, int and long. Integers that overflow wrap around, as in Java and NumPy. Functions
 * such as {@link #exp} want float or double.
 */
@ProviderType
public interface ElementwiseOps {
    // --- arithmetic ---

    /** {@code a + b}, broadcast. */
    Tensor add(Tensor a, Tensor b);

    /** {@code a - b}, broadcast. */
    Tensor subtract(Tensor a, Tensor b);

    /** {@code a * b}, broadcast. */
    Tensor multiply(Tensor a, Tensor b);

    /**
     * {@code a / b}, broadcast. Integers are divided as in Java: the quotient is cut off towards zero, and a zero in b is an
     * {@link IllegalArgumentException}.
     */
    Tensor divide(Tensor a, Tensor b);

    /** {@code a * b + c}, broadcast; rounded once, where the type is float or double and the kernels can. */
    Tensor multiplyAdd(Tensor a, Tensor b, Tensor c);

    /** {@code x * factor}; for int and long the factor is a whole number. */
    Tensor scale(Tensor x, double factor);

    /** {@code x + offset}; for int and long the offset is a whole number. */
    Tensor offset(Tensor x, double offset);

    /** {@code -x}. */
    default Tensor negate(Tensor x) {
        return scale(x, -1);
    }

    /** {@code 1 / x}. */
    Tensor reciprocal(Tensor x);

    /** {@code x²}; also of int and long. */
    Tensor square(Tensor x);

    /** The square root; NaN of a negative number. */
    Tensor sqrt(Tensor x);

    /**
     * {@code a} to the power {@code b}, broadcast, with the special cases of {@link Math#pow}. The gradient by a is 0 where b
     * is 0, and that by b is 0 where a is 0.
     */
    Tensor power(Tensor a, Tensor b);

    /** {@code x} to a power that is the same for all elements, with the special cases of {@link Math#pow}. */
    Tensor power(Tensor x, double exponent);

    /** {@code |x|}; also of int and long; the gradient at 0 is 0. */
    Tensor abs(Tensor x);

    /** -1, 0 or 1; also of int and long; the gradient is 0. */
    Tensor sign(Tensor x);

    /** The nearest whole number, of two equally near ones the even one; the gradient is 0. */
    Tensor round(Tensor x);

    /** The largest whole number that is not larger; the gradient is 0. */
    Tensor floor(Tensor x);

    /** The smallest whole number that is not smaller; the gradient is 0. */
    Tensor ceil(Tensor x);

    /** The smaller of both, broadcast; NaN wins. Where they are equal, the gradient goes to a. */
    Tensor minimum(Tensor a, Tensor b);

    /** The larger of both, broadcast; NaN wins. Where they are equal, the gradient goes to a. */
    Tensor maximum(Tensor a, Tensor b);

    /**
     * {@code min(max(x, low), high)}, with {@code low <= high}; either may be infinite. The gradient is 1 from {@code low} to
     * {@code high}, both included, and 0 outside.
     */
    Tensor clamp(Tensor x, double low, double high);

    // --- functions ---

    /** The exponential. */
    Tensor exp(Tensor x);

    /** {@code exp(x) - 1}, exact near 0. */
    Tensor expm1(Tensor x);

    /** The natural logarithm; minus infinity at 0, NaN below. */
    Tensor log(Tensor x);

    /** {@code log(1 + x)}, exact near 0. */
    Tensor log1p(Tensor x);

    /** The sine of an angle in radians; NaN at infinity. */
    Tensor sin(Tensor x);

    /** The cosine of an angle in radians; NaN at infinity. */
    Tensor cos(Tensor x);

    /** The hyperbolic tangent. */
    Tensor tanh(Tensor x);

    /** The error function, {@code 2 / sqrt(pi)} times the integral of {@code exp(-t²)} from 0 to x. */
    Tensor erf(Tensor x);

    // --- activations ---

    /** {@code 1 / (1 + exp(-x))}. */
    Tensor sigmoid(Tensor x);

    /** {@code log(1 + exp(x))}, without overflow. */
    Tensor softplus(Tensor x);

    /** {@code max(x, 0)}; the gradient at 0 is 0. */
    Tensor relu(Tensor x);

    /** {@code x} where it is positive, elsewhere {@code slope * x}; the gradient at 0 is the slope. */
    Tensor leakyRelu(Tensor x, double slope);

    /**
     * {@code x} where it is positive, elsewhere {@code alpha * (exp(x) - 1)} (Clevert, Unterthiner, Hochreiter 2016); the
     * gradient at 0 is alpha.
     */
    Tensor elu(Tensor x, double alpha);

    /** {@code x * sigmoid(x)}, also called swish (Ramachandran, Zoph, Le 2017). */
    Tensor silu(Tensor x);

    /** GELU in its exact form, {@code x Φ(x)} with Φ the standard normal distribution function (Hendrycks, Gimpel 2016). */
    Tensor gelu(Tensor x);

    // --- comparison; results are bool and carry no gradient ---

    /** {@code a > b}, broadcast; false where one is NaN. */
    Tensor greater(Tensor a, Tensor b);

    /** {@code a >= b}, broadcast; false where one is NaN. */
    Tensor greaterOrEqual(Tensor a, Tensor b);

    /** {@code a < b}, broadcast; false where one is NaN. */
    Tensor less(Tensor a, Tensor b);

    /** {@code a <= b}, broadcast; false where one is NaN. */
    Tensor lessOrEqual(Tensor a, Tensor b);

    /** {@code a == b}, broadcast; false where one is NaN. */
    Tensor equal(Tensor a, Tensor b);

    /** {@code a != b}, broadcast; true where one is NaN. */
    Tensor notEqual(Tensor a, Tensor b);

    /** Whether an element is not a number; false for types that have no NaN. */
    Tensor isNaN(Tensor x);

    /** Whether an element is neither infinite nor NaN. */
    Tensor isFinite(Tensor x);

    // --- truth values; arguments and results are bool ---

    /** Whether both hold, broadcast. */
    Tensor and(Tensor a, Tensor b);

    /** Whether one or both hold, broadcast. */
    Tensor or(Tensor a, Tensor b);

    /** Whether exactly one holds, broadcast. */
    Tensor xor(Tensor a, Tensor b);

    /** Whether it does not hold. */
    Tensor not(Tensor x);

    // --- choice and conversion ---

    /**
     * The elements of {@code a} where the condition holds, those of {@code b} elsewhere; all three broadcast. What was not
     * chosen has a gradient of zero, whatever it is; a function with an infinite slope before it makes NaN of that, so guard
     * its argument: {@code where(c, sqrt(where(c, x, one)), zero)}.
     *
     * @param condition bool
     * @param a any type
     * @param b the type of a
     */
    Tensor where(Tensor condition, Tensor a, Tensor b);

    /**
     * The elements converted to another type as Java converts a double: fractions are cut off, NaN becomes 0, what is too
     * large the largest number; bool is "not zero". The gradient passes between floating types.
     */
    Tensor cast(Tensor x, ElementType type);
}
