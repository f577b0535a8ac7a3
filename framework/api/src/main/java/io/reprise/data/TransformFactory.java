package io.reprise.data;

import io.reprise.api.RunContext;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The transform service: makes small adapters between a dataset of one bundle and a model of another. Register it with
 * {@code @Component} and {@link io.reprise.api.Plugin @Plugin}, and say with {@link Adapts} what it makes of what.
 *
 * @param <S> the record of settings, its components described by {@link io.reprise.api.Setting @Setting}
 */
@ConsumerType
public interface TransformFactory<S extends Record> {
    /** The settings' record. */
    Class<S> settings();

    /**
     * The columns after such a transform: those it leaves as they are, and those it makes.
     *
     * @param columns those before it; their symbols keep their meaning, new ones need new names
     * @throws io.reprise.api.RepriseException if there is no column such as it changes, with what it expects
     */
    Schema schema(S settings, Schema columns);

    /**
     * Settings with which it would make the column that is needed, or one that comes closer to it; for messages that say what
     * would help where two sides do not fit. What does not help in the end does no harm: all are tried.
     *
     * @param columns those there are
     * @param needed the column that is missing, or of another form than is needed
     */
    List<S> adapting(Schema columns, Field needed);

    /**
     * Makes a transform.
     *
     * @param columns those before it
     */
    Transform create(S settings, Schema columns, RunContext run);
}
