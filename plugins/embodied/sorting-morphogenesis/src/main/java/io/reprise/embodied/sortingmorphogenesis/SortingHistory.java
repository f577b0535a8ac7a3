package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * Writes down the whole way of one array to order, for other programs: after each exchange the values, the rules and the damage,
 * left to right, as three tables of {@code steps x n} (the authors' files hold the same as pickled lists).
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "sorting-history",
        summary = "Tables of values, types and damaged cells of one array after each exchange")
public final class SortingHistory implements EvaluatorFactory<SortingHistory.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "0", min = 0, max = 1e6, description = "which array of the validation split")
            int array) {}

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
            List<Report> histories = new ArrayList<>();
            Trials.one(
                    data,
                    settings.array(),
                    run,
                    (array, random) -> histories.add(history(((Sorter) model).sort(array, random, true))));
            return histories.get(0);
        };
    }

    private static Report history(Trace trace) {
        Arrangement start = trace.start();
        return Report.of(Metric.of("history.steps", trace.frames().size()))
                .with(table("values", "Values after each exchange, left to right", trace, cell -> start.values()[cell]))
                .with(table(
                        "types",
                        "Rules after each exchange, left to right: 0 bubble, 1 insertion, 2 selection",
                        trace,
                        cell -> start.types()[cell].ordinal()))
                .with(table(
                        "frozen",
                        "Damaged cells after each exchange, left to right: 1 is damaged",
                        trace,
                        cell -> start.frozen()[cell] ? 1 : 0));
    }

    private static Table table(String name, String title, Trace trace, IntFunction<Object> ofCell) {
        List<String> places = IntStream.range(0, trace.start().size())
                .mapToObj(place -> "place " + place)
                .toList();
        List<List<Object>> rows = trace.frames().stream()
                .map(frame -> IntStream.of(frame).mapToObj(ofCell).toList())
                .toList();
        return new Table("history-" + name, title, places, rows);
    }
}
