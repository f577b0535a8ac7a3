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
import io.reprise.tensor.Tensor;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes one axis of all axes after the first. */
@Component
@Plugin(
        kind = Kind.TRANSFORM,
        name = "flatten",
        summary = "Makes one axis of all axes after the first, for instance a vector of an image")
@Adapts(name = "flatten", from = "image: float[B,C,H,W]", to = "features: float[B,F]")
public final class Flatten implements TransformFactory<Flatten.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(description = "the column to flatten, of more than 2 axes")
            String column,

            @Setting(value = "", description = "the name of the flat column; empty to replace the other")
            String to) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings, Schema columns) {
        Change change = Change.of(settings.column(), settings.to());
        Field field = change.read(columns);
        if (!flattens(field)) {
            throw Change.unfit(field, "numbers with more than 2 axes");
        }
        List<Dim> shape = List.of(field.shape().get(0), product(columns, field));
        return change.schema(columns, new Field(change.to(), field.type(), shape, field.limit(), field.meaning()));
    }

    private static boolean flattens(Field field) {
        return field.type() != Field.Type.TEXT && field.shape().size() > 2;
    }

    private static Dim product(Schema columns, Field field) {
        long fixed = 1;
        List<Dim> axes = field.shape().subList(1, field.shape().size());
        for (Dim axis : axes) {
            fixed *= axis instanceof Dim.Fixed size ? size.size() : 1;
            if (fixed > Integer.MAX_VALUE) {
                throw Change.unfit(field, "at most " + Integer.MAX_VALUE + " numbers an example");
            }
        }
        List<Dim> symbols =
                axes.stream().filter(axis -> axis instanceof Dim.Symbol).toList();
        if (symbols.isEmpty()) {
            return new Dim.Fixed((int) fixed);
        }
        return symbols.size() == 1 && fixed == 1 ? symbols.get(0) : Change.fresh(columns, "F");
    }

    @Override
    public List<Settings> adapting(Schema columns, Field needed) {
        if (needed.shape().size() != 2 || needed.type() == Field.Type.TEXT) {
            return List.of();
        }
        return Change.candidates(columns, needed).stream()
                .filter(Flatten::flattens)
                .map(field -> new Settings(field.name(), Change.to(field, needed)))
                .toList();
    }

    @Override
    public Transform create(Settings settings, Schema columns, RunContext run) {
        Change change = Change.of(settings.column(), settings.to());
        return (f, batch, random) -> {
            Tensor tensor = batch.tensor(change.column());
            long size = 1;
            for (int axis = 1; axis < tensor.shape().rank(); axis++) {
                size *= tensor.shape().size(axis);
            }
            if (size > Integer.MAX_VALUE) {
                throw RepriseException.problem("An example of '" + change.column() + "' has " + size + " numbers")
                        .at("column")
                        .expected("at most " + Integer.MAX_VALUE);
            }
            return change.batch(batch, tensor.reshape(tensor.shape().size(0), (int) size));
        };
    }
}
