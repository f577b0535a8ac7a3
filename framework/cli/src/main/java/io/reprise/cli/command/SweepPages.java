package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.Style;
import io.reprise.cli.text.TextTable;
import io.reprise.cli.text.TextTable.Cell;
import io.reprise.engine.Spread;
import io.reprise.engine.SweepInfo;
import io.reprise.engine.SweepInfo.RunState;
import io.reprise.engine.SweepPlan;
import io.reprise.engine.SweepTable;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sweeps, for people and for programs. */
final class SweepPages {
    private SweepPages() {}

    /** What a sweep would run. */
    static void print(Output out, SweepPlan plan) {
        if (out.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", plan.name());
            json.put("summary", plan.summary());
            json.put("varied", plan.varied());
            json.put(
                    "points",
                    plan.points().stream().map(SweepInfo.Point::settings).toList());
            json.put("seeds", plan.seeds());
            json.put("parallel", plan.parallel());
            json.put("yaml", plan.toYaml());
            out.json(json);
            return;
        }
        TextTable table = new TextTable("#", "SETTINGS").right(0);
        plan.points().forEach(point -> table.row(Integer.toString(point.number()), point.label()));
        out.table(table, 0);
        out.blank();
        out.line(Quantities.counted(plan.points().size(), "point") + " x "
                + Quantities.counted(plan.seeds().size(), "seed") + " ("
                + plan.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")) + "): "
                + Quantities.counted(plan.points().size() * plan.seeds().size(), "run") + ", " + plan.parallel()
                + " at once. All points fit together.");
    }

    static void print(Output out, List<SweepInfo> sweeps) {
        if (sweeps.isEmpty()) {
            out.line("No sweeps yet: 'reprise sweep FILE' makes one.");
            return;
        }
        TextTable table = new TextTable("SWEEP", "STATE", "DONE", "FAILED", "VARIED").right(2, 3);
        for (SweepInfo sweep : sweeps) {
            table.cells(List.of(
                    new Cell(sweep.id(), Style.BOLD),
                    state(sweep),
                    Cell.of(sweep.count(RunState.DONE) + "/" + sweep.runs()),
                    Cell.of(Integer.toString(sweep.count(RunState.FAILED))),
                    Cell.of(String.join(", ", sweep.varied()))));
        }
        out.table(table, 0);
    }

    private static Cell state(SweepInfo sweep) {
        Style style =
                switch (sweep.state()) {
                    case DONE -> sweep.count(RunState.FAILED) > 0 ? Style.BAD : Style.GOOD;
                    case RUNNING -> Style.PLAIN;
                    case CANCELLED, INTERRUPTED -> Style.DOUBTFUL;
                };
        return new Cell(sweep.state().toString(), style);
    }

    static void print(Output out, SweepInfo sweep, SweepTable table) {
        out.blank();
        out.line(out.style(Style.BOLD, sweep.id()) + ": " + sweep.state() + ", " + sweep.count(RunState.DONE) + " of "
                + Quantities.counted(sweep.runs(), "run") + " done"
                + (sweep.count(RunState.FAILED) > 0 ? ", " + sweep.count(RunState.FAILED) + " failed" : "")
                + (sweep.summary().isEmpty() ? "" : ". " + sweep.summary()));
        out.blank();
        out.table(text(table), 0);
        for (SweepInfo.Point point : sweep.points()) {
            for (SweepInfo.Run run : point.runs()) {
                if (run.state() == RunState.FAILED) {
                    out.paragraph(
                            "failed: #" + point.number() + " " + point.label() + ", seed " + run.seed() + " ("
                                    + (run.id().isEmpty() ? "no run" : run.id()) + "): " + run.reason(),
                            0);
                }
            }
        }
        sweep.warnings().forEach(warning -> out.paragraph("warning: " + warning, 0));
        out.blank();
        if (table.rows().stream().anyMatch(row -> row.done() > 1)) {
            out.line("Mean ± standard deviation (n - 1) over seeds."
                    + (table.best().isEmpty() ? "" : " * is the best mean."));
        }
        out.line("Sweep folder: " + sweep.folder());
        if (Files.isDirectory(sweep.folder().resolve("figures"))) {
            out.line("Figures:      " + sweep.folder().resolve("figures"));
        }
        if (sweep.state() == SweepInfo.State.CANCELLED || sweep.state() == SweepInfo.State.INTERRUPTED) {
            out.line("Go on with:   reprise sweep --resume " + sweep.id());
        }
    }

    private static TextTable text(SweepTable table) {
        List<String> headings = new ArrayList<>(List.of("#"));
        headings.addAll(table.varied());
        headings.add("n");
        for (String metric : table.metrics()) {
            String unit = table.units().getOrDefault(metric, "");
            headings.add(metric + (unit.isEmpty() ? "" : " [" + unit + "]"));
        }
        TextTable text = new TextTable(headings.toArray(String[]::new)).right(0);
        for (int c = table.varied().size() + 1; c < headings.size(); c++) {
            text.right(c);
        }
        for (SweepTable.Row row : table.rows()) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(Integer.toString(row.point()))));
            table.varied().forEach(key -> cells.add(Cell.of(row.settings().getOrDefault(key, "-"))));
            cells.add(Cell.of(row.done() + (row.failed() > 0 ? " (" + row.failed() + " failed)" : "")));
            for (String metric : table.metrics()) {
                boolean best = Integer.valueOf(row.point()).equals(table.best().get(metric));
                Spread spread = row.metrics().get(metric);
                cells.add(new Cell(spread(spread) + (best ? " *" : ""), best ? Style.GOOD : Style.PLAIN));
            }
            text.cells(cells);
        }
        return text;
    }

    /** For instance {@code 2.4137 ± 0.0211}. */
    static String spread(Spread spread) {
        if (spread == null) {
            return "-";
        }
        String mean = Quantities.number(spread.mean());
        return spread.n() < 2 ? mean : mean + " ± " + Quantities.number(spread.deviation());
    }

    static Map<String, Object> json(SweepInfo sweep) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", sweep.id());
        json.put("folder", sweep.folder());
        json.put("name", sweep.name());
        json.put("summary", sweep.summary());
        json.put("pipeline", sweep.pipeline());
        json.put("state", sweep.state());
        json.put("started", sweep.started());
        json.put("ended", sweep.ended().orElse(null));
        json.put("varied", sweep.varied());
        json.put("seeds", sweep.seeds());
        json.put("runs", sweep.runs());
        json.put("done", sweep.count(RunState.DONE));
        json.put("failed", sweep.count(RunState.FAILED));
        json.put("warnings", sweep.warnings());
        return json;
    }

    static Map<String, Object> json(SweepInfo sweep, SweepTable table) {
        Map<String, Object> json = json(sweep);
        json.put("points", sweep.points().stream().map(SweepPages::json).toList());
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("metrics", table.metrics());
        one.put("units", table.units());
        one.put("best", table.best());
        one.put("rows", table.rows().stream().map(SweepPages::json).toList());
        json.put("table", one);
        return json;
    }

    private static Map<String, Object> json(SweepInfo.Point point) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", point.number());
        json.put("settings", point.settings());
        json.put(
                "runs",
                point.runs().stream()
                        .map(run -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("seed", run.seed());
                            one.put("state", run.state());
                            one.put("id", run.id());
                            one.put("reason", run.reason());
                            one.put("seconds", run.seconds());
                            one.put("metrics", run.metrics());
                            return one;
                        })
                        .toList());
        return json;
    }

    private static Map<String, Object> json(SweepTable.Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("point", row.point());
        json.put("settings", row.settings());
        json.put("done", row.done());
        json.put("failed", row.failed());
        Map<String, Object> metrics = new LinkedHashMap<>();
        row.metrics().forEach((name, spread) -> metrics.put(name, json(spread)));
        json.put("metrics", metrics);
        return json;
    }

    static Map<String, Object> json(Spread spread) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("mean", spread.mean());
        json.put("deviation", spread.deviation());
        json.put("n", spread.n());
        return json;
    }
}
