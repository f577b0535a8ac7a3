package io.reprise.memory.sparsey;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.memory.sparsey.Mac.Code;
import io.reprise.memory.sparsey.SparseyGrid.Grid;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/** Looks into the macs of a grid: how full each is, how many codes it uses, how well it knows images, and what its units see. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "grid-memory",
        summary =
                "For each mac of a grid its saturation, its set of codes and its familiarity, and receptive fields of one")
public final class GridMemory implements EvaluatorFactory<GridMemory.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "300", min = 1, max = 1e9, description = "most images of the validation split to recall")
            int images,

            @Setting(
                    value = "-1",
                    min = -1,
                    max = 1e6,
                    description = "the mac whose receptive fields are shown; -1 for the fullest")
            int mac) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Grid.class)
                .withData(Schema.of(Field.parse(SparseyGrid.IMAGE + ": float[B,1,H,H]", "grey levels, 0 to 1")));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Grid grid = (Grid) model;
            Tally tally = new Tally(grid.macs());
            for (int i = 0; i < settings.images(); i++) {
                run.progress("images", i, settings.images());
                try (TensorScope scope = run.tensors().open()) {
                    Batch batch = data.split(Dataset.VALIDATION).read(scope.ops(), i, 1);
                    if (batch.tensor(SparseyGrid.IMAGE).elements() == 0) {
                        break;
                    }
                    tally.add(grid.active(batch.tensor(SparseyGrid.IMAGE).toFloats(), 0));
                }
            }
            return tally.report(settings.mac());
        };
    }

    private static final class Tally {
        private final MacGrid macs;
        private final List<Set<String>> codes = new ArrayList<>();
        private final double[] familiarity;
        private final int[] tookPart;

        Tally(MacGrid macs) {
            this.macs = macs;
            familiarity = new double[macs.size()];
            tookPart = new int[macs.size()];
            for (int m = 0; m < macs.size(); m++) {
                codes.add(new HashSet<>());
            }
        }

        void add(boolean[] active) {
            List<Code> recalled = macs.recall(active);
            for (int m = 0; m < recalled.size(); m++) {
                if (recalled.get(m) != null) {
                    codes.get(m).add(Arrays.toString(recalled.get(m).winners()));
                    familiarity[m] += recalled.get(m).familiarity();
                    tookPart[m]++;
                }
            }
        }

        Report report(int chosen) {
            List<List<Object>> rows = new ArrayList<>();
            int fullest = 0;
            for (int m = 0; m < macs.size(); m++) {
                Mac mac = macs.mac(m);
                fullest = mac.saturation() > macs.mac(fullest).saturation() ? m : fullest;
                rows.add(List.of(
                        m,
                        macs.levelOf(m),
                        mac.stored(),
                        mac.saturation(),
                        mac.isFrozen() ? 1 : 0,
                        tookPart[m],
                        codes.get(m).size(),
                        tookPart[m] == 0 ? 0 : familiarity[m] / tookPart[m]));
            }
            int parts = Arrays.stream(tookPart).sum();
            double[] saturation = macs.saturation();
            return Report.of(
                            Metric.of("grid.saturation", saturation[0]),
                            Metric.of("grid.frozen", saturation[1]),
                            Metric.of(
                                    "grid.codes",
                                    codes.stream().mapToInt(Set::size).average().orElse(0)),
                            Metric.of(
                                    "grid.familiarity",
                                    parts == 0 ? 0 : Arrays.stream(familiarity).sum() / parts))
                    .with(new Table(
                            "grid-memory",
                            "Each mac: what it has stored, and what it recalls of the validation images",
                            List.of("mac", "level", "stored", "saturation", "frozen", "images", "codes", "familiarity"),
                            rows))
                    .with(saturation())
                    .with(receptiveFields(chosen < 0 ? fullest : Math.min(chosen, macs.size() - 1)));
        }

        /** The lowest level's macs, where they lie. */
        private Figure saturation() {
            int perSide = (int) Math.round(Math.sqrt(macs.lowest()));
            List<List<Double>> values = new ArrayList<>();
            for (int row = 0; row < perSide; row++) {
                int first = row * perSide;
                values.add(IntStream.range(first, first + perSide)
                        .mapToObj(m -> macs.mac(m).saturation())
                        .toList());
            }
            return new Figure.HeatMap(
                    "grid-saturation",
                    "Share of weights set, by place of the mac on the lowest level",
                    Figure.Axis.of("column"),
                    Figure.Axis.of("row"),
                    numbers(perSide),
                    numbers(perSide),
                    values);
        }

        /** What the units of a mac's first module see: of a mac of the lowest level its patches, as tiles; else a row a unit. */
        private Figure receptiveFields(int chosen) {
            Mac mac = macs.mac(chosen);
            int inputs = mac.receptiveField(0, 0).length;
            boolean tiled = macs.levelOf(chosen) == 0;
            int width = tiled ? (int) Math.round(Math.sqrt(inputs)) : inputs;
            int height = inputs / width;
            int across = tiled ? (int) Math.ceil(Math.sqrt(mac.units())) : 1;
            int down = (mac.units() + across - 1) / across;
            double[][] weights = new double[down * height][across * width];
            for (int unit = 0; unit < mac.units(); unit++) {
                boolean[] field = mac.receptiveField(0, unit);
                for (int i = 0; i < inputs; i++) {
                    weights[unit / across * height + i / width][unit % across * width + i % width] = field[i] ? 1 : 0;
                }
            }
            return new Figure.HeatMap(
                    "grid-receptive-fields",
                    "Inputs from which the " + mac.units() + " units of a module of mac " + chosen + " have weights",
                    Figure.Axis.of(tiled ? "pixel, " + across + " units in a row" : "input"),
                    Figure.Axis.of(tiled ? "pixel" : "unit"),
                    numbers(across * width),
                    numbers(down * height),
                    Arrays.stream(weights)
                            .map(row -> Arrays.stream(row).boxed().toList())
                            .toList());
        }

        private static List<String> numbers(int count) {
            return IntStream.range(0, count).mapToObj(Integer::toString).toList();
        }
    }
}
