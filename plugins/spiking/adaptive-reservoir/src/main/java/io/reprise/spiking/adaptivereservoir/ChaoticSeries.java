package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.spiking.adaptivereservoir.GeneratedSeries.Made;
import io.reprise.tensor.RandomSource;
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;

/**
 * Chaotic series to be predicted one step ahead: Mackey and Glass's equation with delay (1977), {@code x' = beta x(t - tau) /
 * (1 + x(t - tau)^10) - gamma x} with beta 0.2, gamma 0.1, tau 17, sampled every 1; or Lorenz's equations (1963) with sigma 10,
 * rho 28, beta 8/3, sampled every 0.02. Both by Runge and Kutta's method of fourth order, and scaled to about [-1, 1].
 */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "chaotic-series",
        summary = "Mackey-Glass or Lorenz series to be predicted one step ahead")
public final class ChaoticSeries implements DatasetFactory<ChaoticSeries.Settings> {
    /** The series. */
    public enum Equation {
        /** One number. */
        MACKEY_GLASS,
        /** Three numbers. */
        LORENZ
    }

    /** The settings. */
    public record Settings(
            @Setting(value = "mackey-glass", description = "which equation")
            Equation system,

            @Setting(value = "2200", min = 1, max = 1e6, description = "steps to train on, wash-out included")
            int train,

            @Setting(value = "1200", min = 1, max = 1e6, description = "steps to validate on, wash-out included")
            int validation) {
        int width() {
            return system == Equation.LORENZ ? 3 : 1;
        }
    }

    private static final int SETTLING = 1000;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        String width = Integer.toString(settings.width());
        return Series.schema(width, width);
    }

    @Override
    public Dataset create(Settings s, RunContext run) {
        return new GeneratedSeries(
                (steps, random) -> ahead(
                        s.system() == Equation.LORENZ ? lorenz(steps + 1, random) : mackeyGlass(steps + 1, random),
                        s.width()),
                s.width(),
                s.width(),
                s.train(),
                s.validation(),
                run.random());
    }

    /** The series as input, and the same one step later as target. */
    static Made ahead(double[] series, int width) {
        int length = series.length - width;
        double[] input = new double[length];
        double[] target = new double[length];
        System.arraycopy(series, 0, input, 0, length);
        System.arraycopy(series, width, target, 0, length);
        return new Made(input, target);
    }

    private static double[] mackeyGlass(int samples, RandomSource random) {
        int perSample = 10;
        double h = 1.0 / perSample;
        int delay = 17 * perSample;
        double[] x = new double[(samples + SETTLING) * perSample + delay + 1];
        double start = 0.9 + 0.6 * random.nextDouble();
        Arrays.fill(x, 0, delay + 1, start);
        for (int t = delay; t + 1 < x.length; t++) {
            double now = x[t - delay];
            double next = x[t - delay + 1];
            double middle = (now + next) / 2;
            double k1 = slope(x[t], now);
            double k2 = slope(x[t] + h / 2 * k1, middle);
            double k3 = slope(x[t] + h / 2 * k2, middle);
            double k4 = slope(x[t] + h * k3, next);
            x[t + 1] = x[t] + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
        }
        double[] series = new double[samples];
        for (int i = 0; i < samples; i++) {
            series[i] = 2 * (x[delay + (SETTLING + i) * perSample] - 0.9);
        }
        return series;
    }

    private static double slope(double x, double delayed) {
        return 0.2 * delayed / (1 + Math.pow(delayed, 10)) - 0.1 * x;
    }

    private static double[] lorenz(int samples, RandomSource random) {
        double h = 0.02;
        double[] p = {random.nextGaussian(), random.nextGaussian(), 25 + random.nextGaussian()};
        double[] series = new double[3 * samples];
        for (int i = -SETTLING; i < samples; i++) {
            if (i >= 0) {
                series[3 * i] = p[0] / 20;
                series[3 * i + 1] = p[1] / 27;
                series[3 * i + 2] = (p[2] - 24) / 24;
            }
            double[] k1 = lorenzSlope(p, p, 0);
            double[] k2 = lorenzSlope(p, k1, h / 2);
            double[] k3 = lorenzSlope(p, k2, h / 2);
            double[] k4 = lorenzSlope(p, k3, h);
            for (int d = 0; d < 3; d++) {
                p[d] += h / 6 * (k1[d] + 2 * k2[d] + 2 * k3[d] + k4[d]);
            }
        }
        return series;
    }

    private static double[] lorenzSlope(double[] p, double[] k, double h) {
        double x = p[0] + h * k[0];
        double y = p[1] + h * k[1];
        double z = p[2] + h * k[2];
        return new double[] {10 * (y - x), x * (28 - z) - y, x * y - 8.0 / 3 * z};
    }
}
