package io.reprise.engine.internal.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.reprise.engine.internal.text.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads {@code metrics.jsonl} back. Its last line may be half there if the process was killed; it is left out then. */
public final class MetricsTail {
    private static final int TAIL = 1 << 14;
    private static final JsonFactory FACTORY = new JsonFactory();

    private MetricsTail() {}

    /** Takes a metric of a step. */
    @FunctionalInterface
    public interface StepValues {
        /** A value of a step. */
        void accept(long step, String name, double value);
    }

    /** How many steps the file says were done. */
    static long steps(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(TAIL, in.length());
            byte[] tail = new byte[length];
            in.seek(in.length() - length);
            in.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            String[] lines = whole.split("\n", -1);
            for (int i = lines.length - 1; i >= 0; i--) {
                if (lines[i].startsWith("{\"step\":")
                        && Json.read(lines[i]) instanceof Map<?, ?> line
                        && line.get("step") instanceof Long step) {
                    return step + 1;
                }
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Goes through the finite values of all steps. */
    public static void read(Path file, StepValues values) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("{\"step\":") && line.endsWith("}")) {
                    read(line, values);
                }
            }
        }
    }

    private static void read(String line, StepValues values) throws IOException {
        try (JsonParser json = FACTORY.createParser(line)) {
            json.nextToken();
            long step = 0;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("step")) {
                    step = json.getLongValue();
                } else if (value.isNumeric()) {
                    values.accept(step, name, json.getDoubleValue());
                }
            }
        }
    }
}
