package io.reprise.memory.sparsey;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.tensor.RandomSource;
import org.osgi.service.component.annotations.Component;

/** Sequences of random patterns; where there is a stock of them, a Markov chain walks through it. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "pattern-sequences",
        summary = "Sequences of random binary patterns to be stored, all different or from a Markov chain")
public final class PatternSequences implements DatasetFactory<PatternSequences.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "5", min = 1, max = 1e7, description = "sequences to store")
            int sequences,

            @Setting(value = "8", min = 1, max = 1e6, description = "T: patterns in a sequence")
            int steps,

            @Setting(value = "144", min = 1, max = 1e6, description = "n: inputs")
            int inputs,

            @Setting(value = "24", min = 1, max = 1e6, description = "inputs that are active in a pattern")
            int active,

            @Setting(
                    value = "0",
                    min = 0,
                    max = 1e6,
                    description =
                            "different patterns that a Markov chain with two followers each walks through; 0: all differ")
            int stock) {
        /** Checks that there are as many inputs as are active. */
        public Settings {
            RandomPatterns.requireActive(active, inputs);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Patterns.sequences(Integer.toString(settings.steps()), Integer.toString(settings.inputs()));
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        RandomSource patterns = run.random().split("patterns");
        RandomSource chain = run.random().split("chain");
        return new StoredPatterns(
                settings.sequences(),
                false,
                example -> {
                    RandomSource walk = chain.split(example);
                    boolean[] sequence = new boolean[settings.steps() * settings.inputs()];
                    long pattern = settings.stock() == 0 ? 0 : walk.nextInt(settings.stock());
                    for (int t = 0; t < settings.steps(); t++) {
                        long number = settings.stock() == 0 ? example * settings.steps() + t : pattern;
                        boolean[] one =
                                StoredPatterns.random(settings.inputs(), settings.active(), patterns.split(number));
                        System.arraycopy(one, 0, sequence, t * settings.inputs(), one.length);
                        if (settings.stock() > 0) {
                            RandomSource followers = chain.split("followers").split(pattern);
                            long first = followers.nextInt(settings.stock());
                            long second = followers.nextInt(settings.stock());
                            pattern = walk.nextInt(2) == 0 ? first : second;
                        }
                    }
                    return sequence;
                },
                settings.steps(),
                settings.inputs());
    }
}
