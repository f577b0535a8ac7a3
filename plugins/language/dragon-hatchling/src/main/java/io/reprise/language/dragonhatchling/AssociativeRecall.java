package io.reprise.language.dragonhatchling;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
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

/**
 * Generates sequences {@code k1 v1 k2 v2 ... kq} that go on with the value {@code vq} which followed the key before. Keys
 * are the first half of the symbols and all different, values are any of the second half.
 */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "associative-recall",
        summary = "Pairs of key and value, then one of the keys again: what was its value?")
public final class AssociativeRecall implements DatasetFactory<AssociativeRecall.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "64", min = 2, max = 256, description = "V: number of symbols, half of them keys")
            int symbols,

            @Setting(
                    value = "8",
                    min = 1,
                    max = 128,
                    description = "pairs to remember; an example is T = 2 pairs + 1 long")
            int pairs) {
        /** Checks that there are enough keys. */
        public Settings {
            if (symbols % 2 != 0 || pairs > symbols / 2) {
                throw RepriseException.problem(
                                symbols + " symbols are no " + pairs + " different keys and as many values")
                        .at("data.symbols")
                        .expected("an even number, at least " + 2 * pairs)
                        .hint("Change data.symbols or data.pairs.");
            }
        }

        int window() {
            return 2 * pairs + 1;
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return NextToken.windows(settings.window(), settings.symbols());
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        return new Pairs(settings, run.random());
    }

    private record Pairs(Settings settings, RandomSource random) implements Dataset, GeneratedWindows.Generator {
        @Override
        public List<String> splits() {
            return GeneratedWindows.SPLITS;
        }

        @Override
        public Split split(String name) {
            return GeneratedWindows.split(name, settings.window(), this, random);
        }

        @Override
        public int[] sequence(long example, int length, RandomSource stream) {
            int half = settings.symbols() / 2;
            int[] keys = stream.permutation(half);
            int[] sequence = new int[length];
            for (int i = 0; i < settings.pairs(); i++) {
                sequence[2 * i] = keys[i];
                sequence[2 * i + 1] = half + stream.nextInt(half);
            }
            int asked = stream.nextInt(settings.pairs());
            sequence[length - 2] = sequence[2 * asked];
            sequence[length - 1] = sequence[2 * asked + 1];
            return sequence;
        }
    }
}
