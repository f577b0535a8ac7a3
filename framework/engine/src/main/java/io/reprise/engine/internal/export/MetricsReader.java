package io.reprise.engine.internal.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code metrics.jsonl} line by line, and what has been added each time it is asked again. A last line that is only half there
 * waits for its other half.
 */
final class MetricsReader implements Closeable {
    private static final JsonFactory JSON = new JsonFactory();

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long lastStep;

    MetricsReader(Path file) throws IOException {
        this.channel = FileChannel.open(file);
    }

    /** Takes what one line says. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes a line.
         *
         * @param step the step, or for an evaluator the last one before it measured; 0 if there was none
         * @param values the finite values by name, see {@link io.reprise.engine.Exports}
         */
        void accept(long step, Map<String, Double> values) throws IOException;
    }

    /** Reads on to the end of the file. */
    void read(Sink sink) throws IOException {
        while (channel.read(buffer.clear()) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    Map<String, Double> values = parse(line.toByteArray());
                    line.reset();
                    sink.accept(lastStep, values);
                } else {
                    line.write(next);
                }
            }
        }
    }

    private Map<String, Double> parse(byte[] bytes) throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            String prefix = "";
            boolean evaluator = false;
            for (int place = 0; json.nextToken() == JsonToken.FIELD_NAME; place++) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    evaluator = name.equals("evaluator");
                    prefix = json.getText() + "/";
                } else if (place == 0 && name.equals("step")) {
                    lastStep = json.getLongValue();
                } else if (evaluator && place == 1 && name.equals("steps") && isLastStep(json)) {
                    // Says after which step it measured: the one whose line came last.
                    continue;
                } else if (value.isNumeric()) {
                    values.put(prefix + name, json.getDoubleValue());
                }
            }
        }
        return values;
    }

    /** An evaluator at the end of a run may have a metric of that name. */
    private boolean isLastStep(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getLongValue() == lastStep + 1;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
