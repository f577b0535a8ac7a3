package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.Style;
import io.reprise.cli.text.TextTable;
import io.reprise.cli.text.TextTable.Cell;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists runs, or says all about one. */
@Command(
        name = "runs",
        description = "Lists the runs that were made, or says all about one.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  reprise runs", "  reprise runs 0007-dragon-hatchling", "  reprise runs 7"})
final class RunsCommand extends Action {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "The name of a run or its number.")
    String id;

    @Override
    int call(Output out) {
        if (id == null) {
            List<RunInfo> runs = engine().runs().list();
            if (out.isJson()) {
                out.json(runs.stream().map(RunsCommand::json).toList());
            } else {
                print(out, runs);
            }
        } else {
            RunInfo run = engine().runs().get(id);
            if (out.isJson()) {
                out.json(json(run));
            } else {
                print(out, run);
            }
        }
        return 0;
    }

    private static void print(Output out, List<RunInfo> runs) {
        if (runs.isEmpty()) {
            out.line("No runs yet: 'reprise run NAME' makes one.");
            return;
        }
        TextTable table = new TextTable("RUN", "STATE", "STEPS", "STARTED", "TOOK", "RESULT").right(2, 4);
        for (RunInfo run : runs) {
            table.cells(List.of(
                    new Cell(run.id(), Style.BOLD),
                    state(run),
                    Cell.of(steps(run)),
                    Cell.of(TIME.format(run.started())),
                    Cell.of(run.ended().map(end -> took(run, end)).orElse("")),
                    Cell.of(run.reason().isEmpty() ? headline(run) : run.reason())));
        }
        out.table(table, 0);
    }

    private static String steps(RunInfo run) {
        return run.steps() == run.totalSteps() ? Long.toString(run.steps()) : run.steps() + "/" + run.totalSteps();
    }

    private static String took(RunInfo run, Instant end) {
        return Quantities.duration(Duration.between(run.started(), end));
    }

    /** The first metrics under a plain name that is no trainer's. */
    private static String headline(RunInfo run) {
        return run.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().indexOf('/') < 0)
                .filter(metric -> !run.metrics().containsKey("trainer/" + metric.getKey()))
                .limit(2)
                .map(metric -> metric.getKey() + " " + Quantities.number(metric.getValue()))
                .collect(java.util.stream.Collectors.joining(", "));
    }

    private static Cell state(RunInfo run) {
        Style style =
                switch (run.state()) {
                    case DONE -> Style.GOOD;
                    case FAILED -> Style.BAD;
                    case RUNNING -> Style.PLAIN;
                    case CANCELLED, INTERRUPTED -> Style.DOUBTFUL;
                };
        return new Cell(run.state().toString(), style);
    }

    private static void print(Output out, RunInfo run) {
        out.line(out.style(Style.BOLD, run.id()) + "  " + run.summary());
        out.blank();
        TextTable facts = new TextTable("", "");
        facts.cells(List.of(Cell.of("Pipeline"), Cell.of(run.pipeline())));
        facts.cells(List.of(Cell.of("State"), state(run)));
        if (!run.reason().isEmpty()) {
            facts.row("Reason", run.reason());
        }
        facts.row("Seed", Long.toString(run.seed()));
        facts.row("Steps", steps(run));
        facts.row("Started", TIME.format(run.started()));
        run.ended().ifPresent(end -> facts.row("Took", took(run, end)));
        run.platform().forEach(facts::row);
        for (BundleInfo bundle : run.bundles()) {
            facts.row(
                    "Bundle",
                    bundle.name() + " " + bundle.version()
                            + (bundle.sha256().isEmpty()
                                    ? ""
                                    : " (sha256 " + bundle.sha256().substring(0, 12) + "...)"));
        }
        run.warnings().forEach(warning -> facts.row("Warning", warning));
        facts.row("Folder", run.folder().toString());
        out.rows(facts);
        if (!run.metrics().isEmpty()) {
            out.blank();
            TextTable metrics = new TextTable("metric", "final value").right(1);
            run.metrics().forEach((name, value) -> metrics.row(name, Quantities.number(value)));
            out.table(metrics, 0);
        }
    }

    private static Map<String, Object> json(RunInfo run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", run.id());
        json.put("folder", run.folder());
        json.put("pipeline", run.pipeline());
        json.put("summary", run.summary());
        json.put("state", run.state());
        json.put("reason", run.reason());
        json.put("seed", run.seed());
        json.put("started", run.started());
        json.put("ended", run.ended().orElse(null));
        json.put("steps", run.steps());
        json.put("totalSteps", run.totalSteps());
        json.put("metrics", run.metrics());
        json.put("bundles", run.bundles().stream().map(CheckCommand::json).toList());
        json.put("platform", run.platform());
        json.put("warnings", run.warnings());
        return json;
    }
}
