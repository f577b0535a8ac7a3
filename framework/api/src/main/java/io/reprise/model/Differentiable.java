package io.reprise.model;

import io.reprise.data.Batch;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/** A model whose loss has gradients by its parameters. */
@ConsumerType
public interface Differentiable extends Parametric {
    /**
     * The loss of a batch, {@code []}, the mean over examples, as in training.
     *
     * @param f usually a {@link io.reprise.tensor.Tape} that watches the parameters
     * @param batch the columns that the signature names as inputs and as targets
     * @param random for dropout and other noise; a stream of its own for each step
     */
    Tensor loss(Ops f, Batch batch, RandomSource random);
}
