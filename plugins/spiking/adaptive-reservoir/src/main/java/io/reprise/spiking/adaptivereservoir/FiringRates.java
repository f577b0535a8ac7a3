package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;

/**
 * The rates of a reservoir's neurons, averaged over validation series, and the balance that each neuron gets: its mean excitation over its mean
 * inhibition. Of a reservoir that adapts also the rates before, and how far it is from its targets.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "firing-rates",
        summary = "Rates of neurons, their distance from targets, and excitation over inhibition of each")
public final class FiringRates implements EvaluatorFactory<FiringRates.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "200",
                    min = 0,
                    max = 1e6,
                    description = "first steps of a series left out",
                    unit = "steps")
            int washOut,

            @Setting(value = "20", min = 2, max = 1000, description = "bars of the histograms, from rate 0 to rate 1")
            int bars) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(DaleReservoir.class).withData(Series.schema("D", "K"));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            DaleReservoir reservoir = (DaleReservoir) model;
            try (TensorScope scope = run.tensors().open()) {
                run.checkCancelled();
                Tensor input = ReadoutFit.all(scope.ops(), data.split(Dataset.VALIDATION))
                        .tensor(Series.INPUT);
                Recurrence recurrence = reservoir.recurrence();
                double[] rates = MeanRates.of(reservoir, recurrence, input, settings.washOut(), scope);
                double[] balance = balance(recurrence, reservoir.excitatoryNeurons(), rates);
                Report report = Report.of(
                        Metric.of("rates.mean", Arrays.stream(rates).average().orElseThrow()),
                        Metric.of("rates.deviation", deviation(rates)));
                double[] defined =
                        Arrays.stream(balance).filter(Double::isFinite).sorted().toArray();
                if (defined.length > 0) {
                    report = report.with(Metric.of("rates.ei-ratio", defined[defined.length / 2]));
                }
                List<String> names = new ArrayList<>();
                List<double[]> all = new ArrayList<>();
                if (model instanceof AdaptiveReservoir adaptive) {
                    double[] rho = adaptive.targetRates();
                    double[] before = MeanRates.of(
                            reservoir,
                            reservoir.recurrence(adaptive.startingWeights()),
                            input,
                            settings.washOut(),
                            scope);
                    report = report.with(Metric.of("rates.error", MeanRates.error(rates, rho)))
                            .with(Metric.of("rates.error.before", MeanRates.error(before, rho)));
                    names.addAll(List.of("before", "after", "target"));
                    all.addAll(List.of(before, rates, rho));
                } else {
                    names.add("rate");
                    all.add(rates);
                }
                return report.with(table(names, all, balance, reservoir.excitatoryNeurons()))
                        .with(histogram(names, all, settings.bars()))
                        .with(balances(rates, balance, reservoir.excitatoryNeurons()));
            }
        };
    }

    /** The mean excitation of each neuron over its mean inhibition; infinite or NaN where it gets none. */
    private static double[] balance(Recurrence recurrence, int excitatory, double[] rates) {
        int[] inhibitory = InhibitoryPlasticity.inhibitory(recurrence, excitatory);
        double[] balance = new double[rates.length];
        for (int i = 0; i < rates.length; i++) {
            double excitation = 0;
            double inhibition = 0;
            for (int k = recurrence.begin[i]; k < recurrence.begin[i + 1]; k++) {
                double current = recurrence.weight[k] * rates[recurrence.from[k]];
                if (k < inhibitory[i]) {
                    excitation += current;
                } else {
                    inhibition -= current;
                }
            }
            balance[i] = excitation / inhibition;
        }
        return balance;
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    private static Table table(List<String> names, List<double[]> rates, double[] balance, int excitatory) {
        List<String> columns = new ArrayList<>(List.of("neuron", "kind", "excitation over inhibition"));
        columns.addAll(names);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < balance.length; i++) {
            List<Object> row = new ArrayList<>(List.of(
                    i,
                    i < excitatory ? "excitatory" : "inhibitory",
                    Double.isFinite(balance[i]) ? balance[i] : "none"));
            for (double[] column : rates) {
                row.add(column[i]);
            }
            rows.add(row);
        }
        return new Table("firing-rates", "Mean rates of neurons", columns, rows);
    }

    private static Figure histogram(List<String> names, List<double[]> rates, int bars) {
        List<String> labels = new ArrayList<>();
        for (int b = 0; b < bars; b++) {
            labels.add(String.format(Locale.ROOT, "%.2f", (b + 0.5) / bars));
        }
        List<List<Double>> counts = new ArrayList<>();
        for (double[] values : rates) {
            Double[] count = new Double[bars];
            Arrays.fill(count, 0.0);
            for (double value : values) {
                count[(int) Math.max(0, Math.min(bars - 1, value * bars))]++;
            }
            counts.add(List.of(count));
        }
        return new Figure.Bars(
                "firing-rates",
                "How many neurons fire at which rate",
                Figure.Axis.of("neurons"),
                labels,
                names,
                counts);
    }

    private static Figure balances(double[] rates, double[] balance, int excitatory) {
        List<List<Double>> x = List.of(new ArrayList<>(), new ArrayList<>());
        List<List<Double>> y = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < rates.length; i++) {
            if (Double.isFinite(balance[i])) {
                x.get(i < excitatory ? 0 : 1).add(rates[i]);
                y.get(i < excitatory ? 0 : 1).add(balance[i]);
            }
        }
        return new Figure.Scatter(
                "balance",
                "The balance of each neuron",
                Figure.Axis.of("mean rate"),
                Figure.Axis.log("excitation over inhibition"),
                List.of(
                        new Figure.Series("excitatory neurons", x.get(0), y.get(0)),
                        new Figure.Series("inhibitory neurons", x.get(1), y.get(1))));
    }
}
