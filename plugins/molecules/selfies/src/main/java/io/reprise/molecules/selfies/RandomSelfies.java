package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Strings of symbols drawn uniformly from the robust alphabet. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "random-selfies",
        summary = "Random strings of SELFIES symbols, to see that each is a molecule")
public final class RandomSelfies implements DatasetFactory<RandomSelfies.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "1", min = 1, max = 1e6, description = "least number of symbols")
            int least,

            @Setting(value = "100", min = 1, max = 1e6, description = "greatest number of symbols")
            int most,

            @Setting(value = "default", description = "the constraints that the alphabet is robust for")
            BondConstraints.Preset constraints) {
        /** Checks the order of the lengths. */
        public Settings {
            if (least > most) {
                throw RepriseException.problem("No string has at least " + least + " and at most " + most + " symbols")
                        .at("data.least")
                        .expected("at most data.most, " + most);
            }
        }
    }

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
        List<String> alphabet = settings.constraints().constraints().robustAlphabet();
        return new GeneratedTexts(
                Selfies.SELFIES,
                random -> {
                    int length = settings.least() + random.nextInt(settings.most() - settings.least() + 1);
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < length; i++) {
                        text.append(alphabet.get(random.nextInt(alphabet.size())));
                    }
                    return text.toString();
                },
                run.random());
    }
}
