package io.reprise.molecules.internal;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.molecules.MoleculeTexts;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Molecules written into the pipeline. */
@Component
@Plugin(kind = Kind.DATASET, name = "smiles-list", summary = "Molecules as SMILES, given in the settings")
public final class SmilesList implements DatasetFactory<SmilesList.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(description = "the molecules") List<String> smiles) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return MoleculeTexts.schema();
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        if (settings.smiles().isEmpty()) {
            throw RepriseException.problem("There are no molecules in the list")
                    .at("data.smiles")
                    .expected("at least one, for instance [CCO]");
        }
        return new MoleculeTexts(MoleculeTexts.SMILES, settings.smiles(), 0);
    }
}
