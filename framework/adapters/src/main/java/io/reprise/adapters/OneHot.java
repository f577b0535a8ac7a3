package io.reprise.adapters;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Adapts;
import io.reprise.data.Dim;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Transform;
import io.reprise.data.TransformFactory;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Makes a vector of each code, 1 at the code's place and 0 elsewhere. */
@Component
@Plugin(
        kind = Kind.TRANSFORM,
        name = "one-hot",
        summary = "Makes a vector of each code: 1 at the code's place, 0 elsewhere")
@Adapts(name = "one-hot", from = "label: int[B] < K", to = "classes: float[B,K]")
public final class OneHot implements TransformFactory<OneHot.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(description = "the column of codes") String column,

            @Setting(value = "", description = "the name of the column of vectors; empty to replace the other")
            String to,

            @Setting(value = "0", min = 0, max = 1e9, description = "number of codes; 0 for the column's own")
            int classes) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings, Schema columns) {
        Change change = Change.of(settings.column(), settings.to());
        Field field = change.read(columns);
        List<Dim> shape = new ArrayList<>(field.shape());
        shape.add(new Dim.Fixed(classes(settings, field)));
        return change.schema(
                columns, new Field(change.to(), Field.Type.FLOAT, shape, Optional.empty(), field.meaning()));
    }

    private static boolean holdsCodes(Field field) {
        return field.type() == Field.Type.INT || field.type() == Field.Type.LONG;
    }

    private static int classes(Settings settings, Field field) {
        if (!holdsCodes(field)) {
            throw Change.unfit(field, "codes: int or long");
        }
        Optional<Integer> limit = limit(field);
        if (settings.classes() == 0) {
            return limit.orElseThrow(
                    () -> RepriseException.problem("The number of codes in '" + field + "' is not known")
                            .at("classes")
                            .expected("the number of codes"));
        }
        if (limit.isPresent() && limit.get() > settings.classes()) {
            throw RepriseException.problem(
                            "The codes in '" + field + "' do not fit into " + settings.classes() + " places")
                    .at("classes")
                    .expected("at least " + limit.get() + ", or 0");
        }
        return settings.classes();
    }

    private static Optional<Integer> limit(Field field) {
        return field.limit()
                .filter(limit -> limit instanceof Dim.Fixed)
                .map(limit -> ((Dim.Fixed) limit).size())
                .filter(size -> size > 0);
    }

    @Override
    public List<Settings> adapting(Schema columns, Field needed) {
        if (needed.type() != Field.Type.FLOAT) {
            return List.of();
        }
        // A vector for each of several codes may be flattened after that.
        return Change.candidates(columns, needed).stream()
                .filter(field -> holdsCodes(field) && limit(field).isPresent())
                .filter(field -> needed.shape().size() == field.shape().size() + 1
                        || (needed.shape().size() == 2 && field.shape().size() > 1))
                .map(field -> new Settings(field.name(), Change.to(field, needed), 0))
                .toList();
    }

    @Override
    public Transform create(Settings settings, Schema columns, RunContext run) {
        Change change = Change.of(settings.column(), settings.to());
        int classes = classes(settings, change.read(columns));
        return (f, batch, random) -> {
            Tensor codes = batch.tensor(change.column());
            for (long code : codes.toLongs()) {
                if (code < 0 || code >= classes) {
                    throw RepriseException.problem("The column '" + change.column() + "' holds the code " + code)
                            .at("classes")
                            .expected("codes from 0 to " + (classes - 1));
                }
            }
            Tensor indices = codes.type() == ElementType.INT ? codes : f.cast(codes, ElementType.INT);
            return change.batch(batch, f.oneHot(indices, classes, ElementType.FLOAT));
        };
    }
}
