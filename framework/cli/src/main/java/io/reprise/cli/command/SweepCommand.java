package io.reprise.cli.command;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.cli.text.Output;
import io.reprise.cli.text.Progress;
import io.reprise.engine.Cancellation;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepInfo.RunState;
import io.reprise.engine.SweepPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a pipeline at many points of settings. */
@Command(
        name = "sweep",
        description = "Runs a pipeline at many points of settings, each with several seeds.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise sweep my-sweep.yaml",
            "  reprise sweep my-sweep.yaml data.path=my.txt --seeds 5",
            "  reprise sweep my-sweep.yaml --check       which runs would be made",
            "  reprise sweep --resume 3                  go on with a sweep that was stopped",
            "",
            "A sweep file names a pipeline and its points: grid, random or list; see docs/sweeps.md.",
            "Ctrl-C stops all runs. The exit code is 1 if a run failed; the others go on."
        })
final class SweepCommand extends Action {
    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "A sweep in YAML.")
    String file;

    @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "Settings for all points.")
    List<String> settings = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Use the seeds 1 to N in place of the file's; or these: 7,8,9.")
    String seeds = "";

    @Option(names = "--parallel", paramLabel = "K", description = "How many runs at once; else as many as fit.")
    Integer parallel;

    @Option(names = "--check", description = "Check all points and print them; run none.")
    boolean check;

    @Option(names = "--resume", paramLabel = "SWEEP", description = "Go on with this sweep: its name or number.")
    String resume;

    @Option(names = "--retry-failed", description = "With --resume: make runs that failed anew.")
    boolean retryFailed;

    @Override
    int call(Output out) {
        if (resume == null
                ? file == null || retryFailed
                : file != null || parallel != null || check || !seeds.isEmpty()) {
            throw RepriseException.problem(
                            resume == null && file == null ? "No sweep is named" : "These options do not go together")
                    .expected("reprise sweep FILE [KEY=VALUE...], or reprise sweep --resume SWEEP [--retry-failed]")
                    .hint("See 'reprise sweep --help'.");
        }
        if (parallel != null && parallel < 1) {
            throw RepriseException.problem("'" + parallel + "' runs cannot go on at once")
                    .at("--parallel")
                    .expected("a whole number of at least 1");
        }
        SweepPlan plan = resume == null
                ? engine().sweeps()
                        .plan(
                                Path.of(file),
                                Overrides.parse(settings),
                                ReproduceCommand.seeds(seeds),
                                parallel == null ? OptionalInt.empty() : OptionalInt.of(parallel))
                : null;
        if (check) {
            SweepPages.print(out, plan);
            return 0;
        }
        return run(out, plan);
    }

    private int run(Output out, SweepPlan plan) {
        Progress progress = new Progress(out, System::nanoTime);
        SweepDisplay display = new SweepDisplay(progress);
        Cancellation cancellation = new Cancellation();
        SweepInfo sweep;
        try (progress) {
            sweep = Interrupts.stopping(
                    progress,
                    cancellation,
                    () -> plan == null
                            ? engine().sweeps().resume(resume, retryFailed, display, cancellation)
                            : engine().sweeps().run(plan, display, cancellation));
        } catch (CancelledException e) {
            int failed = reprise.report(e);
            if (!out.isJson() && !display.id().isEmpty()) {
                SweepInfo stopped = engine().sweeps().get(display.id());
                SweepPages.print(out, stopped, engine().sweeps().table(stopped));
            }
            return failed;
        }
        if (out.isJson()) {
            out.json(SweepPages.json(sweep, engine().sweeps().table(sweep)));
        } else {
            SweepPages.print(out, sweep, engine().sweeps().table(sweep));
        }
        return sweep.count(RunState.FAILED) > 0 ? Reprise.FAILED : 0;
    }
}
