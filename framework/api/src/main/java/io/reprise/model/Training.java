package io.reprise.model;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A training that goes on step by step. What it keeps between steps is in {@link #state()} (a moment, a memory); the number
 * of the step and the streams of random numbers are given.
 */
@ConsumerType
public interface Training extends Stateful, AutoCloseable {
    /** The number of steps in all. */
    long steps();

    /**
     * Does one step; steps come in order.
     *
     * @param step counted from 0
     * @return what to record, by name, for instance {@code loss}
     */
    Map<String, Double> step(long step);

    /** Ends it. */
    @Override
    default void close() {}
}
