package io.reprise.cli.command;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.cli.text.Output;
import io.reprise.cli.text.Progress;
import io.reprise.cli.text.Quantities;
import io.reprise.cli.text.TextTable;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Composition;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.RunResult;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Trains a method and its baseline, and compares them. */
@Command(
        name = "demo",
        description = "Trains Dragon Hatchling and a GPT of its size, and compares them.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reprise demo        about three minutes on two cores; installs what it needs")
final class DemoCommand extends Action {
    private static final List<String> METHODS = List.of("dragon-hatchling", "wordnet");
    private static final Map<String, String> PIPELINES = new LinkedHashMap<>();

    private static final String LOSS = "validation.loss";

    /** What is compared, by the name of the metric; the run folders have the rest. */
    private static final Map<String, String> COMPARED = new LinkedHashMap<>();

    static {
        PIPELINES.put("demo-bdh", "Dragon Hatchling");
        PIPELINES.put("demo-gpt", "GPT baseline");
        COMPARED.put("parameters", "parameters");
        COMPARED.put(LOSS, "loss on held-out text");
        COMPARED.put("validation.bits-per-byte", "the same in bits");
        COMPARED.put("activity.p", "share of neurons active");
    }

    @Override
    int call(Output out) {
        install(out);
        Map<String, Composition> compositions = new LinkedHashMap<>();
        PIPELINES.forEach(
                (pipeline, title) -> compositions.put(title, Requests.compose(engine(), pipeline, List.of())));
        Map<String, RunResult> results = new LinkedHashMap<>();
        Progress progress = new Progress(out, System::nanoTime);
        Cancellation cancellation = new Cancellation();
        try (progress) {
            for (Map.Entry<String, Composition> one : compositions.entrySet()) {
                progress.say(one.getKey() + ": " + one.getValue().summary());
                RunDisplay display = new RunDisplay(progress, " ");
                results.put(
                        one.getKey(),
                        Interrupts.stopping(
                                progress,
                                cancellation,
                                () -> engine().runner().run(one.getValue(), display, cancellation)));
            }
        } catch (CancelledException e) {
            return reprise.report(e);
        } catch (RepriseException e) {
            reprise.report(e);
            return Reprise.FAILED;
        }
        if (out.isJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            results.forEach((title, result) -> json.put(title, RunPages.json(result)));
            out.json(json);
        } else {
            print(out, results);
        }
        return 0;
    }

    private void install(Output out) {
        Set<String> installed = engine().catalog().methods().stream()
                .filter(MethodInfo::installed)
                .map(MethodInfo::name)
                .collect(Collectors.toSet());
        List<String> missing =
                METHODS.stream().filter(method -> !installed.contains(method)).toList();
        if (!missing.isEmpty()) {
            var result = InstallCommand.install(engine(), out, missing);
            if (!out.isJson()) {
                InstallCommand.print(out, result);
            }
        }
    }

    static void print(Output out, Map<String, RunResult> results) {
        List<RunResult> runs = List.copyOf(results.values());
        out.blank();
        String[] headings = new String[runs.size() + 2];
        headings[0] = "";
        int column = 1;
        for (String title : results.keySet()) {
            headings[column++] = title;
        }
        headings[column] = "unit";
        TextTable table = new TextTable(headings);
        for (int c = 1; c <= runs.size(); c++) {
            table.right(c);
        }
        row(
                table,
                "steps",
                "",
                runs.stream().map(run -> Quantities.count(run.steps())).toList());
        row(
                table,
                "speed",
                "steps/s",
                runs.stream()
                        .map(run -> Quantities.number(run.stepsPerSecond()))
                        .toList());
        COMPARED.forEach((name, label) -> {
            List<Optional<Metric>> found =
                    runs.stream().map(run -> metric(run, name)).toList();
            found.stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(any -> row(
                            table,
                            label,
                            any.unit(),
                            found.stream().map(DemoCommand::value).toList()));
        });
        out.table(table, 0);
        difference(results).ifPresent(text -> {
            out.blank();
            out.paragraph(text, 0);
        });
        for (String text : texts(runs)) {
            out.blank();
            out.line("What they write (" + text + "):");
            out.sideBySide(
                    List.copyOf(results.keySet()),
                    runs.stream().map(run -> text(run, text)).toList());
        }
        out.blank();
        for (RunResult run : runs) {
            out.line("Run folder: " + run.folder());
        }
        out.line("Next: 'reprise info dragon-hatchling' and 'reprise run dragon-hatchling data.path=YOUR-TEXT.txt'.");
    }

    private static void row(TextTable table, String name, String unit, List<String> values) {
        String[] cells = new String[values.size() + 2];
        cells[0] = name;
        for (int i = 0; i < values.size(); i++) {
            cells[i + 1] = values.get(i);
        }
        cells[values.size() + 1] = unit;
        table.row(cells);
    }

    private static Optional<String> difference(Map<String, RunResult> results) {
        List<String> titles = List.copyOf(results.keySet());
        Optional<Metric> ours = metric(results.get(titles.get(0)), LOSS);
        Optional<Metric> theirs = metric(results.get(titles.get(1)), LOSS);
        if (ours.isEmpty() || theirs.isEmpty()) {
            return Optional.empty();
        }
        double lower = theirs.get().value() - ours.get().value();
        return Optional.of("After the same number of steps on the same text, the loss of the " + titles.get(0) + " is "
                + Quantities.number(Math.abs(lower)) + " " + ours.get().unit()
                + (lower >= 0 ? " lower" : " higher") + " than that of the " + titles.get(1) + ".");
    }

    private static Optional<Metric> metric(RunResult run, String name) {
        return run.reports().values().stream()
                .flatMap(report -> report.metrics().stream())
                .filter(metric -> metric.name().equals(name))
                .findFirst();
    }

    private static String value(Optional<Metric> metric) {
        return metric.map(found -> found.value() == Math.rint(found.value())
                        ? Quantities.count((long) found.value())
                        : Quantities.number(found.value()))
                .orElse("-");
    }

    private static Set<String> texts(List<RunResult> runs) {
        Set<String> names = new LinkedHashSet<>();
        for (RunResult run : runs) {
            for (Report report : run.reports().values()) {
                report.texts().forEach(text -> names.add(text.name()));
            }
        }
        return names;
    }

    private static String text(RunResult run, String name) {
        return run.reports().values().stream()
                .flatMap(report -> report.texts().stream())
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .map(Report.Text::content)
                .orElse("");
    }
}
