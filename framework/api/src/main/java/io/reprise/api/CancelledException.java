package io.reprise.api;

/** Thrown out of a run that its user has asked to stop; let it pass. */
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A cancellation. */
    public CancelledException() {
        super("the run was cancelled");
    }
}
