package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.Style;
import io.reprise.cli.text.TextTable;
import io.reprise.cli.text.TextTable.Cell;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.PipelineInfo;
import io.reprise.engine.PluginInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists methods, plug-ins or pipelines. */
@Command(
        name = "list",
        description = "Lists the methods that are installed or can be.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  reprise list                 all methods",
            "  reprise list --installed     those that are installed",
            "  reprise list --plugins       the datasets, models, trainers and evaluators to compose from",
            "  reprise list --pipelines     the pipelines that 'run' takes by name"
        })
final class ListCommand extends Action {
    @ArgGroup
    What what = new What();

    static final class What {
        @Option(names = "--installed", description = "Only the methods that are installed.")
        boolean installed;

        @Option(
                names = "--plugins",
                description = "The datasets, models, trainers and evaluators of installed methods.")
        boolean plugins;

        @Option(names = "--pipelines", description = "The pipelines of installed methods.")
        boolean pipelines;
    }

    @Override
    int call(Output out) {
        if (what.plugins) {
            plugins(out, engine().catalog().plugins());
        } else if (what.pipelines) {
            pipelines(out, engine().pipelines().list());
        } else {
            methods(
                    out,
                    engine().catalog().methods().stream()
                            .filter(method -> method.installed() || !what.installed)
                            .toList());
        }
        return 0;
    }

    private static void methods(Output out, List<MethodInfo> methods) {
        if (out.isJson()) {
            out.json(methods.stream().map(ListCommand::json).toList());
            return;
        }
        TextTable table = new TextTable("NAME", "FAMILY", "STATE", "SUMMARY");
        for (MethodInfo method : methods) {
            table.cells(List.of(
                    new Cell(method.name(), Style.BOLD),
                    Cell.of(method.family()),
                    method.installed() ? new Cell("installed", Style.GOOD) : Cell.of("available"),
                    Cell.of(method.summary())));
        }
        print(out, table, methods.isEmpty() ? "No methods." : "");
        long installed = methods.stream().filter(MethodInfo::installed).count();
        out.blank();
        out.paragraph(
                Quantities.counted(methods.size(), "method") + ", " + installed
                        + " installed. 'reprise info NAME' says more about one.",
                0);
    }

    static Map<String, Object> json(MethodInfo method) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", method.name());
        json.put("title", method.title());
        json.put("family", method.family());
        json.put("summary", method.summary());
        json.put("source", method.source());
        json.put("version", method.version());
        json.put("installed", method.installed());
        json.put("bytes", method.bytes());
        json.put("bundle", method.bundle());
        return json;
    }

    private static void plugins(Output out, List<PluginInfo> plugins) {
        if (out.isJson()) {
            out.json(plugins.stream().map(ListCommand::json).toList());
            return;
        }
        TextTable table = new TextTable("KIND", "NAME", "FROM", "SUMMARY");
        for (PluginInfo plugin : plugins) {
            table.cells(List.of(
                    Cell.of(plugin.kind().toString()),
                    new Cell(plugin.name(), Style.BOLD),
                    Cell.of(plugin.method().isEmpty() ? plugin.bundle() : plugin.method()),
                    Cell.of(plugin.summary())));
        }
        print(out, table, "No plug-ins: install a method first, see 'reprise list'.");
    }

    static Map<String, Object> json(PluginInfo plugin) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", plugin.kind());
        json.put("name", plugin.name());
        json.put("summary", plugin.summary());
        json.put("method", plugin.method());
        json.put("bundle", plugin.bundle());
        json.put("version", plugin.version());
        return json;
    }

    private static void pipelines(Output out, List<PipelineInfo> pipelines) {
        if (out.isJson()) {
            out.json(pipelines.stream().map(ListCommand::json).toList());
            return;
        }
        TextTable table = new TextTable("NAME", "FROM", "SUMMARY");
        for (PipelineInfo pipeline : pipelines) {
            table.cells(List.of(
                    new Cell(pipeline.name(), Style.BOLD), Cell.of(pipeline.method()), Cell.of(pipeline.summary())));
        }
        print(out, table, "No pipelines: install a method first, see 'reprise list'.");
    }

    static Map<String, Object> json(PipelineInfo pipeline) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", pipeline.name());
        json.put("summary", pipeline.summary());
        json.put("method", pipeline.method());
        return json;
    }

    private static void print(Output out, TextTable table, String empty) {
        if (table.isEmpty()) {
            out.line(empty);
        } else {
            out.table(table, 0);
        }
    }
}
