package io.reprise.cli.text;

import java.util.Iterator;
import java.util.Map;

/**
 * Writes values as JSON: maps, iterables, texts, numbers, booleans, null; of anything else its text. Numbers that JSON
 * cannot say (NaN, infinities) become null.
 */
public final class Json {
    private final StringBuilder text = new StringBuilder();
    private final String indent;

    private Json(String indent) {
        this.indent = indent;
    }

    /** The value on lines of its own, indented by two blanks a level. */
    public static String pretty(Object value) {
        return new Json("  ").append(value, 0).text.toString();
    }

    /** The value on one line. */
    public static String line(Object value) {
        return new Json("").append(value, 0).text.toString();
    }

    private Json append(Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            appendMap(map, depth);
        } else if (value instanceof Iterable<?> elements && !(value instanceof java.nio.file.Path)) {
            appendList(elements, depth);
        } else if (value == null || value instanceof Boolean || isFiniteNumber(value)) {
            text.append(value);
        } else if (value instanceof Number) {
            text.append("null");
        } else {
            quote(value.toString());
        }
        return this;
    }

    private void appendMap(Map<?, ?> map, int depth) {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            newLine(depth + 1);
            quote(String.valueOf(entry.getKey()));
            text.append(indent.isEmpty() ? ":" : ": ");
            append(entry.getValue(), depth + 1);
            if (entries.hasNext()) {
                text.append(',');
            }
        }
        if (!map.isEmpty()) {
            newLine(depth);
        }
        text.append('}');
    }

    private void appendList(Iterable<?> list, int depth) {
        text.append('[');
        Iterator<?> elements = list.iterator();
        boolean any = elements.hasNext();
        while (elements.hasNext()) {
            newLine(depth + 1);
            append(elements.next(), depth + 1);
            if (elements.hasNext()) {
                text.append(',');
            }
        }
        if (any) {
            newLine(depth);
        }
        text.append(']');
    }

    private void newLine(int depth) {
        if (!indent.isEmpty()) {
            text.append('\n').append(indent.repeat(depth));
        }
    }

    private static boolean isFiniteNumber(Object value) {
        return value instanceof Number number
                && (!(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue()));
    }

    private void quote(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // Half a surrogate pair cannot be encoded; escaped it survives.
                    if (c < ' ' || c == 0x7f || isLoneSurrogate(string, i)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isLoneSurrogate(String string, int i) {
        char c = string.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == string.length() || !Character.isLowSurrogate(string.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(string.charAt(i - 1)));
    }
}
