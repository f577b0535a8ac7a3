package io.reprise.language.internal;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.language.WindowedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** Makes datasets of a user's text file. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "text-bytes",
        summary = "A text file as windows of raw bytes, to predict each next byte")
public final class TextBytes implements DatasetFactory<TextBytes.Settings> {
    private static final long LARGEST = 1L << 30;

    /** The settings. */
    public record Settings(
            @Setting(description = "the text file; any encoding, read as bytes")
            Path path,

            @Setting(value = "64", min = 1, max = 65536, unit = "bytes", description = "T: length of an example")
            int window,

            @Setting(
                    value = "0.9",
                    min = 0.01,
                    max = 0.99,
                    description = "share of the text, from its start, to train on; the rest is for validation")
            double trainShare) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return WindowedText.schema(settings.window());
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        Path file = run.dataFile(settings.path(), "the text to learn");
        return new WindowedText(read(file), settings.window(), settings.trainShare(), file.toString());
    }

    private static byte[] read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw RepriseException.problem("The text has " + Files.size(file) + " bytes")
                        .at(file.toString())
                        .expected("at most " + LARGEST + " bytes")
                        .hint("Give a part of it.");
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw RepriseException.problem("The text cannot be read: " + unreadable.getMessage())
                    .at(file.toString())
                    .expected("a readable file")
                    .because(unreadable);
        }
    }
}
