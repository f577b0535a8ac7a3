package io.reprise.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/** Runs the claims of a method's paper. */
@ProviderType
public interface Reproducer {
    /**
     * The claims of an installed method.
     *
     * @throws io.reprise.api.RepriseException if there is no such method, or a claims file is malformed
     */
    List<Claim> claims(String method);

    /**
     * Runs claims and says of each whether it holds. Identical runs are made once a call, and taken from the cache of earlier
     * calls unless asked not to.
     *
     * @throws io.reprise.api.RepriseException if the request is wrong: no such method or claim, an override that fits no run
     * @throws io.reprise.api.CancelledException if it was cancelled
     */
    List<ClaimResult> reproduce(String method, Options options, Listener listener, Cancellation cancellation);

    /**
     * What to reproduce and how.
     *
     * @param claims the ids of the claims; empty for all
     * @param seeds used in place of each claim's own; empty for those
     * @param overrides applied to every run whose pipeline has the part, for instance {@code data.path=FILE}
     * @param quick only the claim that takes least time, of those whose data files are here if there are any
     * @param fresh make every run anew, whatever the cache holds
     */
    record Options(Set<String> claims, List<Long> seeds, Map<String, String> overrides, boolean quick, boolean fresh) {
        /** All claims as they are. */
        public static final Options ALL = new Options(Set.of(), List.of(), Map.of(), false, false);

        /** Copies the collections. */
        public Options {
            claims = Set.copyOf(claims);
            seeds = List.copyOf(seeds);
            overrides = Map.copyOf(overrides);
        }
    }

    /** Follows a reproduction. */
    interface Listener {
        /** Hears nothing. */
        Listener NONE = new Listener() {};

        /** A claim begins; {@code number} counts from 1. */
        default void claimStarted(Claim claim, int number, int claims) {}

        /** Files that a claim needs are not here and about to be downloaded; the listener returned follows that. */
        default DataSets.Listener fetching(Claim claim) {
            return DataSets.Listener.NONE;
        }

        /** A run of a claim begins; the listener returned follows it. */
        default RunListener runStarted(Claim claim, String run, long seed) {
            return RunListener.NONE;
        }

        /** A run of a claim was taken from the cache or from another claim of this call. */
        default void runShared(Claim claim, String run, long seed, String folder) {}

        /** A claim is decided. */
        default void claimFinished(ClaimResult result) {}
    }
}
