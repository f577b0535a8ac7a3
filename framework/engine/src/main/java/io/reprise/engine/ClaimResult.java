package io.reprise.engine;

import java.util.List;

/**
 * Whether a claim holds.
 *
 * @param claim the claim
 * @param verdict the verdict
 * @param reason why it was not run, or how the run failed; empty if it was measured
 * @param measured what was measured, in the order of the claim's expectations; empty if it was not
 * @param runs the folders of the runs, by name and seed ({@code bdh seed 1337}); those from the cache are named by the run
 *     that filled it
 * @param seconds how long its own runs took, without those from the cache
 * @param cached whether all runs came from the cache
 */
public record ClaimResult(
        Claim claim,
        Verdict verdict,
        String reason,
        List<Measured> measured,
        List<String> runs,
        double seconds,
        boolean cached) {
    /** Copies the lists. */
    public ClaimResult {
        measured = List.copyOf(measured);
        runs = List.copyOf(runs);
    }

    /** The verdict on a claim. */
    public enum Verdict {
        /** Everything expected was measured. */
        HOLDS,
        /** Something measured lies outside its range, or a run failed. */
        FAILS,
        /** Something that it needs is missing. */
        NOT_RUN
    }

    /**
     * What was measured for one expectation.
     *
     * @param expectation what was expected
     * @param values one value a seed
     * @param mean their mean
     * @param spread their standard deviation (with n - 1); 0 for one seed
     * @param holds whether the mean lies in the range
     */
    public record Measured(
            Claim.Expectation expectation, List<Double> values, double mean, double spread, boolean holds) {
        /** Copies the list. */
        public Measured {
            values = List.copyOf(values);
        }
    }
}
