package io.reprise.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.data.Batch;
import io.reprise.data.Dim;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.TransformFactory;
import io.reprise.tensor.Tensor;
import io.reprise.testkit.TestRun;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A batch after a transform, held against the schema that the transform says. */
record Adapted(Schema schema, Batch batch) {
    /** Applies a transform to a batch whose first example is one of a greater whole. */
    static <S extends Record> Adapted by(
            TransformFactory<S> factory, S settings, Schema columns, Batch given, int first, TestRun run) {
        Schema schema = factory.schema(settings, columns);
        Batch batch = factory.create(settings, columns, run)
                .apply(run.tensors().ops(), given, place -> run.random().split(first + place));
        Adapted adapted = new Adapted(schema, batch);
        adapted.fits();
        return adapted;
    }

    static <S extends Record> Adapted by(
            TransformFactory<S> factory, S settings, Schema columns, Batch given, TestRun run) {
        return by(factory, settings, columns, given, 0, run);
    }

    /** The columns are those of the schema, no more and no fewer, and symbols stand for one size each. */
    private void fits() {
        TreeSet<String> names = new TreeSet<>(batch.tensorNames());
        names.addAll(batch.textNames());
        assertThat(names)
                .hasSize(batch.tensorNames().size() + batch.textNames().size())
                .isEqualTo(schema.fields().stream().map(Field::name).collect(Collectors.toCollection(TreeSet::new)));
        Map<String, Integer> sizes = new HashMap<>();
        for (Field field : schema.fields()) {
            if (field.type() == Field.Type.TEXT) {
                axis(field.shape().get(0), batch.text(field.name()).size(), sizes);
                continue;
            }
            Tensor tensor = batch.tensor(field.name());
            assertThat(tensor.type()).hasToString(field.type().toString());
            assertThat(tensor.shape().rank()).isEqualTo(field.shape().size());
            for (int axis = 0; axis < field.shape().size(); axis++) {
                axis(field.shape().get(axis), tensor.shape().size(axis), sizes);
            }
            if (field.limit().isPresent() && field.limit().get() instanceof Dim.Fixed limit) {
                for (double code : tensor.toDoubles()) {
                    assertThat(code).isBetween(0.0, limit.size() - 1.0);
                }
            }
        }
    }

    private static void axis(Dim dim, int size, Map<String, Integer> sizes) {
        int said = dim instanceof Dim.Fixed fixed ? fixed.size() : sizes.computeIfAbsent(dim.toString(), any -> size);
        assertThat(size).as("the axis " + dim).isEqualTo(said);
    }
}
