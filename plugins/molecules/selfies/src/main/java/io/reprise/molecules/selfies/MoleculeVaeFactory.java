package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Signature;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Makes variational autoencoders of molecules. */
@Component
@Plugin(
        kind = Kind.MODEL,
        name = "molecule-vae",
        summary = "Variational autoencoder of molecules as strings, with a GRU that writes them")
public final class MoleculeVaeFactory implements ModelFactory<VaeSettings> {
    @Override
    public Class<VaeSettings> settings() {
        return VaeSettings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return MoleculeVae.class;
    }

    @Override
    public Signature signature(VaeSettings settings) {
        return new Signature(
                Schema.of(Field.parse(MoleculeStrings.TOKENS + ": int[B,L] < V", "codes of symbols; 0 after the end")),
                Schema.EMPTY,
                Schema.of(Field.parse(MoleculeStrings.LOGITS + ": float[B,L,V]", "score of each symbol at each place")),
                List.of("L", "V"));
    }

    @Override
    public Model create(VaeSettings settings, Dimensions dimensions, RunContext run) {
        return new MoleculeVae(settings, dimensions.get("L"), dimensions.get("V"), run);
    }
}
