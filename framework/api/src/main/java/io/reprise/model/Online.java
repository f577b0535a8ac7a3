package io.reprise.model;

import io.reprise.data.Batch;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** A model that learns from examples as they come, by a rule of its own and without gradients. */
@ConsumerType
public interface Online extends Model {
    /**
     * Learns from the examples of a batch, one after the other, once.
     *
     * @return what is worth recording of this step, by name, for instance {@code familiarity}; may be empty
     */
    Map<String, Double> learn(Ops f, Batch examples, RandomSource random);
}
