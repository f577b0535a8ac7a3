package io.reprise.model;

import io.reprise.data.Dataset;
import io.reprise.data.Schema;
import java.util.Set;

/**
 * What a trainer or evaluator asks of the model and dataset it is composed with.
 *
 * @param model the capabilities, all of which the model must have
 * @param dataset the kind of dataset
 * @param data columns that the dataset must have
 * @param outputs columns that the model must give
 */
public record Requirements(
        Set<Class<? extends Model>> model, Class<? extends Dataset> dataset, Schema data, Schema outputs) {
    /** Nothing in particular, not even that there is a model. */
    public static final Requirements NONE = new Requirements(Set.of(), Dataset.class, Schema.EMPTY, Schema.EMPTY);

    /** Copies the set. */
    public Requirements {
        model = Set.copyOf(model);
    }

    /** A model with a capability, whatever the data. */
    public static Requirements of(Class<? extends Model> capability) {
        return new Requirements(Set.of(capability), Dataset.class, Schema.EMPTY, Schema.EMPTY);
    }

    /** These requirements with columns that the dataset must have. */
    public Requirements withData(Schema columns) {
        return new Requirements(model, dataset, columns, outputs);
    }

    /** These requirements with columns that the model must give. */
    public Requirements withOutputs(Schema columns) {
        return new Requirements(model, dataset, data, columns);
    }
}
