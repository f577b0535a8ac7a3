package io.reprise.model;

import io.reprise.data.Batch;
import io.reprise.tensor.Ops;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Named values in, named values out, with state that can be saved. A network, a codec, a simulation, an agent's policy or a
 * theory alike. A model that draws random numbers when applied takes their seed as an input column, so that applying it
 * again gives the same. What more can be done with a model, it says by implementing capabilities: {@link Parametric},
 * {@link Differentiable}, {@link Online}, {@link Sequential}, {@link Generative}, {@link Probed}, {@link ClosedForm}, or those of a kit.
 */
@ConsumerType
public interface Model extends Stateful, AutoCloseable {
    /**
     * The outputs for a batch of inputs, as in use after training: no dropout, nothing learned.
     *
     * @param f computes and owns the results
     * @param input the columns that the signature names as inputs; more do no harm
     */
    Batch apply(Ops f, Batch input);

    /** Lets go of what is not tensors; those belong to scopes. */
    @Override
    default void close() {}
}
