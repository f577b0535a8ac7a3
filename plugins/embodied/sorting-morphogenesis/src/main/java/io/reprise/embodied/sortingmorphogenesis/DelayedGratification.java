package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.embodied.sortingmorphogenesis.Trials.Sample;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Measures how much more arrays gain after a loss of order than they lost, {@link Measures#delayedGratification}. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "delayed-gratification",
        summary = "Whether arrays lose order for a while and gain more of it afterwards, by number of damaged cells")
public final class DelayedGratification implements EvaluatorFactory<DelayedGratification.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "0,1,2,3", min = 0, max = 10_000, description = "numbers of damaged cells")
            List<Integer> frozen,

            @Setting(value = "15", min = 1, max = 1e6, description = "arrays for each number")
            int arrays) {
        /** Copies the list. */
        public Settings {
            frozen = List.copyOf(frozen);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Sorter.class);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Report report = Report.EMPTY;
            List<List<Object>> rows = new ArrayList<>();
            List<Double> means = new ArrayList<>();
            Sample first = null;
            for (int frozen : settings.frozen()) {
                Sample gratification = new Sample();
                Trials.forEach(
                        data,
                        settings.arrays(),
                        run,
                        (array, random) -> gratification.add(Measures.delayedGratification(Measures.errors(
                                ((Sorter) model).sort(Trials.damaged(array, frozen, random), random, true)))));
                report = report.with(Metric.of("gratification." + frozen, gratification.mean()));
                first = first == null ? gratification : first;
                rows.add(List.of(
                        frozen, gratification.mean(), Math.sqrt(gratification.variance()), gratification.z(first)));
                means.add(gratification.mean());
            }
            return report.with(new Table(
                            "delayed-gratification",
                            "Mean over arrays of (gain - loss) / loss",
                            List.of("frozen", "delayed gratification", "deviation", "z against the first row"),
                            rows))
                    .with(new Figure.Bars(
                            "delayed-gratification",
                            "Delayed gratification by number of damaged cells",
                            Figure.Axis.of("(gain - loss) / loss"),
                            settings.frozen().stream().map(n -> n + " frozen").toList(),
                            List.of("mean"),
                            List.of(means)));
        };
    }
}
