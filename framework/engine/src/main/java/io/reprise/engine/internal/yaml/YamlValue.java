package io.reprise.engine.internal.yaml;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value in a YAML document that knows where it stands. Scalars are texts: who takes one knows what it should be. */
public sealed interface YamlValue {
    /** Where it begins. */
    Position at();

    /** What it is called in messages. */
    String kind();

    /** As plain values: texts (null for none), lists, maps. */
    Object plain();

    /**
     * A place in a file.
     *
     * @param line counted from 1
     * @param column counted from 1
     */
    record Position(String file, int line, int column) {
        /** For instance {@code bdh.yaml:4:20}, as editors and compilers write it. */
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    /**
     * A single value.
     *
     * @param text what is written, without quotes; null for an empty value or {@code null}
     */
    record Scalar(Position at, String text) implements YamlValue {
        @Override
        public String kind() {
            return text == null ? "no value" : "the value '" + text + "'";
        }

        @Override
        public Object plain() {
            return text;
        }
    }

    /** A list. */
    record Sequence(Position at, List<YamlValue> elements) implements YamlValue {
        /** Copies the list. */
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public Object plain() {
            List<Object> plain = new ArrayList<>();
            elements.forEach(element -> plain.add(element.plain()));
            return plain;
        }
    }

    /**
     * Keys with values, in order.
     *
     * @param keys where the keys stand
     */
    record Mapping(Position at, Map<String, YamlValue> entries, Map<String, Position> keys) implements YamlValue {
        /** Copies the maps, keeping the order. */
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            keys = Map.copyOf(keys);
        }

        @Override
        public String kind() {
            return "a map of keys and values";
        }

        @Override
        public Object plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            entries.forEach((key, value) -> plain.put(key, value.plain()));
            return plain;
        }

        /**
         * Checks that there are no other keys.
         *
         * @param prefix put before the keys in messages, for instance {@code model.}; may be empty
         * @throws RepriseException if there are, with the nearest ones allowed
         */
        public Mapping only(Collection<String> allowed, String prefix) {
            for (String key : entries.keySet()) {
                if (!allowed.contains(key)) {
                    throw RepriseException.problem("There is no key '" + prefix + key + "' here")
                            .at(keys.get(key).toString())
                            .expected(String.join(", ", allowed))
                            .hint(Nearest.names(key, allowed).isEmpty() ? "" : Nearest.hint(key, allowed));
                }
            }
            return this;
        }

        /** Whether there is a key with a value. */
        public boolean has(String key) {
            return entries.get(key) != null && !(entries.get(key) instanceof Scalar scalar && scalar.text() == null);
        }

        /**
         * The value of a key that must be there.
         *
         * @throws RepriseException if it is not
         */
        public YamlValue get(String key) {
            if (!has(key)) {
                throw RepriseException.problem("The key '" + key + "' must be given")
                        .at((keys.containsKey(key) ? keys.get(key) : at).toString());
            }
            return entries.get(key);
        }

        /** The text of a key that must be there; see {@link YamlValue#text}. */
        public String text(String key) {
            return get(key).text(key);
        }

        /** The text of a key, or another if it is not there. */
        public String text(String key, String otherwise) {
            return has(key) ? text(key) : otherwise;
        }
    }

    /**
     * This value, which must be a single one, as text.
     *
     * @param key what it is called in messages
     */
    default String text(String key) {
        if (this instanceof Scalar scalar && scalar.text() != null) {
            return scalar.text();
        }
        throw unexpected(key, "a text");
    }

    /** This value, which must be a list of single ones, as texts. */
    default List<String> texts(String key) {
        if (this instanceof Sequence sequence) {
            return sequence.elements().stream()
                    .map(element -> element.text(key))
                    .toList();
        }
        throw unexpected(key, "a list");
    }

    /** This value, which must be a list. */
    default List<YamlValue> list(String key) {
        if (this instanceof Sequence sequence) {
            return sequence.elements();
        }
        throw unexpected(key, "a list");
    }

    /** This value, which must be a map. */
    default Mapping mapping(String key) {
        if (this instanceof Mapping mapping) {
            return mapping;
        }
        throw unexpected(key, "keys with values");
    }

    /** This value, which must be a whole number. */
    default long whole(String key) {
        try {
            return Long.parseLong(text(key).strip());
        } catch (NumberFormatException e) {
            throw unexpected(key, "a whole number").because(e);
        }
    }

    /** This value, which must be a finite number. */
    default double number(String key) {
        try {
            double number = Double.parseDouble(text(key).strip());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw unexpected(key, "a number").because(e);
        }
        throw unexpected(key, "a finite number");
    }

    /** The error for a value that is not what it should be. */
    default RepriseException unexpected(String key, String expected) {
        return RepriseException.problem("The key '" + key + "' has " + kind())
                .at(at().toString())
                .expected(expected);
    }
}
