package io.reprise.engine;

import java.util.List;

/**
 * How far a sweep is.
 *
 * @param done how many runs are done
 * @param failed how many have failed
 * @param total how many there are
 * @param running those under way, in the order in which they began
 * @param secondsLeft until the last one is done, judging by those that were; negative if not known yet
 */
public record SweepProgress(int done, int failed, int total, List<Running> running, double secondsLeft) {
    /** Copies the list. */
    public SweepProgress {
        running = List.copyOf(running);
    }

    /**
     * A run under way.
     *
     * @param point the number of its point
     * @param seed its seed
     * @param steps how many steps are done
     * @param totalSteps how many there are; 0 before the training
     */
    public record Running(int point, long seed, long steps, long totalSteps) {}
}
