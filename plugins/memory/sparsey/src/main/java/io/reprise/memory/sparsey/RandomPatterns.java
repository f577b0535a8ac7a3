package io.reprise.memory.sparsey;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.tensor.RandomSource;
import org.osgi.service.component.annotations.Component;

/** Random binary patterns, with a set number of active inputs. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "random-patterns",
        summary = "Random binary patterns to be stored, with a set number of active inputs")
public final class RandomPatterns implements DatasetFactory<RandomPatterns.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "30", min = 1, max = 1e7, description = "patterns to store")
            int patterns,

            @Setting(value = "144", min = 1, max = 1e6, description = "n: inputs")
            int inputs,

            @Setting(value = "24", min = 1, max = 1e6, description = "inputs that are active in a pattern")
            int active) {
        /** Checks that there are as many inputs as are active. */
        public Settings {
            requireActive(active, inputs);
        }
    }

    static void requireActive(int active, int inputs) {
        if (active > inputs) {
            throw RepriseException.problem(active + " of " + inputs + " inputs can't be active")
                    .at("data.active")
                    .expected("at most data.inputs, " + inputs);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Patterns.schema(Integer.toString(settings.inputs()));
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        RandomSource random = run.random();
        return new StoredPatterns(
                settings.patterns(),
                false,
                example -> StoredPatterns.random(settings.inputs(), settings.active(), random.split(example)),
                settings.inputs());
    }
}
