package io.reprise.engine.internal.run;

import static io.reprise.engine.internal.text.JsonRecord.list;
import static io.reprise.engine.internal.text.JsonRecord.map;
import static io.reprise.engine.internal.text.JsonRecord.number;
import static io.reprise.engine.internal.text.JsonRecord.text;
import static io.reprise.engine.internal.text.JsonRecord.whole;

import io.reprise.engine.BundleInfo;
import io.reprise.engine.RunInfo;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.home.ProcessMark;
import io.reprise.engine.internal.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The record of a run, {@code run.json}. */
final class RunRecord {
    private static final String UNKNOWN = "";
    private static final String WORKING_FOLDER = "workingFolder";

    private RunRecord() {}

    /** Writes the record into the run's folder, whole or not at all. */
    static void write(RunInfo run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", run.id());
        json.put("pipeline", run.pipeline());
        json.put("summary", run.summary());
        json.put("state", run.state().toString());
        json.put("reason", run.reason());
        json.put("seed", run.seed());
        json.put("started", run.started().toString());
        json.put("ended", run.ended().map(Instant::toString).orElse(null));
        json.put("steps", run.steps());
        json.put("totalSteps", run.totalSteps());
        json.put("metrics", run.metrics());
        json.put(
                "bundles",
                run.bundles().stream()
                        .map(bundle -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("name", bundle.name());
                            entry.put("version", bundle.version());
                            entry.put("sha256", bundle.sha256());
                            return entry;
                        })
                        .toList());
        json.put("platform", run.platform());
        json.put("warnings", run.warnings());
        json.put(WORKING_FOLDER, Path.of("").toAbsolutePath().toString());
        if (run.state() == RunInfo.State.RUNNING) {
            json.put("process", ProcessMark.own());
        }
        AtomicFile.write(run.folder().resolve(RunFolder.RECORD), Json.write(json));
    }

    /** The record in a run's folder; empty if there is none that can be read. */
    static Optional<RunInfo> read(Path folder) {
        try {
            String text = Files.readString(folder.resolve(RunFolder.RECORD));
            return Json.read(text) instanceof Map<?, ?> json ? Optional.of(info(folder, json)) : Optional.empty();
        } catch (IOException | ClassCastException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The folder from which the paths of a run's settings are seen; this process's if the record does not say it. */
    static Path workingFolder(Path folder) {
        try {
            String text = Files.readString(folder.resolve(RunFolder.RECORD));
            return Path.of(Json.read(text) instanceof Map<?, ?> json ? text(json, WORKING_FOLDER) : UNKNOWN);
        } catch (IOException | InvalidPathException e) {
            return Path.of(UNKNOWN);
        }
    }

    private static RunInfo info(Path folder, Map<?, ?> json) {
        RunInfo.State state = RunInfo.State.valueOf(text(json, "state").toUpperCase(java.util.Locale.ROOT));
        long steps = whole(json, "steps");
        if (state == RunInfo.State.RUNNING) {
            steps = MetricsTail.steps(folder.resolve(RunFolder.METRICS));
            if (json.get("process") instanceof Map<?, ?> process && !ProcessMark.alive(process)) {
                state = RunInfo.State.INTERRUPTED;
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        map(json, "metrics").forEach((name, value) -> metrics.put((String) name, number(value)));
        Map<String, String> platform = new LinkedHashMap<>();
        map(json, "platform").forEach((name, value) -> platform.put((String) name, (String) value));
        List<BundleInfo> bundles = new ArrayList<>();
        for (Object bundle : list(json, "bundles")) {
            Map<?, ?> entry = (Map<?, ?>) bundle;
            bundles.add(new BundleInfo(text(entry, "name"), text(entry, "version"), text(entry, "sha256")));
        }
        return new RunInfo(
                folder.getFileName().toString(),
                folder,
                text(json, "pipeline"),
                text(json, "summary"),
                state,
                text(json, "reason"),
                whole(json, "seed"),
                Instant.parse(text(json, "started")),
                Optional.ofNullable((String) json.get("ended")).map(Instant::parse),
                steps,
                whole(json, "totalSteps"),
                metrics,
                bundles,
                platform,
                list(json, "warnings").stream().map(String.class::cast).toList());
    }
}
