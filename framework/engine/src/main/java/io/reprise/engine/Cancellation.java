package io.reprise.engine;

/** Asks work to stop; any thread may call it. */
public final class Cancellation {
    private volatile boolean cancelled;

    /** Asks to stop. */
    public void cancel() {
        cancelled = true;
    }

    /** Whether stopping was asked for. */
    public boolean isCancelled() {
        return cancelled;
    }
}
