package io.reprise.language.dragonhatchling;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.language.NextToken;
import io.reprise.tensor.RandomSource;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Generates sequences whose predictability is known. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "markov-bytes",
        summary = "Random sequences of order 2 whose entropy, the least possible loss, is known")
public final class MarkovBytes implements DatasetFactory<MarkovBytes.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "32", min = 2, max = 256, description = "V: number of symbols")
            int symbols,

            @Setting(
                    value = "0.1",
                    min = 0.001,
                    max = 1000,
                    description = "concentration of the Dirichlet distribution of each row; lower is more predictable")
            double concentration,

            @Setting(value = "64", min = 1, max = 65536, description = "T: length of an example")
            int window) {}

    /** A chain's sequences. */
    static final class Chain implements Dataset {
        private final MarkovChain chain;
        private final int window;
        private final RandomSource random;

        Chain(Settings settings, RandomSource random) {
            this.chain = new MarkovChain(settings.symbols(), settings.concentration(), random.split("chain"));
            this.window = settings.window();
            this.random = random;
        }

        /** The least possible mean loss where two symbols are known, in nats. */
        double entropyRate() {
            return chain.entropyRate();
        }

        @Override
        public List<String> splits() {
            return GeneratedWindows.SPLITS;
        }

        @Override
        public Split split(String name) {
            return GeneratedWindows.split(name, window, chain, random);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Class<? extends Dataset> type() {
        return Chain.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return NextToken.windows(settings.window(), settings.symbols());
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        return new Chain(settings, run.random());
    }
}
