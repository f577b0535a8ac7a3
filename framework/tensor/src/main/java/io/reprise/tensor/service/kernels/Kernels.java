package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.memory.NativeTensor;

/**
 * What computes: whole operations on whole tensors, so that vector code, a library or a device can stand behind it. These
 * are the operations that all others can be made of.
 * Shapes and types were checked by the caller; floating arguments of one call share their type. An argument {@code out} may
 * be one of the inputs wherever element {@code i} of the result depends on element {@code i} of that input only. Where there
 * is a parameter {@code add}, the result is added to what {@code out} holds, else overwrites it.
 */
public interface Kernels {
    /** A function of one number; on int and long only {@code SQUARE}, {@code ABS} and {@code SIGN}. */
    enum Unary {
        SQUARE,
        SQRT,
        RECIPROCAL,
        ABS,
        SIGN,
        /** Half to even. */
        ROUND,
        FLOOR,
        CEIL,
        EXP,
        EXPM1,
        LOG,
        LOG1P,
        SIN,
        COS,
        TANH,
        ERF,
        SIGMOID,
        SOFTPLUS,
        RELU,
        SILU,
        GELU
    }

    /**
     * A function of two numbers. Integers wrap around and divide towards zero; they are divided by no zero, and take part in
     * no power. {@code MINIMUM} and {@code MAXIMUM} let NaN win; of truth values they are "and" and "or".
     */
    enum Binary {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        MINIMUM,
        MAXIMUM,
        POWER
    }

    /** A relation of two numbers or truth values; with NaN only {@code NOT_EQUAL} holds. */
    enum Comparison {
        GREATER,
        GREATER_OR_EQUAL,
        EQUAL,
        NOT_EQUAL
    }

    /** What this is, for the log and {@code reprise doctor}. */
    String description();

    // --- element by element ---

    /** Every element becomes {@code value}. */
    void fill(NativeTensor out, double value);

    /** {@code out (+)= x * factor + offset}; for int and long both are whole numbers. */
    void affine(NativeTensor x, double factor, double offset, NativeTensor out, boolean add);

    /** {@code out = f(x)}. */
    void unary(Unary f, NativeTensor x, NativeTensor out);

    /** {@code out = a f b}, broadcast; {@code out} may be {@code a} or {@code b} where it has their shape. */
    void binary(Binary f, NativeTensor a, NativeTensor b, NativeTensor out);

    /** {@code out += a * b}, both broadcast to the shape of {@code out}. */
    void multiplyAdd(NativeTensor a, NativeTensor b, NativeTensor out);

    /** {@code out = a f b}, broadcast; {@code out} is bool. */
    void compare(Comparison f, NativeTensor a, NativeTensor b, NativeTensor out);

    /**
     * {@code out = condition ? a : b}, all three broadcast; {@code out} may be {@code a} or {@code b} where it has their shape.
     */
    void where(NativeTensor condition, NativeTensor a, NativeTensor b, NativeTensor out);

    /** The elements converted to the type of {@code out}. */
    void cast(NativeTensor x, NativeTensor out);

    // --- reductions over the middle axis of [outer, n, inner] ---

    /** {@code out[o, i] (+)= factor * sum over k of x[o, k, i]}. */
    void sum(NativeTensor x, int outer, int n, int inner, double factor, NativeTensor out, boolean add);

    /** {@code out[o, i] = } the largest {@code x[o, k, i]}, NaN if there is one, and {@code indices[o, i]} the first such k;
     * either may be null; n is positive, and the type may be bool. */
    void max(NativeTensor x, int outer, int n, int inner, NativeTensor out, NativeTensor indices);

    /** As {@link #max}, for the smallest. */
    void min(NativeTensor x, int outer, int n, int inner, NativeTensor out, NativeTensor indices);

    /** {@code out[o, i] = } the product over k of {@code x[o, k, i]}; n is positive. */
    void product(NativeTensor x, int outer, int n, int inner, NativeTensor out);

    /**
     * {@code out[o, k, i] = x[o, 0, i] f ... f x[o, k, i]}, or from the other end.
     *
     * @param f {@code ADD} or {@code MULTIPLY}
     */
    void cumulative(Binary f, NativeTensor x, int outer, int n, int inner, boolean reverse, NativeTensor out);

    // --- shape ---

    /** Axis {@code i} of {@code out} is axis {@code order[i]} of {@code x}. */
    void permute(NativeTensor x, int[] order, NativeTensor out, boolean add);

    /** Copies {@code count} runs of {@code length} elements that begin {@code step} elements apart. */
    void copyRuns(
            NativeTensor x,
            int start,
            int step,
            NativeTensor out,
            int outStart,
            int outStep,
            int count,
            int length,
            boolean add);

    /**
     * Copies elements that lie at regular distances, of any type. Without {@code add}, elements of {@code out} that are
     * named more than once take any one of the values; with it, they take all.
     */
    void copyStrided(NativeTensor x, NativeTensor out, StridedCopy copy, boolean add);

    /** Zeroes {@code x[..., row, column]} except where {@code lowest <= column - row <= highest}. */
    void band(NativeTensor x, int rows, int columns, int lowest, int highest, NativeTensor out, boolean add);

    /** {@code out[i, :] = table[indices[i], :]}; indices are in range. */
    void gather(NativeTensor table, NativeTensor indices, NativeTensor out);

    /** {@code dtable[indices[i], :] += dy[i, :]}. */
    void scatterAdd(NativeTensor dy, NativeTensor indices, NativeTensor dtable);

    // --- matrices ---

    /**
     * {@code out (+)= alpha * a b} over the last two axes, each argument transposed first where asked for. Leading axes
     * broadcast; over leading axes where {@code out} has size 1, or that it lacks, the products are summed.
     */
    void matmul(
            NativeTensor a,
            boolean transposeA,
            NativeTensor b,
            boolean transposeB,
            double alpha,
            NativeTensor out,
            boolean add);

    /** Decompositions of matrices. */
    LapackKernels lapack();

    /** Fourier transforms. */
    FourierKernels fourier();

    /** The operations that are made in one pass here; null where they are to be made of their parts. */
    FusedKernels fused();

    /** Ends threads that these kernels have, if any. They still compute afterwards, on the calling thread. */
    default void close() {}
}
