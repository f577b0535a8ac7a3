package io.reprise.model;

import io.reprise.data.Batch;
import io.reprise.tensor.Ops;
import org.osgi.annotation.versioning.ConsumerType;

/** A model (or its read-out) that is fitted by solving, not by steps. */
@ConsumerType
public interface ClosedForm extends Model {
    /** Fits to all examples of the batches, which are gone through once. */
    void fit(Ops f, Iterable<Batch> batches);
}
