package io.reprise.data;

import io.reprise.api.RunContext;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The dataset service: makes datasets from settings. Register it with {@code @Component} and
 * {@link io.reprise.api.Plugin @Plugin}.
 *
 * @param <S> the record of settings, its components described by {@link io.reprise.api.Setting @Setting}
 */
@ConsumerType
public interface DatasetFactory<S extends Record> {
    /** The settings' record. */
    Class<S> settings();

    /** The kind of dataset: {@link Dataset}, {@link Environment} or an interface of a kit. */
    default Class<? extends Dataset> type() {
        return Dataset.class;
    }

    /** What the batches of such a dataset hold; no file is opened. */
    Schema schema(S settings);

    /** For an {@link Environment}: what an action is, the columns that an agent's outputs must have. */
    default Schema actions(S settings) {
        return Schema.EMPTY;
    }

    /**
     * Opens or makes the dataset.
     *
     * @throws io.reprise.api.RepriseException if a file is missing, empty, malformed or too short
     */
    Dataset create(S settings, RunContext run);
}
