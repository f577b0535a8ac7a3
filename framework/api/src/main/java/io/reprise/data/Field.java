package io.reprise.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One named column of a schema.
 *
 * @param name what it is called in batches, for instance {@code tokens}
 * @param type what its elements are
 * @param shape its axes; a column of texts has one axis
 * @param limit the number of distinct values where elements are codes 0 to limit - 1 (a vocabulary, classes)
 * @param meaning one line that says what the numbers mean, with unit
 */
public record Field(String name, Type type, List<Dim> shape, Optional<Dim> limit, String meaning) {
    private static final Pattern FORM =
            Pattern.compile("\\s*([a-zA-Z][\\w.-]*)\\s*:\\s*([a-z]+)\\s*\\[([^]]*)]\\s*(?:<\\s*(\\w+))?\\s*");

    /** What the elements of a column are. */
    public enum Type {
        /** 32-bit floating point. */
        FLOAT,
        /** 64-bit floating point. */
        DOUBLE,
        /** 32-bit integers. */
        INT,
        /** 64-bit integers. */
        LONG,
        /** Truth values. */
        BOOL,
        /** Texts. */
        TEXT;

        /** The word used in schemas, for instance {@code int}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the shape. */
    public Field {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(limit);
        Objects.requireNonNull(meaning);
        shape = List.copyOf(shape);
    }

    /**
     * A field from its short form.
     *
     * @param form for instance {@code tokens: int[B,T] < V}, {@code image: float[B,1,28,28]}, {@code smiles: text[B]}
     * @param meaning one line
     * @throws IllegalArgumentException if the form cannot be read
     */
    public static Field parse(String form, String meaning) {
        Matcher match = FORM.matcher(form);
        if (!match.matches()) {
            throw new IllegalArgumentException("'" + form + "' is no field; write for instance tokens: int[B,T] < V");
        }
        List<Dim> shape = new ArrayList<>();
        if (!match.group(3).isBlank()) {
            for (String dim : match.group(3).split(",", -1)) {
                shape.add(Dim.parse(dim));
            }
        }
        return new Field(
                match.group(1),
                Type.valueOf(match.group(2).toUpperCase(Locale.ROOT)),
                shape,
                Optional.ofNullable(match.group(4)).map(Dim::parse),
                meaning);
    }

    /** The short form, without the meaning. */
    @Override
    public String toString() {
        return name + ": " + type + shape.stream().map(Dim::toString).collect(Collectors.joining(",", "[", "]"))
                + limit.map(dim -> " < " + dim).orElse("");
    }
}
