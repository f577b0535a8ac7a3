package io.reprise.model;

import io.reprise.api.RunContext;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The evaluator service: makes evaluators from settings. Register it with {@code @Component} and
 * {@link io.reprise.api.Plugin @Plugin}.
 *
 * @param <S> the record of settings, its components described by {@link io.reprise.api.Setting @Setting}
 */
@ConsumerType
public interface EvaluatorFactory<S extends Record> {
    /** The settings' record. */
    Class<S> settings();

    /** What such an evaluator asks of model and dataset. */
    Requirements requirements(S settings);

    /** Makes an evaluator. */
    Evaluator create(S settings, RunContext run);
}
