package io.reprise.engine;

/** Follows a long piece of work. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = (task, done, total) -> {};

    /**
     * The work goes on.
     *
     * @param task what is being done, for instance {@code Checking dragon-hatchling 1.0.0}
     * @param done how much of it
     * @param total how much there is; 0 if not known
     */
    void progress(String task, long done, long total);
}
