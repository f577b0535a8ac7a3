package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Schema;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Model;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.Ops;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * How much of what went in a reservoir still knows k steps later (Jaeger 2001): MC(k) is the squared correlation of {@code u(t - k)} with what the
 * readout makes of x(t), on series that it was not fitted to; the memory capacity is their sum over k.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "memory-capacity",
        summary = "How well inputs are recalled after 1 to many steps, and the sum over delays")
public final class MemoryCapacity implements EvaluatorFactory<MemoryCapacity.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "200",
                    min = 0,
                    max = 1e6,
                    description = "first steps of a series left out",
                    unit = "steps")
            int washOut) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return new Requirements(
                Set.of(Model.class),
                DelayedRecall.Numbers.class,
                Series.schema("D", "K"),
                Schema.of(Series.prediction("K")));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            try (TensorScope scope = run.tensors().open()) {
                run.checkCancelled();
                Ops f = scope.ops();
                Batch series = ReadoutFit.all(f, data.split(Dataset.VALIDATION));
                Readout cut = new Readout(settings.washOut(), 0);
                PredictionError error = PredictionError.of(
                        cut.settled(f, series.tensor(Series.TARGET)),
                        cut.settled(f, model.apply(f, series).tensor(Series.PREDICTION)));
                return report(error);
            }
        };
    }

    private static Report report(PredictionError error) {
        List<Double> delays = new ArrayList<>();
        List<Double> capacities = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        for (int k = 1; k <= error.correlations().length; k++) {
            double capacity = error.correlations()[k - 1];
            delays.add((double) k);
            capacities.add(capacity);
            rows.add(List.of(k, capacity));
        }
        return Report.of(Metric.of("memory.capacity", error.capacity(), "steps"))
                .with(new Table(
                        "memory-capacity",
                        "Squared correlation of the input k steps ago and its recall",
                        List.of("k (steps)", "MC(k)"),
                        rows))
                .with(new Figure.Lines(
                        "memory-capacity",
                        "How well inputs are recalled",
                        Figure.Axis.of("delay k (steps)"),
                        Figure.Axis.of("MC(k)"),
                        List.of(new Figure.Series("MC(k)", delays, capacities))));
    }
}
