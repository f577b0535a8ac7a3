package io.reprise.engine.internal.run;

import io.reprise.engine.internal.text.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a run is, between two steps.
 *
 * @param trainer the number of the trainer that comes next, counted from 0; as many as there are once all have trained
 * @param step the number of its step that comes next, counted from 0
 * @param before how many steps the trainers before it made
 * @param metricsBytes how long {@code metrics.jsonl} is
 * @param recorded what the step before recorded
 */
record Position(int trainer, long step, long before, long metricsBytes, Map<String, Double> recorded) {
    /** Before the first step. */
    static final Position START = new Position(0, 0, 0, 0, Map.of());

    /** Copies the map, ordered by name. */
    Position {
        recorded = new TreeMap<>(recorded);
    }

    /** How many steps are done in all. */
    long done() {
        return before + step;
    }

    /** This position as the metadata of a checkpoint. */
    Map<String, String> metadata() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("trainer", Integer.toString(trainer));
        texts.put("step", Long.toString(step));
        texts.put("before", Long.toString(before));
        texts.put("metricsBytes", Long.toString(metricsBytes));
        texts.put("recorded", Json.write(recorded));
        return texts;
    }

    /**
     * The position in the metadata of a checkpoint.
     *
     * @throws IllegalArgumentException if it is not there or cannot be read
     */
    static Position of(Map<String, String> metadata) {
        Map<String, Double> recorded = new LinkedHashMap<>();
        try {
            Map<?, ?> json = (Map<?, ?>) Json.read(metadata.getOrDefault("recorded", "{}"));
            json.forEach((name, value) ->
                    recorded.put((String) name, value instanceof Number number ? number.doubleValue() : Double.NaN));
        } catch (java.io.IOException | ClassCastException e) {
            throw new IllegalArgumentException("what the last step recorded cannot be read", e);
        }
        return new Position(
                Math.toIntExact(whole(metadata, "trainer")),
                whole(metadata, "step"),
                whole(metadata, "before"),
                whole(metadata, "metricsBytes"),
                recorded);
    }

    private static long whole(Map<String, String> metadata, String key) {
        String text = metadata.get(key);
        if (text == null) {
            throw new IllegalArgumentException("it does not say its '" + key + "'");
        }
        return Long.parseLong(text);
    }
}
