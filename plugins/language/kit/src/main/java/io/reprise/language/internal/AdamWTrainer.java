package io.reprise.language.internal;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.model.Differentiable;
import io.reprise.model.Model;
import io.reprise.model.Requirements;
import io.reprise.model.Trainer;
import io.reprise.model.TrainerFactory;
import io.reprise.model.Training;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Trains any differentiable model by AdamW (Loshchilov, Hutter 2019) at a constant rate. */
@Component
@Plugin(kind = Kind.TRAINER, name = "adamw", summary = "AdamW on random batches, for any model with a loss")
public final class AdamWTrainer implements TrainerFactory<AdamWTrainer.Settings> {
    /** The settings. The defaults are those of most of the family's papers, and of PyTorch where papers are silent. */
    public record Settings(
            @Setting(value = "400", min = 0, max = 1e9, description = "number of batches to learn from")
            long steps,

            @Setting(value = "16", min = 1, max = 65536, description = "B: examples in a batch")
            int batch,

            @Setting(value = "1e-3", min = 0, max = 10, description = "learning rate, constant")
            double learningRate,

            @Setting(
                    value = "0.1",
                    min = 0,
                    max = 1,
                    description = "share of each weight, times the learning rate, taken off in a step")
            double weightDecay,

            @Setting(value = "0.9", min = 0, max = 0.999999, description = "beta1: decay of the mean of gradients")
            double beta1,

            @Setting(
                    value = "0.999",
                    min = 0,
                    max = 0.999999,
                    description = "beta2: decay of the mean of squared gradients")
            double beta2,

            @Setting(
                    value = "1e-8",
                    min = 0,
                    max = 1,
                    description = "epsilon: added to the root of the mean of squared gradients")
            double epsilon) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Differentiable.class);
    }

    @Override
    public Trainer create(Settings settings, RunContext run) {
        return (model, data) -> new Steps(settings, run, model, data);
    }

    private static final class Steps implements Training {
        private final Settings settings;
        private final RunContext run;
        private final Differentiable model;
        private final Split examples;
        private final Optimizer optimizer;
        private final RandomSource order;
        private final RandomSource noise;

        Steps(Settings settings, RunContext run, Model model, Dataset data) {
            this.settings = settings;
            this.run = run;
            this.model = (Differentiable) model;
            this.examples = data.split(Dataset.TRAIN);
            this.optimizer = run.tensorService()
                    .optimizers()
                    .adamW(
                            run.tensors(),
                            this.model.parameters(),
                            new Optimizers.AdamW(
                                    settings.beta1(), settings.beta2(), settings.epsilon(), settings.weightDecay()));
            this.order = run.random().split("examples");
            this.noise = run.random().split("noise");
        }

        @Override
        public long steps() {
            return settings.steps();
        }

        @Override
        public Map<String, Double> step(long step) {
            try (TensorScope scope = run.tensors().open()) {
                Batch batch = examples.draw(scope.ops(), step, settings.batch(), order);
                Tape tape = scope.tape(model.parameters().values());
                Tensor loss = model.loss(tape, batch, noise.split(step));
                double value = loss.item();
                if (!Double.isFinite(value)) {
                    throw RepriseException.problem("The loss has become " + value)
                            .at("training step " + step)
                            .expected("a finite number")
                            .hint("Set a smaller trainer.learningRate than " + settings.learningRate() + ".");
                }
                optimizer.step(tape.gradients(loss), settings.learningRate());
                return Map.of("loss", value);
            }
        }

        @Override
        public Map<String, Tensor> state() {
            return optimizer.state();
        }
    }
}
