package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/** The gradients of one scalar by the watched tensors of a tape; they belong to the tape's scope. */
@ProviderType
public interface Gradients {
    /**
     * The gradient by a watched tensor, in its shape and type; zeros if the scalar does not depend on it.
     *
     * @throws IllegalArgumentException if the tensor was not watched
     */
    Tensor of(Tensor watched);
}
