package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/** Operations that are recorded, for reverse-mode differentiation by the watched tensors. */
@ProviderType
public interface Tape extends Ops {
    /**
     * The gradients of a scalar by the watched tensors. What was recorded is used up: a second call is an
     * {@link IllegalStateException}.
     *
     * @param loss {@code []} or one element, made by this tape
     */
    Gradients gradients(Tensor loss);

    /**
     * The vector-Jacobian products of a tensor by the watched tensors: the gradients of {@code sum(output * cotangent)}.
     * What was recorded is used up, as by {@link #gradients(Tensor)}.
     *
     * @param output made by this tape; floating
     * @param cotangent of the shape and type of the output
     */
    Gradients gradients(Tensor output, Tensor cotangent);
}
