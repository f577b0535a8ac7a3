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
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * The nonlinear moving average of tenth order (Atiya, Parlos 2000): {@code u} uniform in [0, 0.5) and
 * <pre>
 *   y(t+1) = 0.3 y(t) + 0.05 y(t) sum of y(t-i), i = 0..9, + 1.5 u(t-9) u(t) + 0.1
 * </pre>
 * from zeros. The network sees {@code 4 (u - 0.25)}, and is asked for {@code y(t)}. Rarely the series runs away; it is then
 * made anew.
 */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "narma-10",
        summary = "A nonlinear series that depends on the last ten inputs: NARMA-10")
public final class Narma implements DatasetFactory<Narma.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "2200", min = 1, max = 1e7, description = "steps to train on, wash-out included")
            int train,

            @Setting(value = "1200", min = 1, max = 1e7, description = "steps to validate on, wash-out included")
            int validation) {}

    private static final int ORDER = 10;
    private static final int ATTEMPTS = 100;
    /** A value beyond this never comes back. */
    private static final double RUN_AWAY = 10;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Series.schema("1", "1");
    }

    @Override
    public Dataset create(Settings s, RunContext run) {
        return new GeneratedSeries(Narma::make, 1, 1, s.train(), s.validation(), run.random());
    }

    private static Made make(int steps, RandomSource random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Made> made = attempt(steps, random.split(attempt));
            if (made.isPresent()) {
                return made.get();
            }
        }
        throw RepriseException.problem("Each of " + ATTEMPTS + " NARMA-10 series ran away within " + steps + " steps")
                .at("data.train")
                .expected("series short enough to stay bounded")
                .hint("Set a smaller data.train and data.validation.");
    }

    private static Optional<Made> attempt(int steps, RandomSource random) {
        double[] u = new double[steps];
        double[] y = new double[steps];
        double[] input = new double[steps];
        for (int t = 0; t < steps; t++) {
            u[t] = 0.5 * random.nextDouble();
            input[t] = 4 * (u[t] - 0.25);
        }
        for (int t = 0; t + 1 < steps; t++) {
            double sum = 0;
            for (int i = 0; i < ORDER && i <= t; i++) {
                sum += y[t - i];
            }
            double product = t >= ORDER - 1 ? u[t - ORDER + 1] * u[t] : 0;
            y[t + 1] = 0.3 * y[t] + 0.05 * y[t] * sum + 1.5 * product + 0.1;
            if (y[t + 1] > RUN_AWAY) {
                return Optional.empty();
            }
        }
        return Optional.of(new Made(input, y));
    }
}
