package io.reprise.model;

import io.reprise.data.Dataset;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Changes a model using a dataset. It only begins: the engine drives the steps, so that progress, checkpoints,
 * cancellation and evaluation on the way work alike for every trainer. A step is what the method counts: a batch, an
 * example, a generation, an iteration of EM, a season; a closed-form fit has one.
 */
@ConsumerType
public interface Trainer {
    /**
     * Begins a training.
     *
     * @param model has the capabilities that the factory's requirements name
     */
    Training begin(Model model, Dataset data);
}
