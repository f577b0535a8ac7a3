package io.reprise.engine.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.engine.internal.export.EventRecords.Scalar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventWriterTest {
    private static final Instant NOW = Instant.parse("2000-01-02T03:04:05.250Z");

    @TempDir
    private Path folder;

    @Test
    void writesTheBytesThatTensorBoardsOwnWriterDoes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EventWriter events = new EventWriter(out, NOW)) {
            events.scalars(NOW, 300, Map.of("loss", 0.5));
        }

        // tensorboard.summary.writer.record_writer.RecordWriter over Event messages with the same fields.
        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo(
                        "1800000000000000a37f4b22090000a0126037cc411a0d627261696e2e4576656e743a322c3054521b000000000000001a0d9e13090000a0126037cc4110ac022a0d0a0b0a046c6f7373150000003f5d3b1850");
    }

    @Test
    void hasTheMaskedChecksumsOfTensorFlow() {
        // masked_crc32c of tensorboard.compat.tensorflow_stub.
        assertThat(EventRecords.maskedChecksum("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0xc78ab0e5);
    }

    @Test
    void keepsTagsStepsAndValues() throws IOException {
        Path file = folder.resolve("events");
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("fit/größe", -1e30);
        values.put("x".repeat(300), 0.0);
        try (EventWriter events = new EventWriter(Files.newOutputStream(file), NOW)) {
            events.scalars(NOW, 1L << 40, values);
            events.scalars(NOW, 1L << 41, Map.of());
        }

        double time = 946782245.25;
        assertThat(EventRecords.read(file))
                .containsExactly(
                        new Scalar(time, -1, "brain.Event:2", 0),
                        new Scalar(time, 1L << 40, "fit/größe", -1e30f),
                        new Scalar(time, 1L << 40, "x".repeat(300), 0));
    }
}
