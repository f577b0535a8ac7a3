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
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Makes spikes of values, which are their probabilities in each step; an example's are drawn from its own stream. */
@Component
@Plugin(
        kind = Kind.TRANSFORM,
        name = "rate-spikes",
        summary = "Draws spikes in each of a number of steps, a value from 0 to 1 being their probability")
@Adapts(name = "rate-spikes", from = "image: float[B,N]", to = "spikes: float[B,T,N]")
public final class RateSpikes implements TransformFactory<RateSpikes.Settings> {
    /** The types that spikes can have. */
    public enum Spikes {
        /** 0 and 1. */
        FLOAT,
        /** False and true. */
        BOOL
    }

    /** The settings. */
    public record Settings(
            @Setting(description = "the column of values, from 0 to 1, an example in each row")
            String column,

            @Setting(value = "", description = "the name of the column of spikes; empty to replace the other")
            String to,

            @Setting(value = "100", min = 1, max = 1e9, description = "T: steps, the second axis of the spikes")
            int steps,

            @Setting(
                    value = "1",
                    min = 0,
                    max = 1,
                    description = "the probability of a spike in a step where the value is 1")
            double rate,

            @Setting(value = "float", description = "whether spikes are 0 and 1, or false and true")
            Spikes type) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings, Schema columns) {
        Change change = Change.of(settings.column(), settings.to());
        Field field = change.read(columns);
        if (!holdsValues(field)) {
            throw Change.unfit(field, "float or double, an example in each row");
        }
        List<Dim> shape = new ArrayList<>(field.shape());
        shape.add(1, new Dim.Fixed(settings.steps()));
        return change.schema(
                columns, new Field(change.to(), fieldType(settings), shape, Optional.empty(), field.meaning()));
    }

    private static boolean holdsValues(Field field) {
        return (field.type() == Field.Type.FLOAT || field.type() == Field.Type.DOUBLE)
                && !field.shape().isEmpty();
    }

    private static Field.Type fieldType(Settings settings) {
        return settings.type() == Spikes.BOOL ? Field.Type.BOOL : Field.Type.FLOAT;
    }

    @Override
    public List<Settings> adapting(Schema columns, Field needed) {
        // Numbers with one more axis need not be spikes: only what says that it takes some.
        boolean takesSpikes = needed.type() == Field.Type.BOOL
                || (needed.type() == Field.Type.FLOAT
                        && (needed.name() + " " + needed.meaning())
                                .toLowerCase(Locale.ROOT)
                                .contains("spike"));
        if (!takesSpikes || needed.shape().size() < 2) {
            return List.of();
        }
        int steps = needed.shape().get(1) instanceof Dim.Fixed fixed && fixed.size() > 0 ? fixed.size() : 100;
        Spikes type = needed.type() == Field.Type.BOOL ? Spikes.BOOL : Spikes.FLOAT;
        // An image may be flattened before or after that.
        return Change.candidates(columns, needed).stream()
                .filter(RateSpikes::holdsValues)
                .filter(field -> needed.shape().size() == field.shape().size() + 1)
                .map(field -> new Settings(field.name(), Change.to(field, needed), steps, 1, type))
                .toList();
    }

    @Override
    public Transform create(Settings settings, Schema columns, RunContext run) {
        Change change = Change.of(settings.column(), settings.to());
        int steps = settings.steps();
        return (f, batch, random) -> {
            Tensor values = batch.tensor(change.column());
            double[] probabilities = values.toDoubles();
            for (int i = 0; i < probabilities.length; i++) {
                if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
                    throw RepriseException.problem(
                                    "The column '" + change.column() + "' holds the value " + probabilities[i])
                            .at("column")
                            .expected("values from 0 to 1, which are probabilities of spikes")
                            .hint("Bring them there by the transform scale before.");
                }
                probabilities[i] *= settings.rate();
            }
            int examples = values.shape().size(0);
            int width = examples == 0 ? 0 : probabilities.length / examples;
            Tensor spikes = f.scope()
                    .zeros(settings.type() == Spikes.BOOL ? ElementType.BOOL : ElementType.FLOAT, shape(values, steps));
            ByteBuffer memory = spikes.memory();
            int bytes = spikes.type().bytes();
            int place = 0;
            for (int example = 0; example < examples; example++) {
                RandomSource stream = random.apply(example);
                for (int step = 0; step < steps; step++) {
                    for (int i = 0; i < width; i++, place += bytes) {
                        if (stream.nextDouble() >= probabilities[example * width + i]) {
                            continue;
                        }
                        if (settings.type() == Spikes.BOOL) {
                            memory.put(place, (byte) 1);
                        } else {
                            memory.putFloat(place, 1);
                        }
                    }
                }
            }
            return change.batch(batch, spikes);
        };
    }

    private static Shape shape(Tensor values, int steps) {
        int[] sizes = new int[values.shape().rank() + 1];
        sizes[0] = values.shape().size(0);
        sizes[1] = steps;
        for (int axis = 1; axis < values.shape().rank(); axis++) {
            sizes[axis + 1] = values.shape().size(axis);
        }
        return Shape.of(sizes);
    }
}
