package io.reprise.engine;

import org.osgi.annotation.versioning.ProviderType;

/** Runs compositions. */
@ProviderType
public interface Runner {
    /**
     * Makes the parts, trains, evaluates, and records all of it in a new run folder; in the calling thread.
     *
     * @throws io.reprise.api.RepriseException if the run fails, with the reason; the run folder says so too
     * @throws io.reprise.api.CancelledException if it was cancelled; the run folder says so too
     */
    RunResult run(Composition composition, RunListener listener, Cancellation cancellation);

    /**
     * Goes on with a run that was stopped, failed, or whose process was killed: from its last checkpoint, in the same folder, to the
     * same numbers as if nothing had happened; in the calling thread.
     *
     * @param run its name, or its number alone
     * @throws io.reprise.api.RepriseException if there is no such run, it is done or under way, its pipeline can no longer be
     *     composed, or it fails
     * @throws io.reprise.api.CancelledException if it was cancelled again
     */
    RunResult resume(String run, RunListener listener, Cancellation cancellation);
}
