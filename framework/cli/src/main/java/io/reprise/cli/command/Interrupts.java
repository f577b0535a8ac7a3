package io.reprise.cli.command;

import io.reprise.cli.text.Progress;
import io.reprise.engine.Cancellation;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Turns Ctrl-C and a polite kill into a wish to stop, which the work meets when it can; a second one ends the process. */
final class Interrupts {
    /** What a shell reports for a process that SIGINT ended. */
    private static final int ENDED_BY_INTERRUPT = 130;

    private Interrupts() {}

    /** Does the work; an interrupt meanwhile asks it to stop. */
    static <T> T stopping(Progress progress, Cancellation cancellation, Supplier<T> work) {
        AtomicBoolean asked = new AtomicBoolean();
        Runnable stop = () -> {
            if (asked.getAndSet(true)) {
                Runtime.getRuntime().halt(ENDED_BY_INTERRUPT);
            }
            cancellation.cancel();
            progress.say("Stopping; once more ends the process at once.");
        };
        Signals signals = Signals.handle(Map.of("INT", stop, "TERM", stop));
        try {
            return work.get();
        } finally {
            signals.close();
        }
    }
}
