package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.spiking.adaptivereservoir.GeneratedSeries.Made;
import io.reprise.tensor.RandomSource;
import org.osgi.service.component.annotations.Component;

/** Random numbers that are to be remembered: {@code u(t)} uniform in [-1, 1), and {@code u(t - k)} for k = 1 to the most. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "delayed-recall",
        summary = "Random numbers to be recalled after 1 to many steps: the test of linear memory")
public final class DelayedRecall implements DatasetFactory<DelayedRecall.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "60", min = 1, max = 10_000, description = "longest delay k", unit = "steps")
            int delays,

            @Setting(value = "2200", min = 1, max = 1e8, description = "steps to train on, wash-out included")
            int train,

            @Setting(value = "1200", min = 1, max = 1e8, description = "steps to validate on, wash-out included")
            int validation) {
        /** Checks that the targets are not too many. */
        public Settings {
            if ((long) delays * Math.max(train, validation) > MOST_TARGETS) {
                throw RepriseException.problem(
                                delays + " delays of " + Math.max(train, validation) + " steps are too many")
                        .at("data.delays")
                        .expected("at most " + MOST_TARGETS + " numbers to recall")
                        .hint("Set a smaller data.delays, data.train or data.validation.");
            }
        }
    }

    private static final long MOST_TARGETS = 1 << 27;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Series.schema("1", Integer.toString(settings.delays()));
    }

    @Override
    public Dataset create(Settings s, RunContext run) {
        return new Numbers(s, run.random());
    }

    @Override
    public Class<? extends Dataset> type() {
        return Numbers.class;
    }

    /** Numbers to recall: target k - 1 is the input k steps ago. */
    static final class Numbers extends GeneratedSeries {
        Numbers(Settings s, RandomSource random) {
            super((steps, own) -> make(steps, s.delays(), own), 1, s.delays(), s.train(), s.validation(), random);
        }
    }

    private static Made make(int steps, int delays, RandomSource random) {
        double[] input = new double[steps];
        double[] target = new double[steps * delays];
        for (int t = 0; t < steps; t++) {
            input[t] = 2 * random.nextDouble() - 1;
            for (int k = 1; k <= Math.min(delays, t); k++) {
                target[t * delays + k - 1] = input[t - k];
            }
        }
        return new Made(input, target);
    }
}
