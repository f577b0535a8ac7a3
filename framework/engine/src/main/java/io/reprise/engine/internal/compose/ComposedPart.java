package io.reprise.engine.internal.compose;

import io.reprise.engine.internal.pipeline.Part;
import io.reprise.engine.internal.plugins.Plugins;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A part of a pipeline, found and with all its settings.
 *
 * @param part as it is written
 * @param plugin what makes it
 * @param use the plug-in's name, with its method where the name alone would be ambiguous
 * @param settings the record
 * @param values the record as plain values, all of them
 */
public record ComposedPart(
        Part part, Plugins.Installed plugin, String use, Record settings, Map<String, Object> values) {
    /** Copies the map, keeping the order. */
    public ComposedPart {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** What the pipeline calls it: {@code data}, {@code model}, {@code trainer}, or the evaluator's name. */
    public String name() {
        return part.name();
    }

    Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("use", use);
        plain.putAll(values);
        return plain;
    }
}
