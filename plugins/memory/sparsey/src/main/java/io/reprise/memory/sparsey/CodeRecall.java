package io.reprise.memory.sparsey;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.memory.sparsey.Mac.Code;
import io.reprise.memory.sparsey.Mac.Context;
import io.reprise.memory.sparsey.SparseyMac.Memory;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * Stores the training patterns in a copy of the model's mac, as it was before training, and asks for each: the winners it was
 * stored under, and how much of them is left the more bits of the pattern are swapped.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "code-recall",
        summary = "Whether stored patterns get their codes back, and codes overlap as their patterns do")
public final class CodeRecall implements EvaluatorFactory<CodeRecall.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "5",
                    min = 1,
                    max = 10_000,
                    description = "changed patterns for each stored one and number of swaps")
            int probes,

            @Setting(value = "4", min = 1, max = 10_000, description = "active bits by which the number of swaps grows")
            int step,

            @Setting(value = "1", min = 1, max = 10_000, description = "modules whose receptive fields are shown")
            int fields) {}

    /** Codes in the raster; more are no picture any more. */
    private static final int MOST_ROWS = 100;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Memory.class).withData(Patterns.schema("N"));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            try (TensorScope scope = run.tensors().open()) {
                List<boolean[]> patterns = patterns(data, scope);
                return measure(((Memory) model).empty(scope), patterns, settings, run);
            }
        };
    }

    private static List<boolean[]> patterns(Dataset data, TensorScope scope) {
        List<boolean[]> patterns = new ArrayList<>();
        for (int i = 0; ; i++) {
            Batch batch = data.split(Dataset.TRAIN).read(scope.ops(), i, 1);
            if (batch.tensor(Patterns.PATTERN).elements() == 0) {
                return patterns;
            }
            patterns.add(batch.tensor(Patterns.PATTERN).toBooleans());
        }
    }

    private static Report measure(Mac mac, List<boolean[]> patterns, Settings settings, RunContext run) {
        List<Code> stored = new ArrayList<>();
        List<Double> distinct = new ArrayList<>();
        List<Double> saturation = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        RandomSource choice = run.random().split("codes");
        for (int i = 0; i < patterns.size(); i++) {
            long[] bits = bits(patterns.get(i));
            Code code = mac.choose(bits, Context.NONE, choice.split(i));
            mac.learn(bits, Context.NONE, code);
            stored.add(code);
            codes.add(Arrays.toString(code.winners()));
            distinct.add((double) codes.size());
            saturation.add(mac.saturation());
        }
        double recalled = 0;
        double match = 0;
        double familiarity = 0;
        int matched = 0;
        for (int i = 0; i < patterns.size(); i++) {
            Code code = mac.recall(bits(patterns.get(i)), Context.NONE);
            recalled += code.overlap(stored.get(i)) / patterns.size();
            match += code.match(stored.get(i)) / patterns.size();
            familiarity += code.familiarity() / patterns.size();
            matched += nearest(code, stored) == i ? 1 : 0;
        }
        Curve curve = new Curve(mac, patterns, stored, settings, run);
        Report report = Report.of(
                        Metric.of("recall.winners", recalled),
                        Metric.of("recall.match", match),
                        Metric.of("recall.matched", (double) matched / Math.max(1, patterns.size())),
                        Metric.of("recall.familiarity", familiarity),
                        Metric.of("codes.distinct", codes.size()),
                        Metric.of("mac.saturation", mac.saturation()))
                .with(growth("basis-set", "Different codes by how many patterns are stored", "codes", distinct))
                .with(growth("saturation", "Share of weights set by how many patterns are stored", "share", saturation))
                .with(raster(stored))
                .with(receptiveFields(mac, settings.fields()));
        return curve.report(report);
    }

    private static Figure growth(String name, String title, String label, List<Double> values) {
        List<Double> stored = new ArrayList<>();
        for (int i = 1; i <= values.size(); i++) {
            stored.add((double) i);
        }
        return new Figure.Lines(
                name,
                title,
                Figure.Axis.of("patterns stored"),
                Figure.Axis.of(label),
                List.of(new Figure.Series(label, stored, values)));
    }

    /** The winner of each module, by stored pattern. */
    private static Figure raster(List<Code> stored) {
        List<Code> shown = stored.subList(0, Math.min(MOST_ROWS, stored.size()));
        int modules = shown.isEmpty() ? 0 : shown.get(0).winners().length;
        return new Figure.HeatMap(
                "codes",
                "Winner of each module, by stored pattern",
                Figure.Axis.of("module"),
                Figure.Axis.of("pattern"),
                numbers(modules),
                numbers(shown.size()),
                shown.stream()
                        .map(code -> Arrays.stream(code.winners())
                                .mapToObj(w -> (double) w)
                                .toList())
                        .toList());
    }

    /** The inputs from which each unit of the first modules has weights. */
    private static Figure receptiveFields(Mac mac, int modules) {
        List<String> names = new ArrayList<>();
        List<List<Double>> fields = new ArrayList<>();
        for (int m = 0; m < Math.min(modules, mac.modules()); m++) {
            for (int i = 0; i < mac.units(); i++) {
                List<Double> field = new ArrayList<>();
                for (boolean weight : mac.receptiveField(m, i)) {
                    field.add(weight ? 1.0 : 0.0);
                }
                names.add(m + "." + i);
                fields.add(field);
            }
        }
        return new Figure.HeatMap(
                "receptive-fields",
                "Inputs from which units (module.unit) have weights",
                Figure.Axis.of("input"),
                Figure.Axis.of("unit"),
                numbers(fields.isEmpty() ? 0 : fields.get(0).size()),
                names,
                fields);
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static int nearest(Code code, List<Code> stored) {
        int nearest = 0;
        for (int i = 1; i < stored.size(); i++) {
            nearest = code.overlap(stored.get(i)) > code.overlap(stored.get(nearest)) ? i : nearest;
        }
        return nearest;
    }

    private static long[] bits(boolean[] pattern) {
        return Synapses.bits(pattern, 0, pattern.length);
    }

    /** How the overlap of codes falls with that of patterns. */
    private static final class Curve {
        private final List<Double> inputs = new ArrayList<>();
        private final List<Double> codes = new ArrayList<>();
        private final List<Double> matches = new ArrayList<>();

        Curve(Mac mac, List<boolean[]> patterns, List<Code> stored, Settings settings, RunContext run) {
            int active = patterns.isEmpty() ? 0 : Synapses.count(bits(patterns.get(0)));
            RandomSource random = run.random().split("probes");
            for (int swaps = 0; swaps <= active; swaps += settings.step()) {
                double sum = 0;
                double match = 0;
                for (int i = 0; i < patterns.size(); i++) {
                    run.progress("probes", swaps, active);
                    for (int p = 0; p < settings.probes(); p++) {
                        RandomSource own = random.split(swaps).split(i).split(p);
                        boolean[] probe = StoredPatterns.swapped(patterns.get(i), swaps, own);
                        sum += mac.choose(bits(probe), null, own.split("choice"))
                                .overlap(stored.get(i));
                    }
                }
                inputs.add((double) (active - swaps) / Math.max(1, active));
                codes.add(sum / Math.max(1, patterns.size() * settings.probes()));
                matches.add(match / Math.max(1, patterns.size() * settings.probes()));
            }
        }

        /** The stored pattern with which another has most active inputs in common. */
        private static int mostAlike(boolean[] probe, List<boolean[]> patterns) {
            int most = -1;
            int alike = 0;
            for (int i = 0; i < patterns.size(); i++) {
                int common = 0;
                for (int j = 0; j < probe.length; j++) {
                    common += probe[j] && patterns.get(i)[j] ? 1 : 0;
                }
                if (common > most) {
                    most = common;
                    alike = i;
                }
            }
            return alike;
        }

        Report report(Report base) {
            List<List<Object>> rows = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                rows.add(List.of(inputs.get(i), codes.get(i), matches.get(i)));
            }
            return base.with(Metric.of("similarity.correlation", correlation()))
                    .with(Metric.of("similarity.contrast", codes.get(0) - codes.get(codes.size() - 1)))
                    .with(new Table(
                            "similarity",
                            "How much codes have in common, by how much their patterns have",
                            List.of(
                                    "overlap of patterns",
                                    "overlap of codes",
                                    "match with the code of the nearest pattern"),
                            rows))
                    .with(new Figure.Lines(
                            "similarity",
                            "Codes are as alike as what they stand for",
                            Figure.Axis.of("share of active bits in common"),
                            Figure.Axis.of("share of winners in common"),
                            List.of(new Figure.Series("codes", inputs, codes))));
        }

        private double correlation() {
            int n = inputs.size();
            double x = inputs.stream().mapToDouble(v -> v).average().orElse(0);
            double y = codes.stream().mapToDouble(v -> v).average().orElse(0);
            double xx = 0;
            double yy = 0;
            double xy = 0;
            for (int i = 0; i < n; i++) {
                xx += (inputs.get(i) - x) * (inputs.get(i) - x);
                yy += (codes.get(i) - y) * (codes.get(i) - y);
                xy += (inputs.get(i) - x) * (codes.get(i) - y);
            }
            return xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
        }
    }
}
