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

/** Damages more and more cells of the same arrays, and sorts them by the model and by a textbook algorithm. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "against-traditional",
        summary = "Errors and exchanges against a textbook algorithm on the same arrays, by number of damaged cells")
public final class AgainstTraditional implements EvaluatorFactory<AgainstTraditional.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "bubble", description = "the textbook algorithm: bubble, insertion or selection")
            CellType algorithm,

            @Setting(
                    value = "true",
                    description =
                            "whether the textbook algorithm can move a frozen element out of the way; set the model's alike")
            boolean frozenCanBeMoved,

            @Setting(value = "0,1,2,3", min = 0, max = 10_000, description = "numbers of damaged cells")
            List<Integer> frozen,

            @Setting(value = "20", min = 1, max = 1e6, description = "arrays for each number")
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
            Sorter sorter = (Sorter) model;
            Report report = Report.EMPTY;
            List<List<Object>> rows = new ArrayList<>();
            List<Double> ownErrors = new ArrayList<>();
            List<Double> textbookErrors = new ArrayList<>();
            for (int frozen : settings.frozen()) {
                Sample error = new Sample();
                Sample swaps = new Sample();
                Sample textbookError = new Sample();
                Sample textbookSwaps = new Sample();
                Trials.forEach(data, settings.arrays(), run, (array, random) -> {
                    Arrangement damaged = Trials.damaged(array, frozen, random);
                    Trace own = sorter.sort(damaged, random, false);
                    error.add(Measures.error(own.values(own.end())));
                    swaps.add(own.swaps());
                    Trace textbook =
                            TraditionalSorting.run(settings.algorithm(), damaged, settings.frozenCanBeMoved(), false);
                    textbookError.add(Measures.error(textbook.values(textbook.end())));
                    textbookSwaps.add(textbook.swaps());
                });
                report = report.with(Metric.of("cells.error." + frozen, error.mean()))
                        .with(Metric.of("traditional.error." + frozen, textbookError.mean()))
                        .with(Metric.of("cells.swaps." + frozen, swaps.mean()))
                        .with(Metric.of("traditional.swaps." + frozen, textbookSwaps.mean()));
                rows.add(List.of(
                        frozen,
                        error.mean(),
                        textbookError.mean(),
                        error.z(textbookError),
                        swaps.mean(),
                        textbookSwaps.mean()));
                ownErrors.add(error.mean());
                textbookErrors.add(textbookError.mean());
            }
            return report.with(new Table(
                            "against-traditional",
                            "Mean error and exchanges, and how far apart the errors are",
                            List.of("frozen", "error", "textbook error", "z of errors", "swaps", "textbook swaps"),
                            rows))
                    .with(new Figure.Bars(
                            "against-traditional",
                            "Places out of order at the end, by number of damaged cells",
                            Figure.Axis.of("error (places)"),
                            settings.frozen().stream().map(n -> n + " frozen").toList(),
                            List.of("cells", "textbook"),
                            List.of(ownErrors, textbookErrors)));
        };
    }
}
