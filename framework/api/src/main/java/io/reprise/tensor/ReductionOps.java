package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/** Operations that fold axes. */
@ProviderType
public interface ReductionOps {
    /** The sum of all elements, {@code []}. */
    Tensor sum(Tensor x);

    /** The mean of all elements, {@code []}. */
    Tensor mean(Tensor x);

    /** Sums along one axis, which disappears, or stays with size 1. */
    Tensor sum(Tensor x, int axis, boolean keep);

    /** Means along one axis, which disappears, or stays with size 1. */
    Tensor mean(Tensor x, int axis, boolean keep);

    /** The largest values along one axis, which disappears, or stays with size 1; NaN wins. */
    Tensor max(Tensor x, int axis, boolean keep);

    /** The index of the first largest value along one axis, which disappears; int, no gradient. */
    Tensor argmax(Tensor x, int axis);
}
