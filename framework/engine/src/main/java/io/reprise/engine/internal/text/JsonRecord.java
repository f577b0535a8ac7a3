package io.reprise.engine.internal.text;

import java.util.List;
import java.util.Map;

/** Values of records that are read back from JSON; what is missing or of another type is the empty value. */
public final class JsonRecord {
    private JsonRecord() {}

    /** A text; the empty one if there is none. */
    public static String text(Map<?, ?> json, String key) {
        return json.get(key) instanceof String text ? text : "";
    }

    /** A whole number; 0 if there is none. */
    public static long whole(Map<?, ?> json, String key) {
        return json.get(key) instanceof Number number ? number.longValue() : 0;
    }

    /** A number; NaN if it is none, as JSON has neither NaN nor infinities. */
    public static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** A map; the empty one if there is none. */
    public static Map<?, ?> map(Map<?, ?> json, String key) {
        return json.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** A list; the empty one if there is none. */
    public static List<?> list(Map<?, ?> json, String key) {
        return json.get(key) instanceof List<?> list ? list : List.of();
    }
}
