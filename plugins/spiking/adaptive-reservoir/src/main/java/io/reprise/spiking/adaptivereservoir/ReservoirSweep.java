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
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * How well reservoirs do, by one of their parameters or two: for each value random networks are made with the model's other
 * settings, adapt if they can, get a readout, and are measured on validation series: by memory capacity where inputs are to be recalled, else
 * by NRMSE. The same random networks are taken for every value.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "reservoir-sweep",
        summary = "Memory capacity or error of random reservoirs against one parameter or two")
public final class ReservoirSweep implements EvaluatorFactory<ReservoirSweep.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "balance", description = "the parameter to vary")
            Parameter vary,

            @Setting(value = "0.5,0.75,1,1.25,1.5,2", min = 0, max = 1e6, description = "its values")
            List<Double> values,

            @Setting(value = "input-scale", description = "a second parameter to vary; used if it has values")
            Parameter across,

            @Setting(value = "", min = 0, max = 1e6, description = "values of the second; none for one parameter")
            List<Double> acrossValues,

            @Setting(value = "2", min = 1, max = 1000, description = "random networks for each value")
            int networks,

            @Setting(
                    value = "local",
                    description = "how networks that adapt do: local, by the rule, or one-step, at once")
            InhibitoryAdaptation.Design design,

            @Setting(value = "2000", min = 1, max = 1e7, description = "steps that they adapt for", unit = "steps")
            int steps,

            @Setting(value = "0.1", min = 0, max = 1e3, description = "eta: learning rate of the rule")
            double learningRate) {
        /** Checks that there is something to vary. */
        public Settings {
            if (values.isEmpty()) {
                throw RepriseException.problem("There are no values")
                        .at("reservoir-sweep.values")
                        .expected("at least one");
            }
            if (vary == across && !acrossValues.isEmpty()) {
                throw RepriseException.problem("The second parameter is the first, " + vary.label())
                        .at("reservoir-sweep.across")
                        .expected("another one");
            }
            values.forEach(value -> vary.check(value, "reservoir-sweep.values"));
            acrossValues.forEach(value -> across.check(value, "reservoir-sweep.acrossValues"));
        }
    }

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
            List<Cell> cells = new ArrayList<>();
            List<Double> across = settings.acrossValues().isEmpty() ? List.of(Double.NaN) : settings.acrossValues();
            int count = across.size() * settings.values().size();
            boolean recall = data instanceof DelayedRecall.Numbers;
            try (TensorScope scope = run.tensors().open()) {
                Batch train = ReadoutFit.all(scope.ops(), data.split(Dataset.TRAIN));
                Batch validation = ReadoutFit.all(scope.ops(), data.split(Dataset.VALIDATION));
                for (double second : across) {
                    for (double first : settings.values()) {
                        run.progress("sweep", cells.size(), count);
                        Map<Parameter, Double> changed = new EnumMap<>(Parameter.class);
                        changed.put(settings.vary(), first);
                        if (!Double.isNaN(second)) {
                            changed.put(settings.across(), second);
                        }
                        double[] scores = new double[settings.networks()];
                        for (int n = 0; n < scores.length; n++) {
                            RandomSource random = run.random().split("network").split(n);
                            scores[n] = score(
                                    (Reservoir) model, changed, random, train, validation, recall, settings, scope);
                        }
                        cells.add(new Cell(first, second, scores));
                    }
                }
            }
            return report(cells, recall, settings);
        };
    }

    /**
     * What networks with one set of values did.
     *
     * @param second NaN if one parameter is varied
     */
    private record Cell(double first, double second, double[] scores) {
        double mean() {
            return Arrays.stream(scores).average().orElseThrow();
        }

        double deviation() {
            double mean = mean();
            double squares =
                    Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).sum();
            return scores.length < 2 ? 0 : Math.sqrt(squares / (scores.length - 1));
        }
    }

    private static double score(
            Reservoir like,
            Map<Parameter, Double> changed,
            RandomSource random,
            Batch train,
            Batch validation,
            boolean recall,
            Settings settings,
            TensorScope owner) {
        try (TensorScope scope = owner.open()) {
            Ops f = scope.ops();
            Reservoir reservoir = like.variant(changed, random, scope);
            if (reservoir instanceof AdaptiveReservoir adaptive) {
                InhibitoryAdaptation.adapt(
                        adaptive,
                        train.tensor(Series.INPUT).rows(0, 1),
                        new InhibitoryAdaptation.Settings(
                                settings.design(), settings.steps(), 1, settings.learningRate()));
            }
            reservoir.fit(f, List.of(train));
            Readout cut = reservoir.readoutFit();
            PredictionError error = PredictionError.of(
                    cut.settled(f, validation.tensor(Series.TARGET)),
                    cut.settled(f, reservoir.apply(f, validation).tensor(Series.PREDICTION)));
            return recall ? error.capacity() : error.nrmse();
        }
    }

    private static Report report(List<Cell> cells, boolean recall, Settings settings) {
        String measure = recall ? "memory capacity" : "NRMSE";
        double most = cells.stream().mapToDouble(Cell::mean).max().orElseThrow();
        double least = cells.stream().mapToDouble(Cell::mean).min().orElseThrow();
        double best = recall ? most : least;
        Cell winner =
                cells.stream().filter(cell -> cell.mean() == best).findFirst().orElseThrow();
        boolean two = !settings.acrossValues().isEmpty();
        List<String> columns = new ArrayList<>(List.of(settings.vary().label()));
        if (two) {
            columns.add(settings.across().label());
        }
        columns.addAll(List.of(measure, "standard deviation", "networks"));
        List<List<Object>> rows = new ArrayList<>();
        for (Cell cell : cells) {
            List<Object> row = new ArrayList<>(List.of(cell.first()));
            if (two) {
                row.add(cell.second());
            }
            row.addAll(List.of(cell.mean(), cell.deviation(), cell.scores().length));
            rows.add(row);
        }
        Report report = Report.of(
                        Metric.of("sweep.best", best),
                        Metric.of("sweep.worst", recall ? least : most),
                        Metric.of("sweep.best-at", winner.first()))
                .with(new Table("sweep", measure + " against " + settings.vary().label(), columns, rows))
                .with(lines(cells, measure, settings));
        if (most > 0) {
            report = report.with(Metric.of("sweep.flatness", least / most));
        }
        return two ? report.with(heatMap(cells, measure, settings)) : report;
    }

    private static Figure lines(List<Cell> cells, String measure, Settings settings) {
        List<Figure.Series> series = new ArrayList<>();
        int count = settings.values().size();
        for (int row = 0; row < cells.size() / count; row++) {
            List<Cell> of = cells.subList(row * count, (row + 1) * count);
            String name = settings.acrossValues().isEmpty()
                    ? measure
                    : settings.across().label() + " " + settings.acrossValues().get(row);
            series.add(new Figure.Series(
                    name,
                    of.stream().map(Cell::first).toList(),
                    of.stream().map(Cell::mean).toList()));
        }
        return new Figure.Lines(
                "sweep",
                measure + " against " + settings.vary().label(),
                Figure.Axis.of(settings.vary().label()),
                Figure.Axis.of(measure),
                series);
    }

    private static Figure heatMap(List<Cell> cells, String measure, Settings settings) {
        int count = settings.values().size();
        List<List<Double>> values = new ArrayList<>();
        for (int row = 0; row < settings.acrossValues().size(); row++) {
            values.add(cells.subList(row * count, (row + 1) * count).stream()
                    .map(Cell::mean)
                    .toList());
        }
        return new Figure.HeatMap(
                "sweep-map",
                measure,
                Figure.Axis.of(settings.vary().label()),
                Figure.Axis.of(settings.across().label()),
                settings.values().stream().map(String::valueOf).toList(),
                settings.acrossValues().stream().map(String::valueOf).toList(),
                values);
    }
}
