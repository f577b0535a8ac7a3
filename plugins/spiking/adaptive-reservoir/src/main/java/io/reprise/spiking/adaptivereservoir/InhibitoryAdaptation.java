package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.model.Requirements;
import io.reprise.model.Trainer;
import io.reprise.model.TrainerFactory;
import io.reprise.model.Training;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * Lets a reservoir adapt to its target rates while the first training series goes in, without looking at what is asked for; then
 * freezes it and fits its readout.
 */
@Component
@Plugin(
        kind = Kind.TRAINER,
        name = "inhibitory-adaptation",
        summary = "Adapts a reservoir's inhibition to its target rates, then fits the readout")
public final class InhibitoryAdaptation implements TrainerFactory<InhibitoryAdaptation.Settings> {
    /** How the inhibitory weights are found. */
    public enum Design {
        /** Step by step, by the local rule. */
        LOCAL,
        /** At once, from the mean rates. */
        ONE_STEP
    }

    /** The settings. */
    public record Settings(
            @Setting(value = "local", description = "local: by the rule, while the series goes in; one-step: at once")
            Design design,

            @Setting(
                    value = "2000",
                    min = 1,
                    max = 1e9,
                    description = "steps of the network to adapt for",
                    unit = "steps")
            int steps,

            @Setting(
                    value = "50",
                    min = 1,
                    max = 1e6,
                    description = "steps of the network between records",
                    unit = "steps")
            int every,

            @Setting(value = "0.1", min = 0, max = 1e3, description = "eta: learning rate of the rule")
            double learningRate) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(AdaptiveReservoir.class).withData(Series.schema("D", "K"));
    }

    @Override
    public Trainer create(Settings settings, RunContext run) {
        return (model, data) -> new Steps(settings, run, (AdaptiveReservoir) model, data);
    }

    /** Adapts a reservoir at once, as a trainer with these settings would in all its steps. */
    static void adapt(AdaptiveReservoir reservoir, Tensor input, Settings settings) {
        Recurrence recurrence = reservoir.recurrence();
        if (settings.design() == Design.ONE_STEP) {
            InhibitoryDesign.apply(recurrence, reservoir.excitatoryNeurons(), reservoir.targetRates());
        } else {
            new Adaptation(reservoir, recurrence, input, settings.learningRate(), recurrence.rest())
                    .advance(0, settings.steps());
        }
        recurrence.store(reservoir.recurrent());
    }

    /** Some steps of the network are one of the training; the last fits the readout. */
    private static final class Steps implements Training {
        private final Settings settings;
        private final RunContext run;
        private final AdaptiveReservoir reservoir;
        private final Dataset data;
        /** The first training series, {@code [1,T,D]}. */
        private final Tensor input;

        private final Tensor x;

        Steps(Settings settings, RunContext run, AdaptiveReservoir reservoir, Dataset data) {
            this.settings = settings;
            this.run = run;
            this.reservoir = reservoir;
            this.data = data;
            try (TensorScope scope = run.tensors().open()) {
                Tensor first = data.split(Dataset.TRAIN).read(scope.ops(), 0, 1).tensor(Series.INPUT);
                this.input = run.tensors().copy(first);
            }
            this.x = run.tensors().of(reservoir.recurrence().rest(), reservoir.neurons());
        }

        @Override
        public long steps() {
            return adaptations() + 1;
        }

        private long adaptations() {
            return settings.design() == Design.ONE_STEP
                    ? 1
                    : (settings.steps() + settings.every() - 1L) / settings.every();
        }

        @Override
        public Map<String, Double> step(long step) {
            if (step == adaptations()) {
                return ReadoutFit.toTrainingSeries(reservoir, data, run);
            }
            run.checkCancelled();
            Recurrence recurrence = reservoir.recurrence();
            if (settings.design() == Design.ONE_STEP) {
                InhibitoryDesign.apply(recurrence, reservoir.excitatoryNeurons(), reservoir.targetRates());
                recurrence.store(reservoir.recurrent());
                return Map.of();
            }
            long first = step * settings.every();
            int steps = (int) Math.min(settings.every(), settings.steps() - first);
            Adaptation adaptation =
                    new Adaptation(reservoir, recurrence, input, settings.learningRate(), x.toDoubles());
            double error = adaptation.advance(first, steps);
            recurrence.store(reservoir.recurrent());
            x.set(adaptation.state());
            return Map.of("rate.error", error);
        }

        @Override
        public Map<String, Tensor> state() {
            return Map.of("x", x);
        }
    }
}
