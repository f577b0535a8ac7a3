package io.reprise.engine.internal.report;

import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.text.Json;
import io.reprise.report.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the parts of a run found and in which files it lies, {@code reports.json} in the run's folder: it says what the names of
 * files alone do not, which evaluator a table is from, and its title.
 */
public final class ReportIndex {
    /** The file's name. */
    public static final String FILE = "reports.json";

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * What one part found.
     *
     * @param metrics its numbers
     * @param tables files and titles
     * @param figures files without ending, and titles
     * @param texts files and names
     */
    public record Entry(List<Metric> metrics, List<Named> tables, List<Named> figures, List<Named> texts) {
        static Entry empty() {
            return new Entry(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * A file of a run.
     *
     * @param file its path from the run's folder
     * @param title one line
     */
    public record Named(String file, String title) {}

    /** Forgets what the part has found earlier and begins anew. */
    public void begin(String part, List<Metric> metrics) {
        Entry entry = Entry.empty();
        entry.metrics().addAll(metrics);
        entries.put(part, entry);
    }

    /** Adds a table. */
    public void table(String part, String file, String title) {
        entry(part).tables().add(new Named(file, title));
    }

    /** Adds a figure; its file without ending. */
    public void figure(String part, String file, String title) {
        entry(part).figures().add(new Named(file, title));
    }

    /** Adds a text. */
    public void text(String part, String file, String title) {
        entry(part).texts().add(new Named(file, title));
    }

    private Entry entry(String part) {
        return entries.computeIfAbsent(part, same -> Entry.empty());
    }

    /** What was found, by part, in the order in which it was. */
    public Map<String, Entry> entries() {
        return entries;
    }

    /** Writes the file, whole or not at all. */
    public void write(Path folder) {
        Map<String, Object> json = new LinkedHashMap<>();
        entries.forEach((part, entry) -> {
            Map<String, Object> found = new LinkedHashMap<>();
            found.put(
                    "metrics",
                    entry.metrics().stream()
                            .map(metric -> {
                                Map<String, Object> one = new LinkedHashMap<>();
                                one.put("name", metric.name());
                                one.put("value", metric.value());
                                one.put("unit", metric.unit());
                                return one;
                            })
                            .toList());
            found.put("tables", json(entry.tables()));
            found.put("figures", json(entry.figures()));
            found.put("texts", json(entry.texts()));
            json.put(part, found);
        });
        AtomicFile.write(folder.resolve(FILE), Json.write(json));
    }

    private static List<Map<String, Object>> json(List<Named> files) {
        return files.stream()
                .map(file -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("file", file.file());
                    one.put("title", file.title());
                    return one;
                })
                .toList();
    }

    /** The index of a run; empty where there is none that can be read, for instance before the first evaluator is done. */
    public static ReportIndex read(Path folder) {
        ReportIndex index = new ReportIndex();
        try {
            if (Json.read(Files.readString(folder.resolve(FILE))) instanceof Map<?, ?> json) {
                json.forEach((part, found) -> index.entries.put((String) part, entry((Map<?, ?>) found)));
            }
        } catch (IOException | ClassCastException | IllegalArgumentException e) {
            return new ReportIndex();
        }
        return index;
    }

    private static Entry entry(Map<?, ?> json) {
        Entry entry = Entry.empty();
        for (Object each : list(json, "metrics")) {
            Map<?, ?> metric = (Map<?, ?>) each;
            double value = metric.get("value") instanceof Number number ? number.doubleValue() : Double.NaN;
            entry.metrics().add(new Metric((String) metric.get("name"), value, (String) metric.get("unit")));
        }
        entry.tables().addAll(files(json, "tables"));
        entry.figures().addAll(files(json, "figures"));
        entry.texts().addAll(files(json, "texts"));
        return entry;
    }

    private static List<Named> files(Map<?, ?> json, String key) {
        List<Named> files = new ArrayList<>();
        for (Object each : list(json, key)) {
            Map<?, ?> file = (Map<?, ?>) each;
            files.add(new Named((String) file.get("file"), (String) file.get("title")));
        }
        return files;
    }

    private static List<?> list(Map<?, ?> json, String key) {
        return json.get(key) instanceof List<?> list ? list : List.of();
    }
}
