package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.data.Dimensions;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Signature;
import org.osgi.service.component.annotations.Component;

/** Makes reservoirs with a balance set for the whole network. */
@Component
@Plugin(
        kind = Kind.MODEL,
        name = DaleReservoir.NAME,
        summary = "Excitatory and inhibitory neurons with one balance for the whole network, and a linear readout")
public final class DaleReservoirFactory implements ModelFactory<DaleSettings> {
    @Override
    public Class<DaleSettings> settings() {
        return DaleSettings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return DaleReservoir.class;
    }

    @Override
    public Signature signature(DaleSettings settings) {
        return Reservoir.SIGNATURE;
    }

    @Override
    public Model create(DaleSettings settings, Dimensions dimensions, RunContext run) {
        return new DaleReservoir(settings, dimensions.get("D"), dimensions.get("K"), run.random(), run, run.tensors());
    }
}
