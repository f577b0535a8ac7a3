package io.reprise.testkit;

import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Dim;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Requirements;
import io.reprise.model.Signature;
import io.reprise.tensor.TensorScope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The model and dataset that a trainer or evaluator is checked with. */
final class Composed {
    private Maker<Model> modelMaker;
    private Maker<Dataset> dataMaker;
    private Signature signature;
    private Schema schema;

    private interface Maker<T> {
        T make(TestRun run, Dataset data);
    }

    /** A model and a dataset in a run; the model is null where none was named. */
    record Parts(Model model, Dataset data) implements AutoCloseable {
        @Override
        public void close() {
            if (model != null) {
                model.close();
            }
            data.close();
        }
    }

    <M extends Record> void model(ModelFactory<M> factory, String settings) {
        M values = SettingsText.read(factory.settings(), SettingsText.values(settings));
        signature = factory.signature(values);
        modelMaker = (run, data) -> factory.create(values, dimensions(run, data), run.part("model"));
    }

    <D extends Record> void data(DatasetFactory<D> factory, String settings) {
        D values = SettingsText.read(factory.settings(), SettingsText.values(settings));
        schema = factory.schema(values);
        dataMaker = (run, none) -> factory.create(values, run.part("data"));
    }

    Parts in(TestRun run) {
        if (dataMaker == null) {
            throw new AssertionError("This contract has no dataset. Call data(factory, settings) in its constructor.");
        }
        Dataset data = dataMaker.make(run, null);
        return new Parts(modelMaker == null ? null : modelMaker.make(run, data), data);
    }

    /** What of the requirements these parts do not meet. */
    List<String> unmet(Requirements requirements, Parts parts) {
        return Requirement.unmet(requirements, parts.model(), signature, parts.data(), schema);
    }

    /** What the model's symbols stand for in the dataset: by its schema, and where that has symbols too, by a batch. */
    private Dimensions dimensions(TestRun run, Dataset data) {
        Map<String, Integer> known = new HashMap<>();
        if (!data.splits().isEmpty()) {
            try (TensorScope scope = run.tensors().open()) {
                Batch batch = data.split(data.splits().get(0)).read(scope.ops(), 0, 2);
                known.putAll(SchemaMatch.of(schema, batch, Map.of()).sizes());
            }
        }
        Map<String, Integer> sizes = new HashMap<>();
        for (Field own : signature.inputs().and(signature.targets()).fields()) {
            Optional<Field> found = schema.field(own.name());
            if (found.isEmpty() || found.get().shape().size() != own.shape().size()) {
                throw new AssertionError("The dataset of this contract gives " + schema + ", but its model needs '"
                        + own + "'. Choose parts that fit.");
            }
            for (int axis = 0; axis < own.shape().size(); axis++) {
                bind(own.shape().get(axis), found.get().shape().get(axis), known, sizes);
            }
            if (own.limit().isPresent() && found.get().limit().isPresent()) {
                bind(own.limit().get(), found.get().limit().get(), known, sizes);
            }
        }
        sizes.keySet().retainAll(signature.fixes());
        return Dimensions.of(sizes);
    }

    private static void bind(Dim own, Dim given, Map<String, Integer> known, Map<String, Integer> sizes) {
        Integer size = given instanceof Dim.Fixed fixed ? Integer.valueOf(fixed.size()) : known.get(given.toString());
        if (own instanceof Dim.Symbol symbol && size != null) {
            sizes.put(symbol.name(), size);
        }
    }
}
