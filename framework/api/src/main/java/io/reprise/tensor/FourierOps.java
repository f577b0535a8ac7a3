package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Complex tensors and Fourier transforms.
 *
 * <p>A complex tensor {@code [...]} is a float or double tensor {@code [..., 2]} of pairs: real part, imaginary part. Its axes
 * are those before the pair's; axis numbers here never count the pair's, so that -1 is the last axis of the complex tensor.
 * Addition, subtraction and scaling by a real number are those of {@link Ops}; a real tensor {@code [..., 1]} times a complex
 * one is {@link ElementwiseOps#multiply}. Gradients treat the two parts as independent real numbers.
 *
 * <p>Transforms take any length from 1 on; those with prime factors up to 13 are fastest, all others cost about four times
 * as much. Errors are a few units in the last place times the logarithm of the length. NaN and infinity spread over
 * everything that is summed with them.
 */
@ProviderType
public interface FourierOps {
    /** Where the factor {@code 1/n} is put, with n the number of elements that are transformed together. */
    enum Norm {
        /** On the inverse transform. */
        BACKWARD,
        /** {@code 1/sqrt(n)} on both. */
        ORTHO,
        /** On the forward transform. */
        FORWARD
    }

    // --- transforms ---

    /** The transform along the last axis, {@code y[k] = sum over j of x[j] exp(-2πi jk/n)}. */
    default Tensor fft(Tensor x) {
        return fft(x, Norm.BACKWARD, -1);
    }

    /** The inverse of {@link #fft(Tensor)}, {@code y[k] = 1/n sum over j of x[j] exp(2πi jk/n)}. */
    default Tensor ifft(Tensor x) {
        return ifft(x, Norm.BACKWARD, -1);
    }

    /** The transform of real numbers along the last axis, of which the first {@code n/2 + 1} numbers are given. */
    default Tensor rfft(Tensor x) {
        return rfft(x, Norm.BACKWARD, -1);
    }

    /** The inverse of {@link #rfft(Tensor)} of n real numbers. */
    default Tensor irfft(Tensor x, int n) {
        return irfft(x, n, Norm.BACKWARD, -1);
    }

    /**
     * The transform of a complex tensor along several axes.
     *
     * @param x {@code [..., 2]}
     * @param axes each at most once; none stands for the last
     */
    Tensor fft(Tensor x, Norm norm, int... axes);

    /** The inverse transform of a complex tensor along several axes, as {@link #fft(Tensor, Norm, int...)}. */
    Tensor ifft(Tensor x, Norm norm, int... axes);

    /**
     * The transform of a real tensor along several axes. The last one named has {@code n/2 + 1} numbers afterwards, since those
     * left out are the complex conjugates of the ones that are kept.
     *
     * @param x real, {@code [...]}
     * @return {@code [..., 2]}
     */
    Tensor rfft(Tensor x, Norm norm, int... axes);

    /**
     * The inverse of {@link #rfft(Tensor, Norm, int...)}. Imaginary parts of numbers that are their own conjugates (the first
     * one, and the last one for an even n) count for nothing, as in NumPy.
     *
     * @param x {@code [..., 2]}, with {@code n/2 + 1} numbers along the last axis named
     * @param n how many real numbers come out along that axis
     * @return real, {@code [...]}
     */
    Tensor irfft(Tensor x, int n, Norm norm, int... axes);

    /**
     * Moves frequency 0 to the middle of each axis: rolls by {@code n/2}.
     *
     * @param x complex, {@code [..., 2]}
     * @param axes none stands for all
     */
    Tensor shift(Tensor x, int... axes);

    /** Undoes {@link #shift}. */
    Tensor unshift(Tensor x, int... axes);

    /** The frequencies of a transform of n samples, {@code double[n]}: {@code 0, 1, ..., -1} over {@code n * spacing}. */
    Tensor frequencies(int n, double spacing);

    /** The frequencies of a real transform of n samples, {@code double[n/2 + 1]}: {@code 0, 1, ...} over {@code n * spacing}. */
    Tensor realFrequencies(int n, double spacing);

    // --- complex numbers ---

    /** The complex tensor of two real ones of one shape. */
    Tensor complex(Tensor real, Tensor imaginary);

    /** The real parts, {@code [...]}. */
    Tensor real(Tensor x);

    /** The imaginary parts, {@code [...]}. */
    Tensor imaginary(Tensor x);

    /** {@code a b}, broadcast. */
    Tensor multiply(Tensor a, Tensor b);

    /** The complex conjugate. */
    Tensor conjugate(Tensor x);

    /** The absolute value, {@code [...]}. At 0 the gradient is 0. */
    Tensor abs(Tensor x);

    /** The angle in (-π, π], {@code [...]}; 0 for 0, where the gradient is 0. */
    Tensor angle(Tensor x);

    /** The complex matrix product, {@code [..., m, k, 2] x [..., k, n, 2]}; leading axes broadcast. */
    Tensor matmul(Tensor a, Tensor b);

    /**
     * A sum of products of two complex tensors, as {@link ProductOps#einsum}; the letters name complex axes: {@code "bixy,ioxy->boxy"}
     * multiplies the modes of a Fourier layer with its weights.
     *
     * @param formula with an arrow
     */
    Tensor einsum(String formula, Tensor a, Tensor b);

    /** {@code r (cos φ + i sin φ)}; both real, broadcast. */
    Tensor fromPolar(Tensor r, Tensor angle);
}
