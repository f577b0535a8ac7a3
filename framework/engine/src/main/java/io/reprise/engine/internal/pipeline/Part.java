package io.reprise.engine.internal.pipeline;

import io.reprise.api.Kind;
import io.reprise.engine.settings.Places;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a pipeline as it is written.
 *
 * @param kind what it should be
 * @param name what overrides call it: {@code data}, {@code model}, {@code trainer}, or the name of a transform, a later trainer or
 *     an evaluator
 * @param use the plug-in, as {@code NAME} or {@code METHOD/NAME}
 * @param place where that is written
 * @param settings those given
 * @param every at every how many steps an evaluator measures while a training goes on, as it is written; empty for the end only
 * @param method the method in whose bundle it is written, whose plug-ins it means first; empty for a user's own
 */
public record Part(
        Kind kind,
        String name,
        String use,
        String place,
        Map<String, Given> settings,
        Optional<Given> every,
        String method) {
    /** Copies the map, keeping the order. */
    public Part {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** A part that is written on the command line, with no settings yet. */
    Part(Kind kind, String name, String use, String place) {
        this(kind, name, use, place, Map.of(), Optional.empty(), "");
    }

    /**
     * A setting as it is written.
     *
     * @param value a text, a list or a map; null for an empty value
     * @param place where it is written
     */
    public record Given(Object value, String place) {}

    /** This part with a setting given. */
    Part with(String key, Given value) {
        if (kind == Kind.EVALUATOR && key.equals(PipelineKeys.EVERY)) {
            return new Part(kind, name, use, place, settings, Optional.of(value), method);
        }
        Map<String, Given> more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new Part(kind, name, use, place, more, every, method);
    }

    /** The values of the settings given. */
    public Map<String, Object> values() {
        return values(settings);
    }

    /** The values of settings. */
    public static Map<String, Object> values(Map<String, Given> settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        settings.forEach((key, given) -> values.put(key, given.value()));
        return values;
    }

    /** Where the settings were given; those that were not stand where the plug-in does. */
    public Places places() {
        return key -> {
            Given given = settings.get(key);
            if (given != null) {
                return given.place();
            }
            return key.isEmpty() ? place : prefix(place) + name + "." + key;
        };
    }

    /** The file, line and column before the name in a place like {@code bdh.yaml:3:8: model}. */
    private static String prefix(String place) {
        int end = place.lastIndexOf(": ");
        return end < 0 ? "" : place.substring(0, end + 2);
    }
}
