package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.data.Dimensions;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Signature;
import org.osgi.service.component.annotations.Component;

/** Makes reservoirs that adapt. */
@Component
@Plugin(
        kind = Kind.MODEL,
        name = AdaptiveReservoir.NAME,
        summary = "Excitatory and inhibitory neurons whose inhibition adapts to target rates, and a linear readout")
public final class AdaptiveReservoirFactory implements ModelFactory<AdaptiveSettings> {
    @Override
    public Class<AdaptiveSettings> settings() {
        return AdaptiveSettings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return AdaptiveReservoir.class;
    }

    @Override
    public Signature signature(AdaptiveSettings settings) {
        return Reservoir.SIGNATURE;
    }

    @Override
    public Model create(AdaptiveSettings settings, Dimensions dimensions, RunContext run) {
        return new AdaptiveReservoir(
                settings, dimensions.get("D"), dimensions.get("K"), run.random(), run, run.tensors());
    }
}
