package io.reprise.memory.sparsey;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.memory.sparsey.SparseyGrid.Grid;
import io.reprise.model.Online;
import io.reprise.model.Requirements;
import io.reprise.model.Trainer;
import io.reprise.model.TrainerFactory;
import io.reprise.model.Training;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Shows a model each example of the training split once; and where it has a read-out, once more to count labels. */
@Component
@Plugin(
        kind = Kind.TRAINER,
        name = "one-pass",
        summary =
                "Stores each training example once, in a random order; then counts labels if the model has a read-out")
public final class OnePass implements TrainerFactory<OnePass.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "0",
                    min = 0,
                    max = 1e9,
                    description = "most examples to store; 0 for all of the training split")
            int examples) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Online.class);
    }

    @Override
    public Trainer create(Settings settings, RunContext run) {
        return (model, data) -> {
            Split train = data.split(Dataset.TRAIN);
            long all = train.size().orElseGet(() -> {
                if (settings.examples() == 0) {
                    throw RepriseException.problem("The dataset has no end, so one pass has none")
                            .at("trainer.examples")
                            .expected("how many examples to store");
                }
                return settings.examples();
            });
            int count = (int) Math.min(all, settings.examples() == 0 ? all : settings.examples());
            return new Pass((Online) model, train, count, run);
        };
    }

    private static final class Pass implements Training {
        private final Online model;
        private final Split train;
        private final int count;
        private final RunContext run;
        private final RandomSource random;
        private final int[] order;

        Pass(Online model, Split train, int count, RunContext run) {
            this.model = model;
            this.train = train;
            this.count = count;
            this.run = run;
            random = run.random();
            order = random.split("order").permutation(count);
        }

        @Override
        public long steps() {
            return model instanceof Grid ? 2L * count : count;
        }

        @Override
        public Map<String, Double> step(long step) {
            try (TensorScope scope = run.tensors().open()) {
                Batch example = train.read(scope.ops(), order[(int) (step % count)], 1);
                if (step < count) {
                    return model.learn(scope.ops(), example, random.split(step));
                }
                ((Grid) model).countLabels(example);
                return Map.of();
            }
        }

        @Override
        public Map<String, Tensor> state() {
            return Map.of();
        }
    }
}
