package io.reprise.cli.command;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.cli.text.Output;
import io.reprise.cli.text.Progress;
import io.reprise.engine.Cancellation;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Follows a run to its end: shows how far it is, stops it on Ctrl-C and says how to go on, prints what it gave. */
final class Following {
    private Following() {}

    /** A run to follow. */
    @FunctionalInterface
    interface Work {
        RunResult run(RunListener listener, Cancellation cancellation);
    }

    /** Follows it; gives the exit code. */
    static int follow(Reprise reprise, Output out, Work work) {
        RunResult result;
        Progress progress = new Progress(out, System::nanoTime);
        Display display = new Display(progress);
        Cancellation cancellation = new Cancellation();
        try (progress) {
            result = Interrupts.stopping(progress, cancellation, () -> work.run(display, cancellation));
        } catch (CancelledException e) {
            int code = reprise.report(e);
            sayHowToGoOn(out, display);
            return code;
        } catch (RepriseException e) {
            int wrong = reprise.report(e);
            if (!display.hasBegun() && !isFault(e.getCause())) {
                return wrong;
            }
            sayHowToGoOn(out, display);
            return Reprise.FAILED;
        }
        if (out.isJson()) {
            out.json(RunPages.json(result));
        } else {
            RunPages.print(out, result);
        }
        return 0;
    }

    private static void sayHowToGoOn(Output out, Display display) {
        if (!out.isJson() && display.hasBegun()) {
            out.error("To go on where it stopped: reprise resume " + display.id);
        }
    }

    private static final class Display extends RunDisplay {
        private final Progress progress;
        private String id = "";

        Display(Progress progress) {
            super(progress, "");
            this.progress = progress;
        }

        @Override
        public void started(String run, Path folder) {
            id = run;
            progress.say("Run " + run);
        }
    }

    /** Whether a part failed by itself when it was made; what it could tell of the user's request has other causes or none. */
    private static boolean isFault(Throwable cause) {
        return cause instanceof Error
                || (cause instanceof RuntimeException
                        && !(cause instanceof RepriseException
                                || cause instanceof IllegalArgumentException
                                || cause instanceof UncheckedIOException));
    }
}
