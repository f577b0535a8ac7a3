package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Progress;
import io.reprise.cli.text.ProgressLine;
import io.reprise.cli.text.Quantities;
import io.reprise.engine.InstallResult;
import io.reprise.engine.ProgressListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Installs methods. */
@Command(
        name = "install",
        description = "Installs methods and extensions, and what they need; all of them, or none.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise install dragon-hatchling",
            "  reprise install dragon-hatchling wordnet",
            "  reprise install nd4j                   an extension: ND4J, for tensor.executor=nd4j"
        })
final class InstallCommand extends Action {
    @Parameters(paramLabel = "METHOD", arity = "1..*", description = "Names of methods, see 'reprise list'.")
    List<String> names;

    @Override
    int call(Output out) {
        InstallResult result = install(engine(), out, names);
        if (out.isJson()) {
            out.json(json(result));
        } else {
            print(out, result);
        }
        return 0;
    }

    static InstallResult install(Engine engine, Output out, List<String> names) {
        if (!out.isInteractive()) {
            return engine.installer().install(names, ProgressListener.NONE);
        }
        Progress progress = new Progress(out, System::nanoTime);
        try {
            return engine.installer()
                    .install(
                            names,
                            (task, done, total) ->
                                    progress.show(new ProgressLine("installing", done, total, List.of(task))));
        } finally {
            progress.erase();
        }
    }

    static void print(Output out, InstallResult result) {
        for (InstallResult.Unit unit : result.added()) {
            out.line("Installed " + describe(unit));
        }
        for (InstallResult.Unit unit : result.removed()) {
            out.line("Removed " + describe(unit));
        }
        for (String name : result.unchanged()) {
            out.line("Already installed: " + name);
        }
    }

    private static String describe(InstallResult.Unit unit) {
        return (unit.method() ? "" : "kit ") + unit.name() + " " + unit.version()
                + (unit.bytes() > 0 ? " (" + Quantities.bytes(unit.bytes()) + ")" : "");
    }

    static Map<String, Object> json(InstallResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("added", result.added().stream().map(InstallCommand::json).toList());
        json.put("removed", result.removed().stream().map(InstallCommand::json).toList());
        json.put("unchanged", result.unchanged());
        return json;
    }

    private static Map<String, Object> json(InstallResult.Unit unit) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", unit.name());
        json.put("version", unit.version());
        json.put("method", unit.method());
        json.put("bytes", unit.bytes());
        return json;
    }
}
