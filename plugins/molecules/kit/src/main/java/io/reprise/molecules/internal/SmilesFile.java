package io.reprise.molecules.internal;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.molecules.MoleculeFile;
import io.reprise.molecules.MoleculeTexts;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Molecules of a file, in its order. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "smiles-file",
        summary = "Molecules as SMILES, from a column of a CSV table or one a line")
public final class SmilesFile implements DatasetFactory<SmilesFile.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(description = "a .csv table with a heading, or a text with one molecule a line")
            Path path,

            @Setting(value = "smiles", description = "the column of a table that holds the molecules")
            String column,

            @Setting(value = "0", min = 0, max = 1, description = "share of the molecules, from the first, to train on")
            double trainShare,

            @Setting(
                    value = "0",
                    min = 0,
                    max = 1e9,
                    description = "how many molecules to take, from the first; 0 for all")
            int limit) {}

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
        List<String> all = MoleculeFile.read(run.dataFile(settings.path(), "the molecules"), settings.column());
        List<String> taken = settings.limit() == 0 ? all : all.subList(0, Math.min(settings.limit(), all.size()));
        return new MoleculeTexts(MoleculeTexts.SMILES, taken, settings.trainShare());
    }
}
