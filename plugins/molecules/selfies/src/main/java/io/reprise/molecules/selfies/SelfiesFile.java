package io.reprise.molecules.selfies;

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
import org.osgi.service.component.annotations.Component;

/** SELFIES of a file, in its order. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "selfies-file",
        summary = "Molecules as SELFIES, from a column of a CSV table or one a line")
public final class SelfiesFile implements DatasetFactory<SelfiesFile.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(description = "a .csv table with a heading, or a text with one molecule a line")
            Path path,

            @Setting(value = "selfies", description = "the column of a table that holds the molecules")
            String column,

            @Setting(value = "0", min = 0, max = 1, description = "share of the molecules, from the first, to train on")
            double trainShare) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Schema.of(Selfies.SELFIES_FIELD);
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        return new MoleculeTexts(
                Selfies.SELFIES,
                MoleculeFile.read(run.dataFile(settings.path(), "the molecules"), settings.column()),
                settings.trainShare());
    }
}
