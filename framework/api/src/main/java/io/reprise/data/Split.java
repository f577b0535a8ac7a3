package io.reprise.data;

import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One named part of a dataset: a table, a stream of windows, or an endless generator. Both ways of reading depend on their
 * arguments only, so that a run can resume at any step.
 */
@ConsumerType
public interface Split {
    /** The number of examples; empty for an endless generator. */
    OptionalLong size();

    /**
     * The batch to train on at a step, drawn at random (or, for a table, the step's share of a random order of all).
     *
     * @param f makes the tensors
     * @param step counted from 0
     * @param size the number of examples, at least 1
     * @param random the stream of this dataset in this run, the same at every step: take {@code random.split(step)} or
     *     {@code random.split(epoch)} of it
     */
    Batch draw(Ops f, long step, int size, RandomSource random);

    /**
     * Examples in their own order, for measuring.
     *
     * @param f makes the tensors
     * @param first the number of the first example, counted from 0
     * @param size the number of examples; fewer come back where a finite split ends
     */
    Batch read(Ops f, long first, int size);
}
