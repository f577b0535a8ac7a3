package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/** Gradients of several losses, added up; for batches that do not fit into memory at once. */
@ProviderType
public interface GradientSum extends Gradients {
    /** Adds gradients, each multiplied by a weight: {@code 1 / n} for the mean of n batches. */
    void add(Gradients gradients, double weight);

    /** Makes the sum zero again. */
    void clear();
}
