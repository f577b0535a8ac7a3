package io.reprise.model;

import io.reprise.data.Batch;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** A model that can go through a sequence step by step, carrying state from one to the next. */
@ConsumerType
public interface Sequential extends Model {
    /**
     * The state before the first step, by name, for {@code batch} sequences side by side.
     *
     * @param scope owns it
     */
    Map<String, Tensor> start(TensorScope scope, int batch);

    /**
     * One time step.
     *
     * @param input as for {@link #apply}, with one time step ({@code T = 1})
     * @param state from {@link #start}; changed in place
     * @return as from {@link #apply}, with one time step
     */
    Batch step(Ops f, Batch input, Map<String, Tensor> state);
}
