package io.reprise.model;

import io.reprise.api.RunContext;
import io.reprise.data.Dimensions;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The model service: makes models from settings. Register it with {@code @Component} and
 * {@link io.reprise.api.Plugin @Plugin}.
 *
 * @param <S> the record of settings, its components described by {@link io.reprise.api.Setting @Setting}
 */
@ConsumerType
public interface ModelFactory<S extends Record> {
    /** The settings' record. */
    Class<S> settings();

    /** The class of the models made: the capabilities they have are the interfaces it implements. */
    Class<? extends Model> type();

    /** What such a model takes and gives. */
    Signature signature(S settings);

    /**
     * Makes a model, initialised by the run's random stream.
     *
     * @param dimensions what the symbols of the signature stand for; at least those it fixes
     */
    Model create(S settings, Dimensions dimensions, RunContext run);
}
