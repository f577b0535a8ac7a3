package io.reprise.testkit;

import io.reprise.data.Batch;
import io.reprise.data.Dim;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Holds a batch against a schema: what does not fit, in words, and what its symbols stand for. */
final class SchemaMatch {
    private final Map<String, Integer> sizes;
    private final List<String> problems = new ArrayList<>();

    private SchemaMatch(Map<String, Integer> known) {
        sizes = new HashMap<>(known);
    }

    /**
     * Compares.
     *
     * @param known what symbols stand for already; others are found out
     */
    static SchemaMatch of(Schema schema, Batch batch, Map<String, Integer> known) {
        SchemaMatch match = new SchemaMatch(known);
        for (Field field : schema.fields()) {
            if (field.type() == Field.Type.TEXT) {
                match.texts(field, batch);
            } else {
                match.shape(field, batch);
            }
        }
        schema.fields().forEach(field -> match.limit(field, batch));
        return match;
    }

    /** What does not fit; empty where all does. */
    List<String> problems() {
        return problems;
    }

    /** What the symbols stand for. */
    Map<String, Integer> sizes() {
        return sizes;
    }

    /** What the symbols stand for. */
    Dimensions dimensions() {
        return Dimensions.of(sizes);
    }

    private void texts(Field field, Batch batch) {
        if (!batch.textNames().contains(field.name())) {
            problems.add("there are no texts '" + field + "' but only " + names(batch));
            return;
        }
        axis(field, 0, field.shape().get(0), batch.text(field.name()).size());
    }

    private void shape(Field field, Batch batch) {
        if (!batch.tensorNames().contains(field.name())) {
            problems.add("there is no tensor '" + field + "' but only " + names(batch));
            return;
        }
        Tensor tensor = batch.tensor(field.name());
        if (!tensor.type().toString().equals(field.type().toString())) {
            problems.add("'" + field + "' has the type " + tensor.type());
        }
        if (tensor.shape().rank() != field.shape().size()) {
            problems.add("'" + field + "' has the shape " + tensor.shape());
            return;
        }
        for (int axis = 0; axis < field.shape().size(); axis++) {
            axis(field, axis, field.shape().get(axis), tensor.shape().size(axis));
        }
    }

    private void axis(Field field, int axis, Dim dim, int size) {
        if (dim instanceof Dim.Fixed fixed) {
            if (fixed.size() != size) {
                problems.add("axis " + axis + " of '" + field + "' has the size " + size);
            }
        } else if (dim instanceof Dim.Symbol symbol) {
            Integer known = sizes.putIfAbsent(symbol.name(), size);
            if (known != null && known != size) {
                problems.add("axis " + axis + " of '" + field + "' has the size " + size + " where " + symbol.name()
                        + " is " + known);
            }
        }
    }

    private void limit(Field field, Batch batch) {
        if (field.limit().isEmpty() || !batch.tensorNames().contains(field.name())) {
            return;
        }
        Dim dim = field.limit().get();
        Integer limit = dim instanceof Dim.Fixed fixed ? Integer.valueOf(fixed.size()) : sizes.get(dim.toString());
        double greatest = -1;
        for (double value : batch.tensor(field.name()).toDoubles()) {
            if (value < 0 || (limit != null && value >= limit)) {
                problems.add("'" + field + "' holds " + (long) value
                        + (limit == null ? "" : " where codes are 0 to " + (limit - 1)));
                return;
            }
            greatest = Math.max(greatest, value);
        }
        if (limit == null) {
            sizes.put(dim.toString(), (int) greatest + 1);
        }
    }

    private static TreeSet<String> names(Batch batch) {
        TreeSet<String> names = new TreeSet<>(batch.tensorNames());
        names.addAll(batch.textNames());
        return names;
    }
}
