package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** A molecule's SELFIES with some of its symbols replaced at random. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "mutated-selfies",
        summary = "A molecule's SELFIES with symbols replaced at random: its neighbourhood in the space of molecules")
public final class MutatedSelfies implements DatasetFactory<MutatedSelfies.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = Mutation.MDMA, description = "the molecule as SMILES; MDMA is the paper's")
            String molecule,

            @Setting(value = "1", min = 1, max = 1e6, description = "how many symbols to replace")
            int mutations,

            @Setting(value = "", description = "the symbols to replace with; none for the paper's 14")
            List<String> alphabet) {}

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
        SelfiesCodec codec = new SelfiesCodec(BondConstraints.Preset.DEFAULT.constraints());
        List<String> symbols;
        try {
            symbols = Selfies.symbols(codec.encode(settings.molecule()));
        } catch (MalformedMoleculeException e) {
            throw Selfies.problem(settings.molecule(), e);
        }
        List<String> alphabet = settings.alphabet().isEmpty() ? Mutation.SELFIES_ALPHABET : settings.alphabet();
        return new GeneratedTexts(
                Selfies.SELFIES, random -> Mutation.of(symbols, settings.mutations(), alphabet, random), run.random());
    }
}
