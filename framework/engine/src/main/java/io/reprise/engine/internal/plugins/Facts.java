package io.reprise.engine.internal.plugins;

import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Transform;
import io.reprise.data.TransformFactory;
import io.reprise.engine.settings.SettingsReader;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Requirements;
import io.reprise.model.Signature;
import io.reprise.model.Trainer;
import io.reprise.model.TrainerFactory;
import java.util.List;
import java.util.function.Supplier;

/** What a plug-in says of itself for given settings, and what it makes of them. Nothing is made before it is asked for. */
public sealed interface Facts {
    /** The settings. */
    Record settings();

    /**
     * A dataset's.
     *
     * @param type its kind
     * @param schema the columns
     * @param actions what an environment must be answered
     */
    record OfDataset(Record settings, Class<? extends Dataset> type, Schema schema, Schema actions) implements Facts {}

    /** A transform's: what it does depends on the columns it is given, see {@link #schemaAfter}. */
    record OfTransform(Record settings) implements Facts {}

    /**
     * A model's.
     *
     * @param type its class
     * @param signature what it takes and gives
     */
    record OfModel(Record settings, Class<? extends Model> type, Signature signature) implements Facts {}

    /**
     * A trainer's or evaluator's.
     *
     * @param requirements what it asks for
     */
    record OfUser(Record settings, Requirements requirements) implements Facts {}

    /** The reader of a factory's settings. */
    static SettingsReader<?> reader(Kind kind, Object factory) {
        return switch (kind) {
            case DATASET -> SettingsReader.of(((DatasetFactory<?>) factory).settings());
            case TRANSFORM -> SettingsReader.of(((TransformFactory<?>) factory).settings());
            case MODEL -> SettingsReader.of(((ModelFactory<?>) factory).settings());
            case TRAINER -> SettingsReader.of(((TrainerFactory<?>) factory).settings());
            case EVALUATOR -> SettingsReader.of(((EvaluatorFactory<?>) factory).settings());
        };
    }

    /** What a factory says of itself for its settings. */
    static Facts of(Kind kind, Object factory, Record settings) {
        return switch (kind) {
            case DATASET -> {
                DatasetFactory<Record> datasets = dataset(factory);
                yield new OfDataset(settings, datasets.type(), datasets.schema(settings), datasets.actions(settings));
            }
            case TRANSFORM -> new OfTransform(settings);
            case MODEL -> {
                ModelFactory<Record> models = model(factory);
                yield new OfModel(settings, models.type(), models.signature(settings));
            }
            case TRAINER -> new OfUser(settings, trainer(factory).requirements(settings));
            case EVALUATOR -> new OfUser(settings, evaluator(factory).requirements(settings));
        };
    }

    /** The columns after a transform. */
    static Schema schemaAfter(Object factory, Record settings, Schema columns) {
        return transform(factory).schema(settings, columns);
    }

    /** Settings with which a transform might make a column that is needed. */
    static List<Record> adapting(Object factory, Schema columns, Field needed) {
        return transform(factory).adapting(columns, needed);
    }

    /** Makes the transform. */
    static Transform createTransform(Object factory, Record settings, Schema columns, RunContext run) {
        return transform(factory).create(settings, columns, run);
    }

    /** Makes the dataset. */
    static Dataset createDataset(Object factory, Record settings, RunContext run) {
        return dataset(factory).create(settings, run);
    }

    /** Makes the model. */
    static Model createModel(Object factory, Record settings, Dimensions dimensions, RunContext run) {
        return model(factory).create(settings, dimensions, run);
    }

    /** Makes the trainer. */
    static Trainer createTrainer(Object factory, Record settings, RunContext run) {
        return trainer(factory).create(settings, run);
    }

    /** Makes the evaluator. */
    static Evaluator createEvaluator(Object factory, Record settings, RunContext run) {
        return evaluator(factory).create(settings, run);
    }

    /**
     * Calls a plug-in, and gives the blame for what it throws to it.
     *
     * @param doing for instance {@code describing itself}
     */
    static <T> T blaming(Plugins.Installed plugin, String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (RepriseException | io.reprise.api.CancelledException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
            throw fault(plugin, doing, e);
        }
    }

    /** The error for what a plug-in threw. */
    static RepriseException fault(Plugins.Installed plugin, String doing, Throwable failure) {
        String message = failure.getMessage();
        return RepriseException.problem("The " + plugin.info().kind() + " '"
                        + plugin.info().name() + "' failed while " + doing + ": "
                        + failure.getClass().getSimpleName() + (message == null ? "" : ": " + message))
                .at("bundle " + plugin.info().bundle() + " " + plugin.info().version())
                .hint(
                        failure instanceof OutOfMemoryError
                                ? "Give the Java process more memory, or make the model or the batches smaller."
                                : "This is a fault of the plug-in; --debug shows where.")
                .because(failure);
    }

    // A factory's record type is known to itself only; the settings given to it come from its own reader.

    @SuppressWarnings("unchecked")
    private static DatasetFactory<Record> dataset(Object factory) {
        return (DatasetFactory<Record>) factory;
    }

    @SuppressWarnings("unchecked")
    private static TransformFactory<Record> transform(Object factory) {
        return (TransformFactory<Record>) factory;
    }

    @SuppressWarnings("unchecked")
    private static ModelFactory<Record> model(Object factory) {
        return (ModelFactory<Record>) factory;
    }

    @SuppressWarnings("unchecked")
    private static TrainerFactory<Record> trainer(Object factory) {
        return (TrainerFactory<Record>) factory;
    }

    @SuppressWarnings("unchecked")
    private static EvaluatorFactory<Record> evaluator(Object factory) {
        return (EvaluatorFactory<Record>) factory;
    }
}
