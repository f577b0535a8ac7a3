package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.data.Dimensions;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Signature;
import org.osgi.service.component.annotations.Component;

/** Makes echo state networks. */
@Component
@Plugin(
        kind = Kind.MODEL,
        name = EchoState.NAME,
        summary = "A plain echo state network: tanh neurons scaled to a spectral radius, and a linear readout")
public final class EchoStateFactory implements ModelFactory<EchoSettings> {
    @Override
    public Class<EchoSettings> settings() {
        return EchoSettings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return EchoState.class;
    }

    @Override
    public Signature signature(EchoSettings settings) {
        return Reservoir.SIGNATURE;
    }

    @Override
    public Model create(EchoSettings settings, Dimensions dimensions, RunContext run) {
        return new EchoState(settings, dimensions.get("D"), dimensions.get("K"), run.random(), run, run.tensors());
    }
}
