package io.reprise.engine.internal.sweep;

import io.reprise.engine.internal.text.Numbers;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How many runs go on at once, and what memory each gets.
 *
 * @param parallel how many at once, at least 1
 * @param memory the share of memory for runs that do not say theirs; empty for the usual one
 * @param reduced whether memory allows fewer than was asked for
 */
record Capacity(int parallel, Optional<String> memory, boolean reduced) {
    /** What one run has if it says nothing, in hundredths: blocks can be larger than budgets by a quarter. */
    private static final double USUAL_SHARE = 75;

    /**
     * The capacity of a machine.
     *
     * @param runs how many there are to run
     * @param asked how many are asked for; empty for as many as fit
     * @param processors of the machine
     * @param threads that compute one operation
     * @param machine bytes for tensors in all
     * @param said the most bytes that a run says it needs; empty if none says
     */
    static Capacity of(int runs, OptionalInt asked, int processors, int threads, long machine, OptionalLong said) {
        int wanted = Math.min(runs, asked.orElse(Math.max(1, processors / Math.max(1, threads))));
        long fitting = said.isEmpty() ? wanted : Math.max(1, machine / Math.max(1, said.getAsLong()));
        int parallel = (int) Math.max(1, Math.min(wanted, fitting));
        Optional<String> memory =
                parallel == 1 ? Optional.empty() : Optional.of(Numbers.plain(round(USUAL_SHARE / parallel)) + "%");
        return new Capacity(parallel, memory, asked.isPresent() && parallel < wanted);
    }

    /** Down to hundredths, for reading; never to nothing. */
    private static double round(double share) {
        return Math.max(0.01, Math.floor(share * 100) / 100);
    }
}
