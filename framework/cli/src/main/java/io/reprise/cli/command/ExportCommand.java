package io.reprise.cli.command;

import io.reprise.api.RepriseException;
import io.reprise.cli.text.Output;
import io.reprise.engine.Exports;
import io.reprise.engine.Exports.Format;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a run for other tools. */
@Command(
        name = "export",
        description = "Writes a run's metrics and weights for TensorBoard, NumPy and other tools.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise export 7 --csv metrics.csv",
            "  reprise export 7 --npz run.npz --safetensors weights.safetensors",
            "  reprise export 7 --tensorboard logs     then: tensorboard --logdir logs",
            "",
            "'reprise run PIPELINE --tensorboard' writes for TensorBoard while a run goes on."
        })
final class ExportCommand extends Action {
    @Parameters(paramLabel = "RUN", description = "The name of a run or its number.")
    String run;

    @Option(
            names = "--tensorboard",
            paramLabel = "DIR",
            description = "The metrics as an event file, in a folder of the run's name in DIR.")
    Path tensorboard;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "The metrics as one table: a row a step, a column a metric.")
    Path csv;

    @Option(
            names = "--npz",
            paramLabel = "FILE",
            description = "An array for the steps, for each metric, and for each weight, as weights/NAME.")
    Path npz;

    @Option(names = "--safetensors", paramLabel = "FILE", description = "The trained model's weights.")
    Path safetensors;

    @Override
    int call(Output out) {
        Map<Format, Path> targets = new EnumMap<>(Format.class);
        put(targets, Format.TENSORBOARD, tensorboard);
        put(targets, Format.CSV, csv);
        put(targets, Format.NPZ, npz);
        put(targets, Format.SAFETENSORS, safetensors);
        if (targets.isEmpty()) {
            throw RepriseException.problem("It is not said what to write")
                    .expected("one or more of --tensorboard DIR, --csv FILE, --npz FILE, --safetensors FILE");
        }
        Exports.Exported exported = engine().exports().export(run, targets);
        if (out.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("run", exported.run());
            exported.files().forEach((format, file) -> json.put(format.toString(), file));
            out.json(json);
        } else {
            exported.files().values().forEach(file -> out.line(file.toString()));
        }
        return 0;
    }

    private static void put(Map<Format, Path> targets, Format format, Path target) {
        if (target != null) {
            targets.put(format, target);
        }
    }
}
