package io.reprise.model;

import io.reprise.tensor.Tensor;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** A model with parameters that a trainer may change: by gradients, by evolution, or by averaging with another's. */
@ConsumerType
public interface Parametric extends Model {
    /** The parameters to train, by name: some or all of {@link #state()}, live. */
    Map<String, Tensor> parameters();
}
