package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Owns tensors and gives their memory back to the pool when it closes.
 *
 * <p>A run has one scope for what lasts (parameters, optimiser state); each step opens a child for what does not:
 *
 * <pre>{@code
 * try (TensorScope step = scope.open()) {
 *     Tape f = step.tape(parameters);
 *     Tensor loss = model.loss(f, batch, random);
 *     optimizer.step(f.gradients(loss));
 * }
 * }</pre>
 *
 * A scope is used by one thread at a time.
 */
@ProviderType
public interface TensorScope extends AutoCloseable {
    /** A child scope; closing this one closes the child too. */
    TensorScope open();

    /** Operations whose results this scope owns; nothing is recorded. */
    Ops ops();

    /**
     * Operations whose results this scope owns and which are recorded, so that gradients with respect to the watched
     * tensors can be asked for.
     *
     * @param watched the tensors to differentiate by, usually a model's parameters; floating point
     */
    Tape tape(Iterable<Tensor> watched);

    /**
     * As {@link #tape}, for gradients that are differentiated again.
     *
     * @param watched the tensors to differentiate by; floating point
     */
    HigherOrderTape higherOrderTape(Iterable<Tensor> watched);

    /**
     * The gradients of each example's loss by shared parameters: for parameters {@code [...]} tensors {@code [examples, ...]}, as by
     * {@code torch.func.vmap(grad(loss))}. For clipping or weighting examples one by one, for the noise of gradients, for Fisher
     * information. They belong to this scope.
     *
     * <p>Where parameters are met only as the matrix of {@code linear}, {@code matmul} and what is made of these, or in arithmetic
     * that broadcasts (biases, gains, normalisations, attention's projections), and the axis of examples stays the first of
     * every intermediate result, all examples go through one pass, and a layer's gradients are one batched product. Elsewhere
     * (convolutions, embeddings, recurrences over {@code [steps, batch, ...]}, operations of one's own) each example takes a tape of
     * its own, which costs as much as training on batches of one. The results are the same up to rounding. The memory is
     * that of {@code examples} copies of the parameters.
     *
     * @param parameters floating; at least one example's loss should depend on them, else their gradients are zeros
     * @param examples at least 1
     * @param losses is called several times, for all examples, for the first one, and perhaps for each, and must give an example the
     *     same loss each time: from its own rows, with no operation along the axis of examples, and with random numbers that
     *     depend on the example only
     * @throws IllegalArgumentException if the losses are not one for each example
     */
    Gradients exampleGradients(Iterable<Tensor> parameters, int examples, ExampleLosses losses);

    /**
     * A tensor of zeros (false).
     *
     * @throws io.reprise.api.RepriseException if the memory budget does not allow it
     */
    Tensor zeros(ElementType type, Shape shape);

    /** A float tensor of zeros. */
    default Tensor zeros(int... sizes) {
        return zeros(ElementType.FLOAT, Shape.of(sizes));
    }

    /** A tensor with the same value everywhere, converted as by {@link ElementwiseOps#cast}. */
    Tensor full(ElementType type, Shape shape, double value);

    /**
     * The numbers {@code from}, {@code from + step}, ... before {@code to} (NumPy's {@code arange}): element i is
     * {@code from + i * step}, converted as by {@link ElementwiseOps#cast}.
     *
     * @param step not 0; negative to go down
     */
    Tensor range(ElementType type, double from, double to, double step);

    /** So many numbers at equal distances, from the first to the last: element i is {@code from + i (to - from) / (count - 1)}. */
    Tensor linspace(ElementType type, double from, double to, int count);

    /** A matrix with 1 where row and column are the same, and 0 elsewhere. */
    Tensor eye(ElementType type, int rows, int columns);

    /** A float tensor holding a copy of the values, which are row-major. */
    Tensor of(float[] values, int... sizes);

    /** A double tensor holding a copy of the values, which are row-major. */
    Tensor of(double[] values, int... sizes);

    /** An int tensor holding a copy of the values, which are row-major. */
    Tensor of(int[] values, int... sizes);

    /** A long tensor holding a copy of the values, which are row-major. */
    Tensor of(long[] values, int... sizes);

    /** A bool tensor holding a copy of the values, which are row-major. */
    Tensor of(boolean[] values, int... sizes);

    /** A float scalar. */
    default Tensor scalar(float value) {
        return of(new float[] {value});
    }

    /** A copy of a tensor of any scope, owned by this one. */
    Tensor copy(Tensor source);

    /** The bytes that tensors of this scope and its open children hold. */
    long bytes();

    /** Gives all memory back; closing twice is harmless. */
    @Override
    void close();
}
