package io.reprise.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The named columns that a batch holds, or that a part needs. Immutable; the order is kept. */
public final class Schema {
    /** No columns. */
    public static final Schema EMPTY = new Schema(new LinkedHashMap<>());

    private final Map<String, Field> fields;

    private Schema(Map<String, Field> fields) {
        this.fields = fields;
    }

    /**
     * The schema of these fields.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public static Schema of(Field... fields) {
        return of(List.of(fields));
    }

    /**
     * The schema of these fields.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public static Schema of(List<Field> fields) {
        Map<String, Field> byName = new LinkedHashMap<>();
        for (Field field : fields) {
            if (byName.put(field.name(), field) != null) {
                throw new IllegalArgumentException("two fields are called " + field.name());
            }
        }
        return new Schema(byName);
    }

    /** The fields, in order. */
    public List<Field> fields() {
        return List.copyOf(fields.values());
    }

    /** The field of a name. */
    public Optional<Field> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether there are no fields. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /**
     * This schema and another's fields after it.
     *
     * @throws IllegalArgumentException if two have one name
     */
    public Schema and(Schema more) {
        List<Field> all = new java.util.ArrayList<>(fields.values());
        all.addAll(more.fields.values());
        return of(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema schema && fields().equals(schema.fields());
    }

    @Override
    public int hashCode() {
        return fields().hashCode();
    }

    /** The short forms of the fields, separated by {@code ; }. */
    @Override
    public String toString() {
        return fields.values().stream().map(Field::toString).collect(Collectors.joining("; "));
    }
}
