package io.reprise.engine.internal.sweep;

import static io.reprise.engine.internal.text.JsonRecord.list;
import static io.reprise.engine.internal.text.JsonRecord.map;
import static io.reprise.engine.internal.text.JsonRecord.number;
import static io.reprise.engine.internal.text.JsonRecord.text;

import io.reprise.engine.SweepInfo;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.home.ProcessMark;
import io.reprise.engine.internal.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The record of a sweep, {@code sweep.json}. */
final class SweepRecord {
    private static final String NAME = "sweep.json";

    private SweepRecord() {}

    /** Writes the record into the sweep's folder, whole or not at all. */
    static void write(SweepInfo sweep) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", sweep.id());
        json.put("name", sweep.name());
        json.put("summary", sweep.summary());
        json.put("pipeline", sweep.pipeline());
        json.put("state", sweep.state().toString());
        json.put("started", sweep.started().toString());
        json.put("ended", sweep.ended().map(Instant::toString).orElse(null));
        json.put("varied", sweep.varied());
        json.put("seeds", sweep.seeds());
        json.put(
                "shown",
                sweep.shown().stream()
                        .map(each -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("metric", each.metric());
                            entry.put("goal", each.goal().toString());
                            return entry;
                        })
                        .toList());
        json.put("units", sweep.units());
        json.put("points", sweep.points().stream().map(SweepRecord::json).toList());
        json.put("warnings", sweep.warnings());
        if (sweep.state() == SweepInfo.State.RUNNING) {
            json.put("process", ProcessMark.own());
        }
        AtomicFile.write(sweep.folder().resolve(NAME), Json.write(json));
    }

    private static Map<String, Object> json(SweepInfo.Point point) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", point.number());
        json.put("settings", point.settings());
        json.put(
                "runs",
                point.runs().stream()
                        .map(run -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("seed", run.seed());
                            entry.put("state", run.state().toString());
                            entry.put("id", run.id());
                            entry.put("reason", run.reason());
                            entry.put("seconds", run.seconds());
                            entry.put("metrics", run.metrics());
                            return entry;
                        })
                        .toList());
        return json;
    }

    /** The record in a sweep's folder; empty if there is none that can be read. */
    static Optional<SweepInfo> read(Path folder) {
        try {
            String text = Files.readString(folder.resolve(NAME));
            return Json.read(text) instanceof Map<?, ?> json ? Optional.of(info(folder, json)) : Optional.empty();
        } catch (IOException | ClassCastException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static SweepInfo info(Path folder, Map<?, ?> json) {
        SweepInfo.State state = SweepInfo.State.valueOf(word(json, "state"));
        if (state == SweepInfo.State.RUNNING
                && json.get("process") instanceof Map<?, ?> process
                && !ProcessMark.alive(process)) {
            state = SweepInfo.State.INTERRUPTED;
        }
        Map<String, String> units = new LinkedHashMap<>();
        map(json, "units").forEach((name, unit) -> units.put((String) name, (String) unit));
        List<SweepInfo.Shown> shown = new ArrayList<>();
        for (Object each : list(json, "shown")) {
            Map<?, ?> entry = (Map<?, ?>) each;
            shown.add(new SweepInfo.Shown(text(entry, "metric"), SweepInfo.Goal.valueOf(word(entry, "goal"))));
        }
        List<SweepInfo.Point> points = new ArrayList<>();
        for (Object each : list(json, "points")) {
            points.add(point((Map<?, ?>) each));
        }
        return new SweepInfo(
                folder.getFileName().toString(),
                folder,
                text(json, "name"),
                text(json, "summary"),
                text(json, "pipeline"),
                state,
                Instant.parse(text(json, "started")),
                Optional.ofNullable((String) json.get("ended")).map(Instant::parse),
                list(json, "varied").stream().map(String.class::cast).toList(),
                list(json, "seeds").stream().map(Long.class::cast).toList(),
                shown,
                units,
                points,
                list(json, "warnings").stream().map(String.class::cast).toList());
    }

    private static SweepInfo.Point point(Map<?, ?> json) {
        Map<String, String> settings = new LinkedHashMap<>();
        map(json, "settings").forEach((key, value) -> settings.put((String) key, (String) value));
        List<SweepInfo.Run> runs = new ArrayList<>();
        for (Object each : list(json, "runs")) {
            Map<?, ?> entry = (Map<?, ?>) each;
            Map<String, Double> metrics = new LinkedHashMap<>();
            map(entry, "metrics").forEach((name, value) -> metrics.put((String) name, number(value)));
            runs.add(new SweepInfo.Run(
                    (Long) entry.get("seed"),
                    SweepInfo.RunState.valueOf(word(entry, "state")),
                    text(entry, "id"),
                    text(entry, "reason"),
                    number(entry.get("seconds")),
                    metrics));
        }
        return new SweepInfo.Point(((Number) json.get("number")).intValue(), settings, runs);
    }

    private static String word(Map<?, ?> json, String key) {
        return text(json, key).toUpperCase(Locale.ROOT);
    }
}
