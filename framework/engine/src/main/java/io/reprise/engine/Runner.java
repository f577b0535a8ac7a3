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
}
