package io.reprise.adapters;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Adapts;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Transform;
import io.reprise.data.TransformFactory;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Multiplies the numbers of a column, and adds to them. */
@Component
@Plugin(
        kind = Kind.TRANSFORM,
        name = "scale",
        summary = "Multiplies the numbers of a column and adds to them; makes floating point of whole numbers")
@Adapts(name = "scale", from = "pixels: int[B,N]", to = "values: float[B,N]")
public final class Scale implements TransformFactory<Scale.Settings> {
    /** The types that results can have. */
    public enum Floating {
        /** 32 bits. */
        FLOAT,
        /** 64 bits. */
        DOUBLE
    }

    /** The settings. */
    public record Settings(
            @Setting(description = "the column of numbers") String column,

            @Setting(value = "", description = "the name of the column of results; empty to replace the other")
            String to,

            @Setting(value = "1", description = "what each number is multiplied by")
            double multiply,

            @Setting(value = "0", description = "what is added after that")
            double add,

            @Setting(value = "float", description = "the type of the results")
            Floating type) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings, Schema columns) {
        Change change = Change.of(settings.column(), settings.to());
        Field field = change.read(columns);
        if (field.type() == Field.Type.TEXT) {
            throw Change.unfit(field, "numbers");
        }
        Field.Type type = settings.type() == Floating.FLOAT ? Field.Type.FLOAT : Field.Type.DOUBLE;
        return change.schema(columns, new Field(change.to(), type, field.shape(), Optional.empty(), field.meaning()));
    }

    @Override
    public List<Settings> adapting(Schema columns, Field needed) {
        if (needed.type() != Field.Type.FLOAT && needed.type() != Field.Type.DOUBLE) {
            return List.of();
        }
        Floating type = needed.type() == Field.Type.FLOAT ? Floating.FLOAT : Floating.DOUBLE;
        return Change.candidates(columns, needed).stream()
                .filter(field -> field.type() != Field.Type.TEXT
                        && field.type() != needed.type()
                        && field.shape().size() == needed.shape().size())
                .map(field -> new Settings(field.name(), Change.to(field, needed), 1, 0, type))
                .toList();
    }

    @Override
    public Transform create(Settings settings, Schema columns, RunContext run) {
        Change change = Change.of(settings.column(), settings.to());
        ElementType type = settings.type() == Floating.FLOAT ? ElementType.FLOAT : ElementType.DOUBLE;
        return (f, batch, random) -> change.batch(batch, scaled(f, settings, batch.tensor(change.column()), type));
    }

    /** Doubles in double precision, whatever the results are. */
    private static Tensor scaled(Ops f, Settings settings, Tensor given, ElementType type) {
        ElementType precision = given.type().isFloating() ? given.type() : type;
        Tensor result = given.type() == precision ? given : f.cast(given, precision);
        if (settings.multiply() != 1) {
            result = f.multiply(result, f.scope().full(precision, Shape.of(), settings.multiply()));
        }
        if (settings.add() != 0) {
            result = f.add(result, f.scope().full(precision, Shape.of(), settings.add()));
        }
        return result.type() == type ? result : f.cast(result, type);
    }
}
