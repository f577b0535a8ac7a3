package io.reprise.data;

import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A dataset that answers actions: a body, a maze, a game. The columns of its schema are what an agent observes;
 * {@link DatasetFactory#actions} names what it must answer. Its splits, if any, are recorded episodes.
 */
@ConsumerType
public interface Environment extends Dataset {
    /**
     * Starts {@code count} episodes side by side.
     *
     * @param random decides their starts and their noise
     */
    Episodes reset(Ops f, int count, RandomSource random);

    /** Episodes that go on side by side. */
    interface Episodes {
        /** What the agents see now. */
        Batch observation();

        /** Does one action in each episode; those that are done stay as they are. */
        Outcome step(Ops f, Batch actions);
    }

    /**
     * What followed from an action.
     *
     * @param observation what the agents see now
     * @param reward {@code float[B]}
     * @param done {@code bool[B]}: the episode has ended
     */
    record Outcome(Batch observation, io.reprise.tensor.Tensor reward, io.reprise.tensor.Tensor done) {}
}
