package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.model.Model;
import io.reprise.model.Requirements;
import io.reprise.model.Trainer;
import io.reprise.model.TrainerFactory;
import io.reprise.model.Training;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Trains the autoencoder as the authors do: Adam for both halves, the gradients of the decoder clipped. */
@Component
@Plugin(
        kind = Kind.TRAINER,
        name = "molecule-vae-adam",
        summary = "Adam for autoencoders of molecules, the decoder's gradients clipped")
public final class VaeTrainer implements TrainerFactory<VaeTrainer.Settings> {
    /** The settings. The defaults, but for the number of steps, are those of the authors' {@code settingsSELFIES.yml}. */
    public record Settings(
            @Setting(
                    value = "208",
                    min = 0,
                    max = 1e9,
                    description = "number of batches; 52 go through 10,000 molecules")
            long steps,

            @Setting(value = "190", min = 1, max = 65536, description = "B: molecules in a batch")
            int batch,

            @Setting(value = "2.43e-3", min = 0, max = 10, description = "lr_enc, lr_dec: learning rate of both halves")
            double learningRate,

            @Setting(
                    value = "0.5",
                    min = 1e-9,
                    max = 1e9,
                    description = "greatest norm of the gradients of all the decoder's parameters together")
            double decoderNorm) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(MoleculeVae.class);
    }

    @Override
    public Trainer create(Settings settings, RunContext run) {
        return (model, data) -> new Steps(settings, run, model, data);
    }

    private static final class Steps implements Training {
        private final Settings settings;
        private final RunContext run;
        private final MoleculeVae model;
        private final Split molecules;
        private final Optimizers optimizers;
        private final Optimizer optimizer;
        private final RandomSource order;
        private final RandomSource noise;

        Steps(Settings settings, RunContext run, Model model, Dataset data) {
            this.settings = settings;
            this.run = run;
            this.model = (MoleculeVae) model;
            molecules = data.split(Dataset.TRAIN);
            optimizers = run.tensorService().optimizers();
            optimizer = optimizers.optimizer(run.tensors(), this.model.parameters(), Optimizers.Adam.usual());
            order = run.random().split("examples");
            noise = run.random().split("noise");
        }

        @Override
        public long steps() {
            return settings.steps();
        }

        @Override
        public Map<String, Double> step(long step) {
            try (TensorScope scope = run.tensors().open()) {
                Batch batch = molecules.draw(scope.ops(), step, settings.batch(), order);
                Tape tape = scope.tape(model.parameters().values());
                Tensor loss = model.loss(tape, batch, noise.split(step));
                double value = loss.item();
                if (!Double.isFinite(value)) {
                    throw RepriseException.problem("The loss has become " + value)
                            .at("training step " + step)
                            .expected("a finite number")
                            .hint("Set a smaller trainer.learningRate than " + settings.learningRate() + ".");
                }
                Gradients gradients = tape.gradients(loss);
                optimizers.clipNorm(gradients, model.decoder(), settings.decoderNorm());
                optimizer.step(gradients, settings.learningRate());
                return Map.of("loss", value);
            }
        }

        @Override
        public Map<String, Tensor> state() {
            return optimizer.state();
        }
    }
}
