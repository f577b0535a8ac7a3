package io.reprise.tensor;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Changes parameters by their gradients, in place. */
@ProviderType
public interface Optimizer {
    /**
     * Makes one step.
     *
     * @param learningRate the rate of this step, so that any schedule can be used
     */
    void step(Gradients gradients, double learningRate);

    /** The tensors to save with a checkpoint (moments, step count), by name; live, not copies. */
    Map<String, Tensor> state();
}
