package io.reprise.model;

import io.reprise.api.RunContext;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The trainer service: makes trainers from settings. Register it with {@code @Component} and
 * {@link io.reprise.api.Plugin @Plugin}.
 *
 * @param <S> the record of settings, its components described by {@link io.reprise.api.Setting @Setting}
 */
@ConsumerType
public interface TrainerFactory<S extends Record> {
    /** The settings' record. */
    Class<S> settings();

    /** What such a trainer asks of model and dataset. */
    Requirements requirements(S settings);

    /** Makes a trainer. */
    Trainer create(S settings, RunContext run);
}
