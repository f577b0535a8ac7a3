package io.reprise.cli.command;

import io.reprise.api.RepriseException;
import io.reprise.cli.text.Output;
import io.reprise.engine.RunInfo;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Goes on with a run. */
@Command(
        name = "resume",
        description = "Goes on with a run that was stopped, failed or killed, from its last checkpoint.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise resume        the newest run that did not come to its end",
            "  reprise resume 12",
            "",
            "It ends with the same numbers as a run that was never stopped. How often a run writes a checkpoint is set by",
            "checkpoints.seconds and checkpoints.every (steps); Ctrl-C writes one before it stops."
        })
final class ResumeCommand extends Action {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RUN",
            description = "Its name or number, see 'reprise runs'.")
    String run;

    @Mixin
    TensorBoardOption tensorBoard = new TensorBoardOption();

    @Override
    int call(Output out) {
        String which = run == null ? newest() : run;
        return Following.follow(
                reprise,
                out,
                (listener, cancellation) ->
                        engine().runner().resume(which, tensorBoard.with(engine().exports(), listener), cancellation));
    }

    private String newest() {
        List<RunInfo> runs = engine().runs().list();
        for (int i = runs.size() - 1; i >= 0; i--) {
            RunInfo.State state = runs.get(i).state();
            if (state != RunInfo.State.DONE && state != RunInfo.State.RUNNING) {
                return runs.get(i).id();
            }
        }
        throw RepriseException.problem("There is no run to go on with")
                .expected("one that was stopped, failed or killed")
                .hint("'reprise runs' lists all runs.");
    }
}
