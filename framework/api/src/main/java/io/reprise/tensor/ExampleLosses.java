package io.reprise.tensor;

/** The losses of some examples, each of its own example alone: see {@link TensorScope#exampleGradients}. */
@FunctionalInterface
public interface ExampleLosses {
    /**
     * The losses of the examples {@code first} to {@code first + count - 1}.
     *
     * @param f operations to compute with
     * @return {@code [count]}
     */
    Tensor of(Ops f, int first, int count);
}
