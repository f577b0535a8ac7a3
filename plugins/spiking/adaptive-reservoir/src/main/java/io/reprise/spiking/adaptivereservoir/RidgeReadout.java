package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.model.Requirements;
import io.reprise.model.Trainer;
import io.reprise.model.TrainerFactory;
import io.reprise.model.Training;
import io.reprise.tensor.Tensor;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Fits the readout and changes nothing else: how reservoirs are trained. */
@Component
@Plugin(
        kind = Kind.TRAINER,
        name = "ridge-readout",
        summary = "Fits a reservoir's linear readout to the training series, in one step")
public final class RidgeReadout implements TrainerFactory<RidgeReadout.Settings> {
    /** No settings: wash-out and penalty are the model's. */
    public record Settings() {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Reservoir.class).withData(Series.schema("D", "K"));
    }

    @Override
    public Trainer create(Settings settings, RunContext run) {
        return (model, data) -> new Training() {
            @Override
            public long steps() {
                return 1;
            }

            @Override
            public Map<String, Double> step(long step) {
                return ReadoutFit.toTrainingSeries((Reservoir) model, data, run);
            }

            @Override
            public Map<String, Tensor> state() {
                return Map.of();
            }
        };
    }
}
