package io.reprise.tensor;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A tape whose gradients are recorded too, so that they can be part of a loss and be differentiated again: forces as the
 * gradients of an energy, penalties on gradients, products with a Hessian.
 *
 * <p>Operations that are one pass on a {@link Tape} are made of their parts here, so first gradients cost more than on a
 * plain tape. Nothing is used up: {@link #gradients(Tensor)} can be asked for again and again until the scope closes.
 */
@ProviderType
public interface HigherOrderTape extends Tape {
    /**
     * The gradients of a scalar by any tensors that this tape watches or made, recorded on this tape.
     *
     * @param loss one element, made by this tape
     * @param by what to differentiate by; what the loss does not depend on has a gradient of zeros
     * @return one for each of {@code by}, in its shape and type
     */
    List<Tensor> gradients(Tensor loss, List<Tensor> by);

    /**
     * The vector-Jacobian products {@code cotangent^T dOutput/dBy}, recorded on this tape.
     *
     * @param cotangent of the shape and type of the output
     */
    List<Tensor> vectorJacobian(Tensor output, Tensor cotangent, List<Tensor> by);

    /**
     * The Jacobian-vector product: how {@code output} changes when each of {@code by} moves along its tangent,
     * {@code sum over i of dOutput/dBy[i] tangents[i]}; recorded on this tape.
     *
     * @param output made by this tape; floating
     * @param by tensors that this tape watches or made
     * @param tangents one for each of {@code by}, of its shape and type
     * @return of the shape of the output
     */
    Tensor jacobianVector(Tensor output, List<Tensor> by, List<Tensor> tangents);

    /**
     * The Jacobians of a tensor, by one reverse pass for each of its elements; recorded on this tape. Of losses {@code [batch]} these
     * are the gradients of each example, here ones that can be differentiated again; where that is not needed, {@link
     * TensorScope#exampleGradients} takes one pass for all.
     *
     * @param output made by this tape; floating
     * @param by tensors that this tape watches or made
     * @return one for each of {@code by}, with the axes of the output followed by its own
     */
    List<Tensor> jacobian(Tensor output, List<Tensor> by);
}
