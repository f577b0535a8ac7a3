package io.reprise.engine.internal.run;

import java.util.concurrent.TimeUnit;

/** Decides when steps are reported, and measures how fast they are of late. */
final class StepRate {
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How long the past counts, in seconds. */
    private static final double MEMORY_SECONDS = 5;

    private final long steps;
    private final long first;
    private long lastTime;
    private long lastDone;
    private double rate;

    /**
     * The rate of a training.
     *
     * @param done how many of its steps are done already
     * @param now {@link System#nanoTime} at its begin
     */
    StepRate(long steps, long done, long now) {
        this.steps = steps;
        this.first = done + 1;
        this.lastDone = done;
        this.lastTime = now;
    }

    /** Whether this step should be reported: the first, the last, and a few a second. Takes the measure then. */
    boolean due(long done, long now) {
        if (done != first && done != steps && now - lastTime < REPORT_NANOS) {
            return false;
        }
        double seconds = Math.max(now - lastTime, 1) / 1e9;
        double current = (done - lastDone) / seconds;
        double forgotten = rate == 0 ? 0 : Math.exp(-seconds / MEMORY_SECONDS);
        // The first step warms up what later ones use; it says little of them.
        rate = lastDone <= first ? current : forgotten * rate + (1 - forgotten) * current;
        lastTime = now;
        lastDone = done;
        return true;
    }

    /** Steps a second. */
    double rate() {
        return rate;
    }

    double secondsLeft(long done) {
        return rate > 0 ? (steps - done) / rate : 0;
    }
}
