package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;

/** How the gradient by the result of an operation becomes the gradient by one of its inputs, made of operations. */
@FunctionalInterface
interface Formula {
    /**
     * The gradient by an input.
     *
     * @param f operations to compute with; on a {@link io.reprise.tensor.HigherOrderTape} they are recorded
     * @param dy the gradient by the result
     * @param input which input, from 0
     * @return of the input's shape, or of one that the input was broadcast to and that will be summed
     */
    Tensor gradient(Ops f, Tensor dy, int input);
}
