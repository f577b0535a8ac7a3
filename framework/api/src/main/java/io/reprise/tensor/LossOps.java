package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/** Losses. */
@ProviderType
public interface LossOps {
    /** The mean of {@code -log softmax(logits)[target]}, {@code []}: {@code logits [..., classes]}, {@code targets int[...]}. */
    Tensor crossEntropy(Tensor logits, Tensor targets);
}
