package io.reprise.testkit;

import org.opentest4j.AssertionFailedError;

/** How the contracts say that something breaks them: who, which contract, what was seen, what to do. */
final class Broken {
    private Broken() {}

    /**
     * The failure of a contract.
     *
     * @param who for instance {@code BdhFactory {layers: 2}}
     * @param contract a clause that says what should hold, for instance {@code the same seed gives the same model}
     * @param seen what was seen instead, no full stop
     * @param advice what to do, a whole sentence
     */
    static AssertionFailedError contract(String who, String contract, String seen, String advice) {
        return new AssertionFailedError(who + " breaks the contract that " + contract + ": " + seen + ". " + advice);
    }

    /** As {@link #contract(String, String, String, String)}, with the exception behind it. */
    static AssertionFailedError contract(String who, String contract, String seen, String advice, Throwable cause) {
        return new AssertionFailedError(
                who + " breaks the contract that " + contract + ": " + seen + ". " + advice, cause);
    }
}
