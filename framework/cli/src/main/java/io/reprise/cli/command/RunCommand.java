package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.engine.Composition;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  reprise run my-pipeline.yaml --tensorboard=logs     then: tensorboard --logdir logs",
            "",
            "The keys: seed; data, model, trainer (another plug-in in that place); PART.SETTING for a setting of one;",
            "tensor.memory, the most memory for tensors; tensor.executor, what computes: native or nd4j.",
            "'reprise check PIPELINE' prints them all. Ctrl-C stops the run so that 'reprise resume' can go on with it."
        })
final class RunCommand extends Action {
    @Parameters(
            index = "0",
            paramLabel = "PIPELINE",
            description = "A YAML file, or a name, see 'reprise list --pipelines'.")
    String pipeline;

    @Parameters(index = "1..*", paramLabel = "KEY=VALUE", description = "Settings to change.")
    List<String> settings = List.of();

    @Mixin
    TensorBoardOption tensorBoard = new TensorBoardOption();

    @Override
    int call(Output out) {
        Composition composition = Requests.compose(engine(), pipeline, settings);
        return Following.follow(
                reprise,
                out,
                (listener, cancellation) -> engine().runner()
                        .run(composition, tensorBoard.with(engine().exports(), listener), cancellation));
    }
}
