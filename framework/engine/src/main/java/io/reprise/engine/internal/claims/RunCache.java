package io.reprise.engine.internal.claims;

import io.reprise.engine.BundleInfo;
import io.reprise.engine.internal.compose.Composed;
import io.reprise.engine.internal.compose.ComposedPart;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.text.Json;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the final metrics of claims' runs, by all that decides them: the resolved pipeline, the hashes of the bundles, and
 * size and time of the data files. A run with a bundle whose hash is not known is not remembered.
 */
final class RunCache {
    private final Home home;
    private final DataFiles data;

    /** What is remembered of a run. */
    record Entry(String run, Map<String, Double> metrics) {}

    RunCache(Home home, DataFiles data) {
        this.home = home;
        this.data = data;
    }

    /** The key of a run; two runs with the same key give the same metrics. */
    String key(Composed composition, List<String> needs) {
        StringBuilder text = new StringBuilder(composition.resolvedYaml());
        for (BundleInfo bundle : composition.bundles()) {
            text.append(bundle.name()).append(' ').append(bundle.version()).append(' ');
            text.append(bundle.sha256()).append('\n');
        }
        for (ComposedPart part : composition.parts()) {
            for (RecordComponent component : part.settings().getClass().getRecordComponents()) {
                if (component.getType() == Path.class) {
                    append(text, String.valueOf(part.values().get(component.getName())));
                }
            }
        }
        needs.forEach(need -> append(text, need));
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void append(StringBuilder text, String path) {
        text.append(path).append(' ');
        Optional<Path> file = path.isEmpty() ? Optional.empty() : data.find(Path.of(path));
        if (file.isPresent()) {
            try {
                text.append(Files.size(file.get())).append(' ').append(Files.getLastModifiedTime(file.get()));
            } catch (IOException e) {
                text.append("unreadable");
            }
        }
        text.append('\n');
    }

    /** What is remembered under a key. */
    Optional<Entry> get(String key) {
        try {
            Path file = file(key);
            if (Files.isRegularFile(file) && Json.read(Files.readString(file)) instanceof Map<?, ?> json) {
                Map<String, Double> metrics = new LinkedHashMap<>();
                ((Map<?, ?>) json.get("metrics"))
                        .forEach((name, value) -> metrics.put(
                                (String) name, value instanceof Number number ? number.doubleValue() : Double.NaN));
                return Optional.of(new Entry((String) json.get("run"), metrics));
            }
        } catch (IOException | ClassCastException | NullPointerException e) {
            // What cannot be read is run again.
            return Optional.empty();
        }
        return Optional.empty();
    }

    void put(String key, Composed composition, Entry entry) {
        if (composition.bundles().stream().anyMatch(bundle -> bundle.sha256().isEmpty())) {
            return;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", entry.run());
        json.put("pipeline", composition.name());
        json.put("metrics", entry.metrics());
        try {
            Files.createDirectories(file(key).getParent());
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file(key), e);
        }
        AtomicFile.write(file(key), Json.write(json));
    }

    private Path file(String key) {
        return home.cache().resolve("claims").resolve(key + ".json");
    }
}
