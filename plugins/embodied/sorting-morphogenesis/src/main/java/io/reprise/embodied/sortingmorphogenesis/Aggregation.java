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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/** Follows how many cells have a right neighbour of their own type, from the start of sorting to its end. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "aggregation",
        summary = "Whether cells of one type gather while the array is sorted: share of cells next to their like")
public final class Aggregation implements EvaluatorFactory<Aggregation.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "20", min = 1, max = 1e6, description = "arrays of the validation split to sort")
            int arrays,

            @Setting(value = "101", min = 2, max = 10_001, description = "points of the curve, from start to end")
            int points) {}

    private static final int STRIP = 120;

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
            Curve curve = new Curve(settings.points());
            Trials.forEach(
                    data,
                    settings.arrays(),
                    run,
                    (array, random) -> curve.add(((Sorter) model).sort(array, random, true)));
            return curve.report();
        };
    }

    private static final class Curve {
        private final Sample[] at;
        private Trace first;
        private double highest;

        Curve(int points) {
            at = new Sample[points];
            Arrays.setAll(at, i -> new Sample());
        }

        void add(Trace trace) {
            if (first == null) {
                first = trace;
            }
            int last = trace.frames().size() - 1;
            for (int i = 0; i < at.length; i++) {
                int frame = (int) Math.round((double) i * last / (at.length - 1));
                at[i].add(Measures.aggregation(trace.types(trace.frames().get(frame))));
            }
            for (int[] frame : trace.frames()) {
                highest = Math.max(highest, Measures.aggregation(trace.types(frame)));
            }
        }

        Report report() {
            int peak = 0;
            for (int i = 0; i < at.length; i++) {
                peak = at[i].mean() > at[peak].mean() ? i : peak;
            }
            double start = at[0].mean();
            Report report = Report.of(
                            Metric.of("aggregation.start", start),
                            Metric.of("aggregation.peak", at[peak].mean()),
                            Metric.of("aggregation.peak-at", 100.0 * peak / (at.length - 1), "%"),
                            Metric.of("aggregation.end", at[at.length - 1].mean()),
                            Metric.of("aggregation.highest", highest))
                    .with(curve());
            return first == null ? report : report.with(strip());
        }

        private Figure curve() {
            List<Double> x = new ArrayList<>();
            List<Double> mean = new ArrayList<>();
            List<Double> low = new ArrayList<>();
            List<Double> high = new ArrayList<>();
            for (int i = 0; i < at.length; i++) {
                double deviation = Math.sqrt(at[i].variance());
                x.add(100.0 * i / (at.length - 1));
                mean.add(at[i].mean());
                low.add(at[i].mean() - deviation);
                high.add(at[i].mean() + deviation);
            }
            return new Figure.Lines(
                    "aggregation",
                    "Share of cells whose right neighbour is of their type",
                    Figure.Axis.of("exchanges made (%)"),
                    Figure.Axis.of("aggregation"),
                    List.of(
                            new Figure.Series("mean", x, mean),
                            new Figure.Series("mean - deviation", x, low),
                            new Figure.Series("mean + deviation", x, high)));
        }

        /** The types of the first array as a strip of colours over time. */
        private Figure strip() {
            int frames = first.frames().size();
            int count = Math.min(STRIP, frames);
            List<String> columns = new ArrayList<>();
            List<CellType[]> shown = new ArrayList<>();
            for (int c = 0; c < count; c++) {
                int frame = count == 1 ? 0 : (int) ((long) c * (frames - 1) / (count - 1));
                columns.add(Integer.toString(frame));
                shown.add(first.types(first.frames().get(frame)));
            }
            int size = first.start().size();
            List<List<Double>> values = new ArrayList<>();
            for (int place = 0; place < size; place++) {
                int row = place;
                values.add(shown.stream().map(t -> (double) t[row].ordinal()).toList());
            }
            return new Figure.HeatMap(
                    "types",
                    "Types by place while the first array is sorted (0 bubble, 1 insertion, 2 selection)",
                    Figure.Axis.of("exchanges"),
                    Figure.Axis.of("place"),
                    columns,
                    IntStream.range(0, size).mapToObj(Integer::toString).toList(),
                    values);
        }
    }
}
