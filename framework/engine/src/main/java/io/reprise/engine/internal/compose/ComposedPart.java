package io.reprise.engine.internal.compose;

import io.reprise.engine.internal.pipeline.Part;
import io.reprise.engine.internal.pipeline.PipelineKeys;
import io.reprise.engine.internal.plugins.Plugins;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A part of a pipeline, found and with all its settings.
 *
 * @param part as it is written
 * @param plugin what makes it
 * @param use the plug-in's name, with its method where the name alone would be ambiguous
 * @param settings the record
 * @param values the record as plain values, all of them
 * @param every at every how many steps an evaluator measures while a training goes on; empty for the end only
 */
public record ComposedPart(
        Part part,
        Plugins.Installed plugin,
        String use,
        Record settings,
        Map<String, Object> values,
        OptionalLong every) {
    /** Copies the map, keeping the order. */
    public ComposedPart {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** What the pipeline calls it: {@code data}, {@code model}, {@code trainer}, or the name of an element of a list. */
    public String name() {
        return part.name();
    }

    Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put(PipelineKeys.USE, use);
        every.ifPresent(steps -> plain.put(PipelineKeys.EVERY, steps));
        plain.putAll(values);
        return plain;
    }
}
