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
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/** Sorts arrays and measures how far they get, at which cost, and on which way. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "sorting-outcome",
        summary = "How well arrays are sorted in the end, with how many exchanges, turns and comparisons")
public final class SortingOutcome implements EvaluatorFactory<SortingOutcome.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "10", min = 1, max = 1e6, description = "arrays of the validation split to sort")
            int arrays) {}

    private static final int MOST_COLUMNS = 120;

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
            Tally tally = new Tally();
            Trials.forEach(
                    data,
                    settings.arrays(),
                    run,
                    (array, random) -> tally.add(((Sorter) model).sort(array, random, tally.first == null)));
            return tally.report();
        };
    }

    private static final class Tally {
        private final Sample error = new Sample();
        private final Sample monotonicity = new Sample();
        private final Sample spearman = new Sample();
        private final Sample swaps = new Sample();
        private final Sample inversions = new Sample();
        private final Sample ticks = new Sample();
        private final Sample comparisons = new Sample();
        private final Sample settled = new Sample();
        private final List<List<Object>> rows = new ArrayList<>();
        private Trace first;

        void add(Trace trace) {
            if (first == null) {
                first = trace;
            }
            int[] end = trace.values(trace.end());
            error.add(Measures.error(end));
            monotonicity.add(Measures.monotonicity(end));
            spearman.add(Measures.spearmanDistance(end));
            swaps.add(trace.swaps());
            inversions.add(trace.start().inversions());
            ticks.add(trace.ticks());
            comparisons.add(trace.comparisons());
            settled.add(trace.settled() ? 1 : 0);
            rows.add(List.of(
                    rows.size(),
                    Measures.error(end),
                    Measures.monotonicity(end),
                    trace.swaps(),
                    trace.ticks(),
                    trace.comparisons(),
                    trace.settled() ? 1 : 0));
        }

        Report report() {
            Report report = Report.of(
                            Metric.of("sorting.error", error.mean()),
                            Metric.of("sorting.monotonicity", monotonicity.mean(), "%"),
                            Metric.of("sorting.non-descents", monotonicity.mean() * size() / 100 - 1),
                            Metric.of("sorting.spearman-distance", spearman.mean()),
                            Metric.of("sorting.swaps", swaps.mean()),
                            Metric.of("sorting.inversions", inversions.mean()),
                            Metric.of("sorting.ticks", ticks.mean()),
                            Metric.of("sorting.comparisons", comparisons.mean()),
                            Metric.of("sorting.settled", settled.mean()))
                    .with(new Table(
                            "sorting",
                            "Each array at the end",
                            List.of("array", "error", "monotonicity (%)", "swaps", "ticks", "comparisons", "settled"),
                            rows));
            return first == null ? report : report.with(errorFigure()).with(valueStrip());
        }

        private int size() {
            return first == null ? 0 : first.start().size();
        }

        private Figure errorFigure() {
            int[] errors = Measures.errors(first);
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (int i = 0; i < errors.length; i++) {
                x.add((double) i);
                y.add((double) errors[i]);
            }
            return new Figure.Lines(
                    "error",
                    "Places out of order while the first array is sorted",
                    Figure.Axis.of("exchanges"),
                    Figure.Axis.of("error (places)"),
                    List.of(new Figure.Series("error", x, y)));
        }

        /** The first array as a strip of colours over time. */
        private Figure valueStrip() {
            List<String> columns = new ArrayList<>();
            List<int[]> shown = new ArrayList<>();
            int frames = first.frames().size();
            int count = Math.min(MOST_COLUMNS, frames);
            for (int c = 0; c < count; c++) {
                int frame = count == 1 ? 0 : (int) ((long) c * (frames - 1) / (count - 1));
                columns.add(Integer.toString(frame));
                shown.add(first.values(first.frames().get(frame)));
            }
            List<List<Double>> values = new ArrayList<>();
            for (int place = 0; place < size(); place++) {
                int row = place;
                values.add(shown.stream().map(v -> (double) v[row]).toList());
            }
            return new Figure.HeatMap(
                    "values",
                    "Values by place while the first array is sorted",
                    Figure.Axis.of("exchanges"),
                    Figure.Axis.of("place"),
                    columns,
                    IntStream.range(0, size()).mapToObj(Integer::toString).toList(),
                    values);
        }
    }
}
