package io.reprise.adapters;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dim;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a transform does to a schema and to its batches: a column is made of another one. Under a name of its own it stands beside that
 * one; otherwise it takes its place.
 *
 * @param column the column that is read
 * @param to the name of the column that is made
 */
record Change(String column, String to) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][\\w.-]*");

    /** A change of a column; no other name, or the same, is one in its place. */
    static Change of(String column, String to) {
        return new Change(column, to.isEmpty() ? column : to);
    }

    /**
     * The column that is read.
     *
     * @throws RepriseException if there is none of that name, or there is already one of the name of what is made
     */
    Field read(Schema columns) {
        Field field = columns.field(column)
                .orElseThrow(() -> RepriseException.problem("There is no column '" + column + "'")
                        .at("column")
                        .expected(
                                columns.isEmpty()
                                        ? "a dataset with columns"
                                        : columns.fields().stream()
                                                .map(Field::name)
                                                .collect(Collectors.joining(" or "))));
        if (!inPlace() && columns.field(to).isPresent()) {
            throw RepriseException.problem(
                            "There is already a column '" + columns.field(to).get() + "'")
                    .at("to")
                    .expected("a name that no column has, besides "
                            + columns.fields().stream().map(Field::name).collect(Collectors.joining(", ")));
        }
        if (!NAME.matcher(to).matches()) {
            throw RepriseException.problem("'" + to + "' is no name of a column")
                    .at("to")
                    .expected("letters, digits, '_', '-' and '.', beginning with a letter");
        }
        return field;
    }

    /** The error for a column of another form. */
    static RepriseException unfit(Field field, String expected) {
        return RepriseException.problem("The column '" + field + "' has another form")
                .at("column")
                .expected(expected);
    }

    boolean inPlace() {
        return to.equals(column);
    }

    /** The columns with the one that is made. */
    Schema schema(Schema columns, Field made) {
        List<Field> fields = new ArrayList<>(columns.fields());
        if (inPlace()) {
            fields.replaceAll(field -> field.name().equals(column) ? made : field);
        } else {
            fields.add(made);
        }
        return Schema.of(fields);
    }

    /** The columns with the one that is read under its other name. */
    Schema renamed(Schema columns) {
        return Schema.of(columns.fields().stream()
                .map(field -> field.name().equals(column)
                        ? new Field(to, field.type(), field.shape(), field.limit(), field.meaning())
                        : field)
                .toList());
    }

    /** The batch with the tensor that is made. */
    Batch batch(Batch batch, Tensor made) {
        return (inPlace() && batch.textNames().contains(column) ? without(batch) : batch).with(to, made);
    }

    /** The batch with the column that is read under its other name. */
    Batch renamed(Batch batch) {
        if (inPlace()) {
            return batch;
        }
        return batch.textNames().contains(column)
                ? without(batch).withText(to, batch.text(column))
                : without(batch).with(to, batch.tensor(column));
    }

    private Batch without(Batch batch) {
        Batch others = Batch.EMPTY;
        for (String name : new TreeSet<>(batch.tensorNames())) {
            others = name.equals(column) ? others : others.with(name, batch.tensor(name));
        }
        for (String name : new TreeSet<>(batch.textNames())) {
            others = name.equals(column) ? others : others.withText(name, batch.text(name));
        }
        return others;
    }

    /** The columns that could be changed into one that is needed: each, unless another one has its name. */
    static List<Field> candidates(Schema columns, Field needed) {
        boolean taken = columns.field(needed.name()).isPresent();
        return columns.fields().stream()
                .filter(field -> !taken || field.name().equals(needed.name()))
                .toList();
    }

    /** The setting {@code to} of a candidate. */
    static String to(Field candidate, Field needed) {
        return candidate.name().equals(needed.name()) ? "" : needed.name();
    }

    /** A symbol that no column has yet. */
    static Dim.Symbol fresh(Schema columns, String name) {
        List<Dim> taken = new ArrayList<>();
        columns.fields().forEach(field -> {
            taken.addAll(field.shape());
            field.limit().ifPresent(taken::add);
        });
        Dim.Symbol symbol = new Dim.Symbol(name);
        for (int i = 2; taken.contains(symbol); i++) {
            symbol = new Dim.Symbol(name + i);
        }
        return symbol;
    }
}
