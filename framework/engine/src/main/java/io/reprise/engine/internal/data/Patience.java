package io.reprise.engine.internal.data;

import java.time.Duration;

/**
 * How long a download waits.
 *
 * @param connect for a connection
 * @param answer for the beginning of an answer
 * @param stall for the next bytes of it
 * @param pause before it is tried again; longer each time that nothing came
 * @param attempts how often in a row an address may yield nothing
 */
record Patience(Duration connect, Duration answer, Duration stall, Duration pause, int attempts) {
    /** What suits the networks of people. */
    static final Patience USUAL = new Patience(
            Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(1), 4);
}
