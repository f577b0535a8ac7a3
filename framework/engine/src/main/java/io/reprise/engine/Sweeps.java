package io.reprise.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;

/** Runs a pipeline at many points of settings with many seeds, several runs at once, and records what each point gives. */
@ProviderType
public interface Sweeps {
    /**
     * Reads a sweep file and composes each of its points.
     *
     * @param file YAML
     * @param set settings for all points, beside and before those that the file sets
     * @param seeds used in place of the file's; empty for those
     * @param parallel how many runs may go on at once; empty for what the file says, or as many as fit
     * @throws io.reprise.api.RepriseException if the file is wrong, with line and column, or a point does not fit together,
     *     with its settings
     */
    SweepPlan plan(Path file, Map<String, String> set, List<Long> seeds, OptionalInt parallel);

    /**
     * Makes the sweep's folder and runs it to its end. A run that fails does not end it.
     *
     * @throws io.reprise.api.CancelledException if it was cancelled; the folder says so and {@link #resume} goes on
     */
    SweepInfo run(SweepPlan plan, Listener listener, Cancellation cancellation);

    /**
     * Goes on with a sweep. What is done is kept, what was interrupted goes on.
     *
     * @param id its name, or its number alone
     * @param retryFailed whether runs that failed are made anew; else they stay as they are
     * @throws io.reprise.api.RepriseException if there is no such sweep, or it is under way in a process
     * @throws io.reprise.api.CancelledException if it was cancelled again
     */
    SweepInfo resume(String id, boolean retryFailed, Listener listener, Cancellation cancellation);

    /** All sweeps in the home folder, oldest first. A folder that is no readable sweep is left out. */
    List<SweepInfo> list();

    /**
     * One sweep.
     *
     * @param id its name, or its number alone
     * @throws io.reprise.api.RepriseException if there is none, with the nearest names
     */
    SweepInfo get(String id);

    /** What a sweep has found so far. */
    SweepTable table(SweepInfo sweep);

    /** Follows a sweep. Called from the threads of its runs, one at a time, so return soon. */
    interface Listener {
        /** Hears nothing. */
        Listener NONE = new Listener() {};

        /** The folder is there and the first runs are about to begin. */
        default void started(SweepInfo sweep, int parallel) {}

        /** A run has begun, made a step or ended; at most a few times a second. */
        default void progress(SweepProgress progress) {}

        /** A run has ended: it is done, has failed or was cancelled. */
        default void ended(SweepInfo.Point point, SweepInfo.Run run) {}

        /** Something that does not stop the sweep but should be known. */
        default void warning(String message) {}
    }
}
