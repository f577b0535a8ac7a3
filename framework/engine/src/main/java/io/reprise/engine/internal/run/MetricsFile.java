package io.reprise.engine.internal.run;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.text.Numbers;
import io.reprise.report.Metric;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Writes {@code metrics.jsonl}: a line a step, a line an evaluator. It holds nothing but numbers that the pipeline decides, in
 * an order of its own, so that equal runs give equal bytes. Lines go out whole, at least each second.
 */
final class MetricsFile implements AutoCloseable {
    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int BUFFER = 1 << 15;

    private final Path file;
    private final OutputStream out;
    private final StringBuilder buffer = new StringBuilder(BUFFER + 1024);
    private long flushed;
    private long length;
    private Set<String> names = Set.of();
    private List<Key> keys = List.of();

    /** A metric's name, as JSON writes it before the value. */
    private record Key(String name, String json, boolean loss) {}

    /**
     * A writer to a stream.
     *
     * @param file for messages
     * @param length how long the file is already
     * @param now {@link System#nanoTime}
     */
    MetricsFile(Path file, OutputStream out, long length, long now) {
        this.length = length;
        this.file = file;
        this.out = out;
        this.flushed = now;
    }

    /**
     * Adds a step's line.
     *
     * @param trainer which of several trainers makes the step; empty if there is but one
     * @param metrics ordered by name in the line, since maps of plug-ins need have no order
     * @return the name of a loss that is no finite number; null if there is none
     * @throws io.reprise.api.RepriseException if it cannot be written
     */
    String step(long step, String trainer, Map<String, Double> metrics, long now) {
        if (!names.equals(metrics.keySet())) {
            remember(metrics.keySet());
        }
        String broken = null;
        buffer.append("{\"step\":").append(step);
        if (!trainer.isEmpty()) {
            buffer.append(",\"trainer\":\"").append(quoted(trainer)).append('"');
        }
        for (Key key : keys) {
            double value = metrics.get(key.name());
            append(key.json(), value);
            if (key.loss() && !Double.isFinite(value)) {
                broken = key.name();
            }
        }
        buffer.append("}\n");
        if (buffer.length() >= BUFFER || now - flushed >= FLUSH_NANOS) {
            flush(now);
        }
        return broken;
    }

    private void remember(Set<String> metrics) {
        names = Set.copyOf(metrics);
        keys = new ArrayList<>();
        for (String name : new TreeSet<>(metrics)) {
            keys.add(new Key(name, json(name), name.equals("loss") || name.endsWith(".loss")));
        }
    }

    /**
     * Adds an evaluator's line; its metrics keep their order.
     *
     * @param done after how many steps it measured, while the training goes on; empty at the end
     */
    void evaluator(String evaluator, OptionalLong done, List<Metric> metrics, long now) {
        buffer.append("{\"evaluator\":\"").append(quoted(evaluator)).append('"');
        done.ifPresent(steps -> buffer.append(",\"steps\":").append(steps));
        for (Metric metric : metrics) {
            append(json(metric.name()), metric.value());
        }
        buffer.append("}\n");
        flush(now);
    }

    private void append(String key, double value) {
        buffer.append(key);
        if (Double.isFinite(value)) {
            buffer.append(Numbers.plain(value));
        } else {
            // JSON has no infinities.
            buffer.append("null");
        }
    }

    private static String json(String name) {
        return ",\"" + quoted(name) + "\":";
    }

    private static String quoted(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    /** Hands all lines to the system, which has them even if the process is killed, and tells how long the file is. */
    long length() {
        flush(flushed);
        return length;
    }

    private void flush(long now) {
        try {
            byte[] lines = buffer.toString().getBytes(StandardCharsets.UTF_8);
            out.write(lines);
            out.flush();
            length += lines.length;
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        } finally {
            // What could not be written once must not fail a second time, while the failure is being recorded.
            buffer.setLength(0);
            flushed = now;
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        try (out) {
            flush(flushed);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }
}
