package io.reprise.tensor;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Makes optimisers. */
@ProviderType
public interface Optimizers {
    /**
     * Adam with decoupled weight decay (Loshchilov, Hutter 2019, algorithm 2).
     *
     * @param scope owns the moments
     * @param parameters by name; changed in place
     */
    Optimizer adamW(TensorScope scope, Map<String, Tensor> parameters, AdamW settings);

    /**
     * The constants of AdamW.
     *
     * @param beta1 decay of the first moment, in [0, 1)
     * @param beta2 decay of the second moment, in [0, 1)
     * @param epsilon added to the root of the second moment
     * @param weightDecay the share of each parameter, times the learning rate, taken off in a step
     */
    record AdamW(double beta1, double beta2, double epsilon, double weightDecay) {
        /** The usual constants: 0.9, 0.999, 1e-8, and the given decay. */
        public static AdamW withDecay(double weightDecay) {
            return new AdamW(0.9, 0.999, 1e-8, weightDecay);
        }
    }
}
