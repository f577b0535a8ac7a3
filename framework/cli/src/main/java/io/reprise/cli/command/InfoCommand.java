package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.Style;
import io.reprise.cli.text.TextTable;
import io.reprise.cli.text.TextTable.Cell;
import io.reprise.engine.Claim;
import io.reprise.engine.MethodDetail;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.PipelineInfo;
import io.reprise.engine.PluginDetail;
import io.reprise.engine.settings.SettingInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says all about a method. */
@Command(
        name = "info",
        description = "Says all about a method: parts, settings, pipelines, claims.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  reprise info dragon-hatchling", "  reprise info dragon-hatchling --json"})
final class InfoCommand extends Action {
    @Parameters(paramLabel = "METHOD", description = "The name of a method, see 'reprise list'.")
    String name;

    @Override
    int call(Output out) {
        MethodDetail detail = engine().catalog().describe(name);
        if (out.isJson()) {
            out.json(json(detail));
        } else {
            print(out, detail);
        }
        return 0;
    }

    private static void print(Output out, MethodDetail detail) {
        MethodInfo method = detail.method();
        out.line(out.style(Style.BOLD, method.name()) + "  " + method.title());
        out.paragraph(method.summary(), 0);
        out.blank();
        out.line("Source   " + method.source());
        out.line("Family   " + method.family());
        out.line("Version  " + method.version() + (method.installed() ? ", installed" : ", not installed")
                + (method.bytes() > 0 ? ", " + Quantities.bytes(method.bytes()) : ""));
        if (!method.installed()) {
            out.blank();
        }
        detail.plugins().forEach(plugin -> print(out, plugin));
        if (!method.installed()) {
            out.blank();
            out.line("'reprise install " + method.name() + "' installs it; then this page also shows settings.");
        }
        if (!detail.pipelines().isEmpty()) {
            out.blank();
            out.heading("Pipelines");
            TextTable table = new TextTable("run", "what it shows");
            detail.pipelines().forEach(pipeline -> table.row(pipeline.name(), pipeline.summary()));
            out.table(table, 2);
        }
        if (!detail.claims().isEmpty()) {
            out.blank();
            out.heading("Claims");
            detail.claims().forEach(claim -> print(out, claim));
        }
    }

    private static void print(Output out, PluginDetail detail) {
        if (!detail.settings().isEmpty() || !detail.contract().isEmpty()) {
            out.blank();
        }
        String kind = detail.plugin().kind().toString();
        out.line(out.style(
                        Style.BOLD,
                        kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + " "
                                + detail.plugin().name())
                + "  " + detail.plugin().summary());
        detail.contract().forEach((what, text) -> contract(out, what, text));
        if (detail.settings().isEmpty()) {
            return;
        }
        TextTable table = new TextTable("setting", "type", "default", "allowed", "unit", "meaning");
        for (SettingInfo setting : detail.settings()) {
            table.cells(List.of(
                    Cell.of(setting.name()),
                    Cell.of(setting.type()),
                    setting.required()
                            ? new Cell("(must be given)", Style.DOUBTFUL)
                            : Cell.of(setting.defaultValue().orElseThrow()),
                    Cell.of(setting.choices().isEmpty() ? setting.range() : String.join(", ", setting.choices())),
                    Cell.of(setting.unit()),
                    Cell.of(setting.description())));
        }
        out.table(table, 2);
    }

    /** What it fits with: a line, or a list below its name. */
    private static void contract(Output out, String what, String text) {
        if (text.indexOf('\n') < 0) {
            out.paragraph(what + ": " + text, 2);
        } else {
            out.line("  " + what + ":");
            out.paragraph(text, 4);
        }
    }

    private static void print(Output out, Claim claim) {
        out.line("  " + out.style(Style.BOLD, claim.id()) + "  ("
                + claim.scale() + " scale, about "
                + Quantities.duration(RunPages.seconds(claim.minutes() * 60)) + ")");
        out.paragraph(claim.says(), 4);
        out.paragraph("Paper (" + claim.source() + "): " + claim.paper(), 4);
        if (!claim.reduced().isEmpty()) {
            out.paragraph("Reduced: " + claim.reduced(), 4);
        }
        if (!claim.needs().isEmpty()) {
            out.paragraph("Needs: " + String.join(", ", claim.needs()), 4);
        }
        for (Claim.Expectation expectation : claim.expect()) {
            out.paragraph("Holds if: " + expectation.quantity() + " is " + expectation.range(), 4);
        }
    }

    static Map<String, Object> json(MethodDetail detail) {
        Map<String, Object> json = ListCommand.json(detail.method());
        json.put("plugins", detail.plugins().stream().map(InfoCommand::json).toList());
        json.put("pipelines", detail.pipelines().stream().map(InfoCommand::json).toList());
        json.put("claims", detail.claims().stream().map(InfoCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(PipelineInfo pipeline) {
        return ListCommand.json(pipeline);
    }

    private static Map<String, Object> json(PluginDetail detail) {
        Map<String, Object> json = ListCommand.json(detail.plugin());
        List<Map<String, Object>> settings = new ArrayList<>();
        for (SettingInfo setting : detail.settings()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", setting.name());
            one.put("type", setting.type());
            one.put("required", setting.required());
            one.put("default", setting.defaultValue().orElse(null));
            one.put("range", setting.range());
            one.put("choices", setting.choices());
            one.put("unit", setting.unit());
            one.put("description", setting.description());
            settings.add(one);
        }
        json.put("settings", settings);
        json.put("contract", detail.contract());
        return json;
    }

    /** A claim as it stands in the bundle. */
    static Map<String, Object> json(Claim claim) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", claim.id());
        json.put("says", claim.says());
        json.put("source", claim.source());
        json.put("paper", claim.paper());
        json.put("scale", claim.scale());
        json.put("reduced", claim.reduced());
        json.put("minutes", claim.minutes());
        json.put("seeds", claim.seeds());
        json.put("needs", claim.needs());
        json.put("expect", claim.expect().stream().map(InfoCommand::json).toList());
        return json;
    }

    static Map<String, Object> json(Claim.Expectation expectation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("quantity", expectation.quantity());
        json.put("range", expectation.range());
        json.put("min", expectation.min().isPresent() ? expectation.min().getAsDouble() : null);
        json.put("max", expectation.max().isPresent() ? expectation.max().getAsDouble() : null);
        return json;
    }
}
