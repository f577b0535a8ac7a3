package io.reprise.testkit;

import io.reprise.data.DatasetFactory;
import io.reprise.model.ModelFactory;
import io.reprise.model.Requirements;
import io.reprise.model.TrainerFactory;
import io.reprise.model.Training;
import io.reprise.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The contract of trainers. A subclass names a model and a dataset to train with; small ones, and few steps:
 *
 * <pre>{@code
 * class AdamWContract extends TrainerContract<AdamWSettings> {
 *     AdamWContract() {
 *         super(new AdamWFactory(), "steps: 4, batch: 2");
 *         model(new BdhFactory(), "layers: 1, width: 8, heads: 2, expansion: 4");
 *         data(new MarkovFactory(), "window: 8");
 *     }
 * }
 * }</pre>
 *
 * @param <S> the record of settings
 */
public abstract non-sealed class TrainerContract<S extends Record> extends PluginContract<S> {
    /** How many steps of a training are done at most. */
    private static final long MOST_STEPS = 6;

    private static final String RANDOM_ADVICE =
            "Take all random numbers from run.random().split(step), and depend on no clock, no hash order and no static state.";

    private final TrainerFactory<S> factory;
    private final Composed composed = new Composed();

    /**
     * The contract of a factory's trainers.
     *
     * @param settings texts of settings to check it with, as between the braces of a pipeline; none for the defaults
     */
    protected TrainerContract(TrainerFactory<S> factory, String... settings) {
        super(factory, factory.settings(), settings);
        this.factory = factory;
    }

    /** Names the model that is trained; for the constructor of a subclass. */
    protected final <M extends Record> void model(ModelFactory<M> modelFactory, String settings) {
        composed.model(modelFactory, settings);
    }

    /** Names the dataset that is trained on; for the constructor of a subclass. */
    protected final <D extends Record> void data(DatasetFactory<D> datasetFactory, String settings) {
        composed.data(datasetFactory, settings);
    }

    /** Whether a few steps change the model's state; not so for a trainer that only measures at first. */
    protected boolean changesTheModel() {
        return true;
    }

    /** The requirements depend on the settings alone, and this contract's model and dataset meet them. */
    @Test
    void saysWhatItRequires() throws Exception {
        each((run, settings, who) -> {
            Requirements requirements = factory.requirements(settings);
            if (!requirements.equals(factory.requirements(settings))) {
                throw Broken.contract(
                        who,
                        "the requirements depend on the settings alone",
                        "two calls gave " + requirements + " and " + factory.requirements(settings),
                        "Make them from the settings only.");
            }
            if (requirements.model().isEmpty()) {
                throw Broken.contract(
                        who,
                        "a trainer says what models it can train",
                        "it asks for no capability",
                        "Name at least one, for instance Requirements.of(Differentiable.class).");
            }
            try (Composed.Parts parts = composed.in(run)) {
                List<String> unmet = composed.unmet(requirements, parts);
                if (!unmet.isEmpty()) {
                    throw new AssertionError("This contract's parts do not meet the trainer's requirements: "
                            + String.join("; ", unmet) + ". Name others by model(...) and data(...).");
                }
            }
        });
    }

    /** What a step records are numbers under names; infinite and NaN are a training gone wrong. */
    @Test
    void recordsFiniteNumbers() throws Exception {
        each((run, settings, who) -> {
            try (Trained trained = new Trained(run, settings)) {
                for (Map<String, Double> record : trained.steps(0, trained.count())) {
                    record.forEach((name, value) -> {
                        if (!Double.isFinite(value)) {
                            throw Broken.contract(
                                    who,
                                    "what a step records is finite",
                                    "'" + name + "' is " + value,
                                    "Check the step size and the loss; leave out what cannot be measured.");
                        }
                    });
                }
            }
        });
    }

    /** Training changes the model. */
    @Test
    void changesTheModelItTrains() throws Exception {
        if (!changesTheModel()) {
            return;
        }
        each((run, settings, who) -> {
            try (Trained trained = new Trained(run, settings)) {
                Snapshot before = Snapshot.of(trained.parts.model().state());
                trained.steps(0, trained.count());
                if (before.difference(Snapshot.of(trained.parts.model().state()))
                        .isEmpty()) {
                    throw Broken.contract(
                            who,
                            "a training changes the model",
                            "after " + trained.count() + " steps its state is what it was",
                            "Change the live tensors of parameters() or state(), not copies.");
                }
            }
        });
    }

    /** The same seed trains the same, bit by bit. */
    @Test
    void dependsOnItsSeedAlone() throws Exception {
        each((run, settings, who) -> {
            Outcome once = whole(run, settings);
            Outcome again = in(SEED, other -> whole(other, settings));
            same(who, "the same seed trains the same", once, again, RANDOM_ADVICE);
        });
    }

    /** A training stopped at a checkpoint and resumed in a fresh run ends in the same numbers as one never stopped. */
    @Test
    void resumesToTheSameNumbers() throws Exception {
        each((run, settings, who) -> {
            Outcome unbroken = whole(run, settings);
            in(SEED, first -> {
                Path model = first.folder().resolve("model.safetensors");
                Path training = first.folder().resolve("training.safetensors");
                List<Map<String, Double>> records = new ArrayList<>();
                long half;
                try (Trained trained = new Trained(first, settings)) {
                    half = (trained.count() + 1) / 2;
                    records.addAll(trained.steps(0, half));
                    first.files().writeSafetensors(model, trained.parts.model().state(), Map.of());
                    first.files().writeSafetensors(training, trained.training.state(), Map.of());
                }
                in(SEED, second -> {
                    try (Trained trained = new Trained(second, settings)) {
                        trained.parts.model().restore(tensors(second, model));
                        trained.training.restore(tensors(second, training));
                        records.addAll(trained.steps(half, trained.count()));
                        Outcome resumed = new Outcome(
                                records, Snapshot.of(trained.parts.model().state()));
                        same(
                                who,
                                "a training resumed at step " + half + " goes on as if never stopped",
                                unbroken,
                                resumed,
                                "Put all that is kept between steps (moments, memories, counters) into Training.state(),"
                                        + " and draw batch and noise by the number of the step.");
                    }
                    return null;
                });
                return null;
            });
        });
    }

    /** Nothing grows from step to step, and neither threads nor tensors outlast the run. */
    @Test
    void leavesNoThreadsAndNoTensors() throws Exception {
        for (Map.Entry<String, Map<String, Object>> variant : variantValues().entrySet()) {
            String who = variant.getKey();
            S settings = settings(variant.getValue());
            leavesNothing(who, run -> {
                try (Trained trained = new Trained(run, settings)) {
                    long count = trained.count();
                    long settled = Math.min(2, count);
                    trained.steps(0, settled);
                    long before = run.tensors().bytes();
                    long state = bytes(trained);
                    trained.steps(settled, count);
                    long grown = run.tensors().bytes() - before - (bytes(trained) - state);
                    if (grown > 0) {
                        throw Broken.contract(
                                who,
                                "a step holds on to no memory",
                                (count - settled) + " steps left " + grown + " bytes in run.tensors()",
                                "Open a scope for each step: try (TensorScope step = run.tensors().open()) {...}.");
                    }
                }
                return null;
            });
        }
    }

    /** A cancellation comes out of begin or step as it went in, and no thread goes on. */
    @Test
    void stopsWhenCancelled() throws Exception {
        for (Map.Entry<String, Map<String, Object>> variant : variantValues().entrySet()) {
            S settings = settings(variant.getValue());
            letsCancellationPass(variant.getKey(), run -> whole(run, settings));
        }
    }

    // --- what the checks are made of ---

    private record Outcome(List<Map<String, Double>> records, Snapshot state) {}

    private Outcome whole(TestRun run, S settings) {
        try (Trained trained = new Trained(run, settings)) {
            List<Map<String, Double>> records = trained.steps(0, trained.count());
            return new Outcome(records, Snapshot.of(trained.parts.model().state()));
        }
    }

    private static void same(String who, String contract, Outcome one, Outcome two, String advice) {
        for (int step = 0; step < one.records.size(); step++) {
            if (!one.records.get(step).equals(two.records.get(step))) {
                throw Broken.contract(
                        who,
                        contract,
                        "step " + step + " recorded " + one.records.get(step) + " and " + two.records.get(step),
                        advice);
            }
        }
        Optional<String> difference = one.state.difference(two.state);
        if (difference.isPresent()) {
            throw Broken.contract(who, contract, "the model's state: " + difference.get(), advice);
        }
    }

    private static Map<String, Tensor> tensors(TestRun run, Path file) {
        return run.files().readSafetensors(run.tensors(), file);
    }

    /** What model and training hold in their states, which may grow. */
    private long bytes(Trained trained) {
        long bytes = 0;
        for (Map<String, Tensor> state : List.of(trained.parts.model().state(), trained.training.state())) {
            for (Tensor tensor : state.values()) {
                bytes += tensor.elements() * tensor.type().bytes();
            }
        }
        return bytes;
    }

    /** A training that has begun. */
    private final class Trained implements AutoCloseable {
        final Composed.Parts parts;
        final Training training;

        Trained(TestRun run, S settings) {
            parts = composed.in(run);
            if (parts.model() == null) {
                throw new AssertionError(
                        "This contract has no model. Call model(factory, settings) in its constructor.");
            }
            training = factory.create(settings, run.part("trainer")).begin(parts.model(), parts.data());
        }

        /** The number of steps to do here. */
        long count() {
            return Math.min(MOST_STEPS, training.steps());
        }

        List<Map<String, Double>> steps(long from, long to) {
            List<Map<String, Double>> records = new ArrayList<>();
            for (long step = from; step < to; step++) {
                records.add(Map.copyOf(training.step(step)));
            }
            return records;
        }

        @Override
        public void close() {
            training.close();
            parts.close();
        }
    }
}
