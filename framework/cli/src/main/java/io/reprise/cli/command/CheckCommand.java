package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.Composition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Composes a pipeline without running it. */
@Command(
        name = "check",
        description = "Checks that a pipeline's parts fit together, and prints it in full.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise check dragon-hatchling",
            "  reprise check my-pipeline.yaml model.layers=6",
            "  reprise check dragon-hatchling > my-pipeline.yaml     a file to start from"
        })
final class CheckCommand extends Action {
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
        if (out.isJson()) {
            out.json(json(composition));
        } else {
            out.line(composition.resolvedYaml().stripTrailing());
        }
        return 0;
    }

    private static Map<String, Object> json(Composition composition) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", composition.name());
        json.put("summary", composition.summary());
        json.put("seed", composition.seed());
        json.put(
                "bundles",
                composition.bundles().stream().map(CheckCommand::json).toList());
        json.put("yaml", composition.resolvedYaml());
        return json;
    }

    static Map<String, Object> json(BundleInfo bundle) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", bundle.name());
        json.put("version", bundle.version());
        json.put("sha256", bundle.sha256());
        return json;
    }
}
