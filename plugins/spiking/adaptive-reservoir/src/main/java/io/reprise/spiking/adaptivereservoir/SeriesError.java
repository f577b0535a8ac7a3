package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * The error of predictions on series that the readout was not fitted to, NRMSE: the root of the mean squared error over the
 * root of the variance. Asked for, also of the reservoir running freely, each prediction being its next input.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "series-error",
        summary = "Error of a reservoir's predictions, step by step and running freely (NRMSE)")
public final class SeriesError implements EvaluatorFactory<SeriesError.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "200",
                    min = 0,
                    max = 1e6,
                    description = "first steps of a series left out",
                    unit = "steps")
            int washOut,

            @Setting(
                    value = "0",
                    min = 0,
                    max = 1e6,
                    description = "steps to run freely; 0 for not at all",
                    unit = "steps")
            int freeRun,

            @Setting(value = "5", min = 1, max = 1000, description = "times of the first series to run freely from")
            int starts,

            @Setting(value = "200", min = 1, max = 100_000, description = "steps shown in figures", unit = "steps")
            int shown) {}

    /** A free run counts as right as long as its error stays below this part of the series' standard deviation. */
    private static final double TOLERANCE = 0.4;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Reservoir.class).withData(Series.schema("D", "K"));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Reservoir reservoir = (Reservoir) model;
            try (TensorScope scope = run.tensors().open()) {
                run.checkCancelled();
                Ops f = scope.ops();
                Batch series = ReadoutFit.all(f, data.split(Dataset.VALIDATION));
                Readout cut = new Readout(settings.washOut(), 0);
                Tensor target = cut.settled(f, series.tensor(Series.TARGET));
                Tensor prediction = cut.settled(f, reservoir.apply(f, series).tensor(Series.PREDICTION));
                PredictionError error = PredictionError.of(target, prediction);
                Report report = Report.of(Metric.of("series.nrmse", error.nrmse()))
                        .with(byTarget(error))
                        .with(figure(
                                "series-prediction",
                                "What was asked for and what was predicted",
                                target.toDoubles(),
                                prediction.toDoubles(),
                                reservoir.targets(),
                                settings.shown()));
                return settings.freeRun() == 0 ? report : freely(report, reservoir, series, settings, run);
            }
        };
    }

    private static Table byTarget(PredictionError error) {
        List<List<Object>> rows = new ArrayList<>();
        for (int c = 0; c < error.errors().length; c++) {
            rows.add(List.of(c + 1, Math.sqrt(error.errors()[c]), Math.sqrt(error.variances()[c])));
        }
        return new Table(
                "series-error",
                "Errors by target",
                List.of("target", "root mean squared error", "standard deviation"),
                rows);
    }

    private static Report freely(Report report, Reservoir reservoir, Batch series, Settings settings, RunContext run) {
        int k = reservoir.targets();
        int steps = series.tensor(Series.INPUT).shape().size(1);
        int room = steps - settings.washOut() - settings.freeRun();
        if (room < 1 || settings.washOut() < 1) {
            throw RepriseException.problem("A series of " + steps + " steps has no room for a wash-out of "
                            + settings.washOut() + " and " + settings.freeRun() + " steps of free running")
                    .at("series-error.freeRun")
                    .expected("a wash-out of at least 1, and a longer series than both")
                    .hint("Set a smaller freeRun or washOut, or a larger data.validation.");
        }
        double[] input = series.tensor(Series.INPUT).rows(0, 1).toDoubles();
        double[] target = series.tensor(Series.TARGET).rows(0, 1).toDoubles();
        double deviation = Math.sqrt(
                Arrays.stream(PredictionError.of(target, target, k).variances()).sum());
        double[] wanted = new double[settings.starts() * settings.freeRun() * k];
        double[] made = new double[wanted.length];
        double right = 0;
        for (int s = 0; s < settings.starts(); s++) {
            run.progress("running freely", s, settings.starts());
            int from = settings.washOut() + (int) ((long) s * (room - 1) / Math.max(1, settings.starts() - 1));
            double[] free = reservoir.runFreely(input, from, settings.freeRun());
            int at = s * free.length;
            System.arraycopy(free, 0, made, at, free.length);
            System.arraycopy(target, (from - 1) * k, wanted, at, free.length);
            right += (double) stepsRight(wanted, made, at, k, settings.freeRun(), TOLERANCE * deviation)
                    / settings.starts();
        }
        double error = 0;
        for (int i = 0; i < made.length; i++) {
            double e = made[i] - wanted[i];
            error += e * e / made.length;
        }
        return report.with(Metric.of("free.nrmse", Math.sqrt(error * k) / (deviation == 0 ? 1 : deviation)))
                .with(Metric.of("free.right", right, "steps"))
                .with(figure(
                        "free-run",
                        "The series, and the reservoir running freely from its first step",
                        Arrays.copyOf(wanted, settings.freeRun() * k),
                        Arrays.copyOf(made, settings.freeRun() * k),
                        k,
                        settings.shown()));
    }

    /** How many steps pass before the distance exceeds a limit. */
    private static int stepsRight(double[] wanted, double[] made, int at, int k, int steps, double limit) {
        for (int t = 0; t < steps; t++) {
            double squared = 0;
            for (int c = 0; c < k; c++) {
                double e = wanted[at + t * k + c] - made[at + t * k + c];
                squared += e * e;
            }
            if (!(Math.sqrt(squared) <= limit)) {
                return t;
            }
        }
        return steps;
    }

    /** The first steps of the first target. */
    private static Figure figure(String name, String title, double[] target, double[] prediction, int k, int shown) {
        List<Double> t = new ArrayList<>();
        List<Double> wanted = new ArrayList<>();
        List<Double> got = new ArrayList<>();
        for (int i = 0; i < Math.min(shown, target.length / k); i++) {
            t.add((double) i);
            wanted.add(target[i * k]);
            got.add(prediction[i * k]);
        }
        return new Figure.Lines(
                name,
                title,
                Figure.Axis.of("time (steps)"),
                Figure.Axis.of("first target"),
                List.of(new Figure.Series("asked for", t, wanted), new Figure.Series("predicted", t, got)));
    }
}
