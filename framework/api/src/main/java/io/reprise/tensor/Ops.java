package io.reprise.tensor;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The operations on tensors. Results belong to {@link #scope()}; arguments are never changed. Shapes broadcast and values
 * behave (NaN, infinities) as in NumPy; negative axis numbers count from the last. Operations on a {@link Tape} record what
 * gradients need. A wrong shape or type is an {@link IllegalArgumentException} that names the operation and both shapes.
 */
@ProviderType
public interface Ops
        extends ElementwiseOps, ReductionOps, ShapeOps, IndexOps, SortingOps, ProductOps, LayerOps, LossOps {
    /** The scope that owns the results. */
    TensorScope scope();

    /**
     * The operations that change their first argument.
     *
     * @throws IllegalStateException on a {@link Tape}: what it has read must not change
     */
    InPlace inPlace();

    /** Recurrent networks. */
    RecurrentOps recurrent();

    /** Spiking neurons. */
    SpikingOps spiking();

    /** Linear algebra. */
    LinearAlgebra linalg();

    /** Complex tensors and Fourier transforms. */
    FourierOps fourier();

    /** Operations on images: convolutions, pooling, resizing. */
    ImageOps images();

    /** Operations on segments of rows: for graphs. */
    SegmentOps segments();

    /** Products with sparse matrices. */
    SparseOps sparse();

    /**
     * Makes an operation of one's own differentiable: declares that {@code output}, computed by the caller from
     * {@code inputs}, has this gradient. Where nothing is recorded it just returns the output.
     */
    Tensor record(Tensor output, List<Tensor> inputs, Backward backward);

    /** The gradient of an operation. */
    @FunctionalInterface
    interface Backward {
        /**
         * From the gradient of the loss by the output, the gradients by the inputs.
         *
         * @param f operations to compute with
         * @param gradient the shape of the output
         * @return one for each input, in its shape; null where there is none
         */
        List<Tensor> apply(Ops f, Tensor gradient);
    }
}
