package io.reprise.cli.command;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.cli.text.Output;
import io.reprise.cli.text.Progress;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Composition;
import io.reprise.engine.RunResult;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs a pipeline. */
@Command(
        name = "run",
        description = "Runs a pipeline: trains, evaluates, and records it all in a folder.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise run dragon-hatchling data.path=my.txt",
            "  reprise run dragon-hatchling model.layers=6 trainer.steps=400 seed=7",
            "  reprise run my-pipeline.yaml",
            "",
            "The keys: seed; data, model, trainer (another plug-in in that place); PART.SETTING for a setting of one;",
            "tensor.memory, the most memory for tensors; tensor.executor, what computes: native or nd4j.",
            "'reprise check PIPELINE' prints them all. Ctrl-C stops the run and records it as cancelled."
        })
final class RunCommand extends Action {
    @Parameters(
            index = "0",
            paramLabel = "PIPELINE",
            description = "A YAML file, or a name, see 'reprise list --pipelines'.")
    String pipeline;

    @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "Settings to change.")
    List<String> settings = List.of();

    @Override
    int call(Output out) {
        Composition composition = Requests.compose(engine(), pipeline, settings);
        RunResult result;
        Progress progress = new Progress(out, System::nanoTime);
        RunDisplay display = new RunDisplay(progress, "") {
            @Override
            public void started(String id, Path folder) {
                progress.say("Run " + id);
            }
        };
        Cancellation cancellation = new Cancellation();
        try (progress) {
            result = Interrupts.stopping(
                    progress, cancellation, () -> engine().runner().run(composition, display, cancellation));
        } catch (CancelledException e) {
            return reprise.report(e);
        } catch (RepriseException e) {
            int wrong = reprise.report(e);
            return display.hasBegun() || isFault(e.getCause()) ? Reprise.FAILED : wrong;
        }
        if (out.isJson()) {
            out.json(RunPages.json(result));
        } else {
            RunPages.print(out, result);
        }
        return 0;
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
