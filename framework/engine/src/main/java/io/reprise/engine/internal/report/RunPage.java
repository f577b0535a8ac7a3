package io.reprise.engine.internal.report;

import io.reprise.engine.BundleInfo;
import io.reprise.engine.RunInfo;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.text.Numbers;
import io.reprise.report.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The page about a run, {@code report.html}: one file that needs no script, no other file and no network, made of what the
 * run's folder holds. It is as readable in print and on a dark screen.
 */
public final class RunPage {
    /** The file's name. */
    public static final String FILE = "report.html";

    private static final String PIPELINE = "pipeline.yaml";
    private static final String CHECKPOINT = "checkpoints/latest.safetensors";
    private static final int MOST_ROWS = 40;
    private static final int LONGEST_TEXT = 6000;
    private static final int LAST_LINES = 25;
    private static final int LARGEST_LOG_END = 1 << 14;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RunInfo run;
    private final Path folder;
    private final ReportIndex index;
    private final Html page = new Html();

    private RunPage(RunInfo run) {
        this.run = run;
        this.folder = run.folder();
        this.index = ReportIndex.read(folder);
    }

    /**
     * Writes the page of a run, whole or not at all.
     *
     * @return the file
     * @throws io.reprise.api.RepriseException if it cannot be written
     */
    public static Path write(RunInfo run) {
        Path file = run.folder().resolve(FILE);
        try {
            AtomicFile.write(file, new RunPage(run).html());
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
        return file;
    }

    /** Writes the page of a run that has ended; if that fails, it does not undo what the run has found. */
    public static void writeOrWarn(RunInfo run, Consumer<String> warnings) {
        try {
            write(run);
        } catch (RuntimeException e) {
            warnings.accept("The page about the run was not written: " + e.getMessage());
        }
    }

    private String html() throws IOException {
        page.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head").raw("<meta charset=\"utf-8\"/>\n");
        // Nothing in the page may ever load or run anything, whatever texts a model has written.
        page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';"
                + " img-src data:\"/>\n");
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        page.element("title", run.id()).raw("<style>\n" + css() + "</style>\n").close("head");
        page.open("body").open("main");
        head();
        warnings();
        metrics();
        figures();
        tables();
        texts();
        logEnd();
        pipeline();
        bundles();
        platform();
        again();
        page.close("main").close("body").close("html");
        return page.toString();
    }

    static String css() {
        try (InputStream in = RunPage.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void head() {
        page.element("h1", run.id());
        if (!run.summary().isEmpty()) {
            page.element("p", run.summary(), "class", "summary");
        }
        page.open("dl");
        page.element("dt", "State").open("dd");
        page.element("span", run.state().toString(), "class", "state " + run.state())
                .close("dd");
        item("Steps", run.steps() == run.totalSteps() ? "" + run.steps() : run.steps() + " of " + run.totalSteps());
        item("Seed", "" + run.seed());
        item("Pipeline", run.pipeline());
        item("Started", TIME.format(run.started()));
        run.ended().ifPresent(end -> item("Took", duration(Duration.between(run.started(), end))));
        page.close("dl");
        if (!run.reason().isEmpty()) {
            page.element("p", run.reason(), "class", "reason");
        }
    }

    private void item(String name, String value) {
        page.element("dt", name).element("dd", value);
    }

    static String duration(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1e3);
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d h", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private void warnings() {
        if (!run.warnings().isEmpty()) {
            page.element("h2", "Warnings").open("ul", "class", "warnings");
            run.warnings().forEach(warning -> page.element("li", warning));
            page.close("ul");
        }
    }

    /** What the evaluators measured, with units, and what the last step of the training recorded. */
    private void metrics() {
        List<List<String>> rows = new ArrayList<>();
        index.entries().forEach((part, entry) -> {
            for (Metric metric : entry.metrics()) {
                rows.add(List.of(part, metric.name(), Numbers.rounded(metric.value()), metric.unit()));
            }
        });
        run.metrics().forEach((name, value) -> {
            if (name.startsWith("trainer/")) {
                String plain = name.substring("trainer/".length());
                rows.add(List.of("trainer, last step", plain, Numbers.rounded(value), ""));
            }
        });
        if (!rows.isEmpty()) {
            page.element("h2", "Metrics");
            page.table("", List.of("Part", "Metric", "Value", "Unit"), rows, List.of(false, false, true, false));
        }
    }

    private void figures() throws IOException {
        int number = 0;
        for (Map.Entry<String, ReportIndex.Entry> part : index.entries().entrySet()) {
            for (ReportIndex.Named figure : part.getValue().figures()) {
                if (Files.isReadable(folder.resolve(figure.file() + ".svg"))) {
                    if (number++ == 0) {
                        page.element("h2", "Figures");
                    }
                    new FigureFile(folder, figure.file(), figure.title()).write(page, number);
                }
            }
        }
    }

    private void tables() throws IOException {
        boolean first = true;
        for (Map.Entry<String, ReportIndex.Entry> part : index.entries().entrySet()) {
            for (ReportIndex.Named named : part.getValue().tables()) {
                Path file = folder.resolve(named.file());
                if (Files.isReadable(file)) {
                    if (first) {
                        page.element("h2", "Tables");
                        first = false;
                    }
                    table(part.getKey(), named, TableFile.read(file, MOST_ROWS));
                }
            }
        }
    }

    private void table(String part, ReportIndex.Named named, TableFile table) {
        List<Boolean> numbers = IntStream.range(0, table.columns().size())
                .mapToObj(column -> !table.rows().isEmpty()
                        && table.rows().stream().allMatch(row -> column < row.size() && isNumber(row.get(column))))
                .toList();
        List<List<String>> rows = table.rows().stream()
                .map(row -> row.stream().map(RunPage::shown).toList())
                .toList();
        page.table(named.title() + " (" + part + ")", table.columns(), rows, numbers);
        if (table.size() > table.rows().size()) {
            long more = table.size() - table.rows().size();
            page.element(
                    "p",
                    more + (more == 1 ? " more row" : " more rows") + " in " + named.file() + ".",
                    "class",
                    "note");
        }
    }

    private static boolean isNumber(String cell) {
        return cell.matches("-?[0-9.]+([eE][-+]?[0-9]+)?|NaN|-?Infinity");
    }

    private static String shown(String cell) {
        // Whole numbers may be names, such as years: they stay as they are.
        return cell.matches("-?[0-9]+\\.[0-9]+([eE][-+]?[0-9]+)?") ? Numbers.rounded(Double.parseDouble(cell)) : cell;
    }

    private void texts() throws IOException {
        boolean first = true;
        for (Map.Entry<String, ReportIndex.Entry> part : index.entries().entrySet()) {
            for (ReportIndex.Named named : part.getValue().texts()) {
                Path file = folder.resolve(named.file());
                if (Files.isReadable(file)) {
                    if (first) {
                        page.element("h2", "Texts");
                        first = false;
                    }
                    page.element("h3", named.title() + " (" + part.getKey() + ")");
                    text(file, named.file());
                }
            }
        }
    }

    private void text(Path file, String name) throws IOException {
        String text = Files.readString(file);
        int end = Math.min(text.length(), LONGEST_TEXT);
        // Not between the halves of a character.
        end -= end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
        page.element("pre", text.substring(0, end));
        if (end < text.length()) {
            page.element("p", (text.length() - end) + " more characters in " + name + ".", "class", "note");
        }
    }

    /** Of a run that did not end well, what its parts logged last. */
    private void logEnd() throws IOException {
        Path log = folder.resolve("log.txt");
        if (run.state() == RunInfo.State.DONE || !Files.isReadable(log)) {
            return;
        }
        List<String> lines = end(log);
        if (!lines.isEmpty()) {
            page.element("h2", "End of the log");
            page.element("pre", String.join("\n", lines));
        }
    }

    private static List<String> end(Path log) throws IOException {
        try (java.io.RandomAccessFile in = new java.io.RandomAccessFile(log.toFile(), "r")) {
            int length = (int) Math.min(LARGEST_LOG_END, in.length());
            byte[] end = new byte[length];
            in.seek(in.length() - length);
            in.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        }
    }

    private void pipeline() throws IOException {
        Path file = folder.resolve(PIPELINE);
        if (Files.isReadable(file)) {
            page.element("h2", "Pipeline, every setting written out");
            page.element("pre", Files.readString(file).stripTrailing());
        }
    }

    private void bundles() {
        if (run.bundles().isEmpty()) {
            return;
        }
        page.element("h2", "Bundles");
        page.open("div", "class", "wide", "role", "region", "tabindex", "0", "aria-label", "Bundles");
        page.open("table").open("thead").open("tr");
        for (String column : List.of("Bundle", "Version", "SHA-256")) {
            page.element("th", column, "scope", "col");
        }
        page.close("tr").close("thead").open("tbody");
        for (BundleInfo bundle : run.bundles()) {
            page.open("tr").element("td", bundle.name()).element("td", bundle.version());
            page.open("td").element("code", bundle.sha256()).close("td").close("tr");
        }
        page.close("tbody").close("table").close("div");
    }

    private void platform() {
        if (!run.platform().isEmpty()) {
            page.element("h2", "Platform").open("dl");
            run.platform().forEach(this::item);
            page.close("dl");
        }
    }

    private void again() {
        page.element("h2", "Run it again");
        page.element(
                "p",
                "The same pipeline with the same bundles, seed and machine gives the same metrics. The run's folder holds"
                        + " the pipeline as " + PIPELINE + "; what stands above can be saved under that name too.");
        page.element("pre", "reprise run " + run.id() + "/" + PIPELINE);
        boolean unfinished = run.state() != RunInfo.State.DONE && run.state() != RunInfo.State.RUNNING;
        if (unfinished && Files.isReadable(folder.resolve(CHECKPOINT))) {
            page.element("p", "This run has not come to its end. It goes on from its last checkpoint with:");
            page.element("pre", "reprise resume " + run.id());
        }
    }
}
