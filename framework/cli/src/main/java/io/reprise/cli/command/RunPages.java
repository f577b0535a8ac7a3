package io.reprise.cli.command;

import io.reprise.cli.text.Output;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.Style;
import io.reprise.cli.text.TextTable;
import io.reprise.engine.RunResult;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A finished run, for people and for programs. */
final class RunPages {
    private static final int SHOWN_ROWS = 20;
    private static final int SHOWN_LINES = 20;

    private RunPages() {}

    static void print(Output out, RunResult result) {
        out.blank();
        out.line(out.style(Style.BOLD, result.id()) + ": " + work(result));
        result.reports().forEach((evaluator, report) -> print(out, evaluator, report));
        out.blank();
        out.line("Run folder: " + result.folder());
        if (Files.isDirectory(result.folder().resolve("figures"))) {
            out.line("Figures:    " + result.folder().resolve("figures"));
        }
        if (Files.isRegularFile(result.folder().resolve("report.html"))) {
            out.line("Report:     " + result.folder().resolve("report.html"));
        }
    }

    /** What was done and how long it took. */
    static String work(RunResult result) {
        String took = Quantities.duration(seconds(result.seconds()));
        return result.steps() == 0
                ? "evaluated in " + took
                : Quantities.count(result.steps()) + (result.steps() == 1 ? " step" : " steps") + " in " + took
                        + (result.stepsPerSecond() > 0 ? ", " + Quantities.rate(result.stepsPerSecond()) : "");
    }

    static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static void print(Output out, String evaluator, Report report) {
        out.blank();
        out.heading(evaluator);
        if (!report.metrics().isEmpty()) {
            TextTable metrics = new TextTable("metric", "value", "unit").right(1);
            for (Metric metric : report.metrics()) {
                metrics.row(metric.name(), Quantities.number(metric.value()), metric.unit());
            }
            out.table(metrics, 2);
        }
        report.tables().forEach(table -> print(out, table));
        for (Report.Text text : report.texts()) {
            out.line("  " + text.name() + ":");
            List<String> lines = Output.printable(text.content()).lines().toList();
            lines.stream().limit(SHOWN_LINES).forEach(line -> out.paragraph(line, 4));
            if (lines.size() > SHOWN_LINES) {
                out.line("    ... " + Quantities.counted(lines.size() - SHOWN_LINES, "more line"));
            }
        }
        for (Figure figure : report.figures()) {
            out.line("  figure " + figure.name() + ": " + figure.title());
        }
    }

    private static void print(Output out, Table table) {
        out.line("  " + table.name() + ": " + table.title());
        TextTable text = new TextTable(table.columns().toArray(String[]::new));
        for (int c = 0; c < table.columns().size(); c++) {
            int column = c;
            if (table.rows().stream().allMatch(row -> row.get(column) instanceof Number)) {
                text.right(c);
            }
        }
        table.rows().stream()
                .limit(SHOWN_ROWS)
                .forEach(row -> text.row(row.stream().map(RunPages::cell).toArray(String[]::new)));
        out.table(text, 4);
        if (table.rows().size() > SHOWN_ROWS) {
            out.line("    ... " + Quantities.counted(table.rows().size() - SHOWN_ROWS, "more row")
                    + " in the run folder");
        }
    }

    private static String cell(Object value) {
        return value instanceof Number number
                ? Quantities.number(number.doubleValue())
                : Output.printable(value.toString());
    }

    static Map<String, Object> json(RunResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", result.id());
        json.put("folder", result.folder());
        json.put("steps", result.steps());
        json.put("stepsPerSecond", result.stepsPerSecond());
        json.put("seconds", result.seconds());
        json.put("metrics", result.metrics());
        Map<String, Object> evaluators = new LinkedHashMap<>();
        result.reports().forEach((name, report) -> evaluators.put(name, json(report)));
        json.put("evaluators", evaluators);
        return json;
    }

    private static Map<String, Object> json(Report report) {
        Map<String, Object> json = new LinkedHashMap<>();
        List<Object> metrics = new ArrayList<>();
        for (Metric metric : report.metrics()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", metric.name());
            one.put("value", metric.value());
            one.put("unit", metric.unit());
            metrics.add(one);
        }
        json.put("metrics", metrics);
        List<Object> tables = new ArrayList<>();
        for (Table table : report.tables()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", table.name());
            one.put("title", table.title());
            one.put("columns", table.columns());
            one.put("rows", table.rows());
            tables.add(one);
        }
        json.put("tables", tables);
        List<Object> figures = new ArrayList<>();
        for (Figure figure : report.figures()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", figure.name());
            one.put("title", figure.title());
            figures.add(one);
        }
        json.put("figures", figures);
        Map<String, Object> texts = new LinkedHashMap<>();
        report.texts().forEach(text -> texts.put(text.name(), text.content()));
        json.put("texts", texts);
        return json;
    }
}
