package io.reprise.model;

import io.reprise.data.Batch;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import org.osgi.annotation.versioning.ConsumerType;

/** A model that makes new examples. */
@ConsumerType
public interface Generative extends Model {
    /**
     * New examples.
     *
     * @param condition what to go on from or to depend on, as the signature's inputs; an empty batch for none
     * @param count how many (for a sequence that is continued: how many more elements)
     */
    Batch generate(Ops f, Batch condition, int count, RandomSource random);
}
