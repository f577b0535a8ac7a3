package io.reprise.engine.internal.install;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.text.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** {@code installed.json}: what is installed. Replaced whole, so that it always tells of one state or the next. */
final class InstalledFile {
    private static final long FORMAT = 1;

    private final Path file;
    private final BiConsumer<Path, String> writer;

    InstalledFile(Path file) {
        this(file, AtomicFile::write);
    }

    /**
     * The list in a file.
     *
     * @param writer replaces a file's content, whole or not at all
     */
    InstalledFile(Path file, BiConsumer<Path, String> writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * What is installed; nothing if there is no such file.
     *
     * @throws RepriseException if it cannot be read, or is not what this class writes
     */
    List<InstalledBundle> read() {
        try {
            Map<?, ?> content = (Map<?, ?>) Json.read(Files.readString(file));
            if (!Long.valueOf(FORMAT).equals(content.get("format"))) {
                throw new IOException("its format is " + content.get("format") + ", not " + FORMAT);
            }
            List<InstalledBundle> bundles = new ArrayList<>();
            for (Object entry : (List<?>) content.get("bundles")) {
                bundles.add(bundle((Map<?, ?>) entry));
            }
            return List.copyOf(bundles);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | ClassCastException | NullPointerException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw RepriseException.problem("The list of what is installed cannot be read: " + reason)
                    .at(file.toString())
                    .expected("the file as this version of Reprise wrote it")
                    .hint("Delete it and install your methods again; runs and data are not concerned.")
                    .because(e);
        }
    }

    /**
     * Replaces what is installed.
     *
     * @throws RepriseException if that fails; the file is as it was then
     */
    void write(List<InstalledBundle> bundles) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("format", FORMAT);
        content.put("bundles", bundles.stream().map(InstalledFile::json).toList());
        writer.accept(file, Json.write(content));
    }

    private static Map<String, Object> json(InstalledBundle bundle) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bundle", bundle.bundle());
        json.put("version", bundle.version());
        json.put("method", bundle.method());
        json.put("requested", bundle.requested());
        json.put("file", bundle.file());
        json.put("bytes", bundle.bytes());
        json.put("modified", bundle.modified());
        json.put("sha256", bundle.sha256());
        return json;
    }

    private static InstalledBundle bundle(Map<?, ?> json) {
        return new InstalledBundle(
                (String) json.get("bundle"),
                (String) json.get("version"),
                (String) json.get("method"),
                (Boolean) json.get("requested"),
                (String) json.get("file"),
                (Long) json.get("bytes"),
                (Long) json.get("modified"),
                (String) json.get("sha256"));
    }
}
