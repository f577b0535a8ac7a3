package io.reprise.memory.sparsey;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.memory.sparsey.Mac.Context;
import io.reprise.memory.sparsey.SparseyMac.Memory;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Stores random patterns in an empty mac like the model's, and measures how long each takes. What it gives depends on the
 * machine, and is never twice the same.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "storage-time",
        summary = "Time to store and to recall a pattern, when little is stored and when much is")
public final class StorageTime implements EvaluatorFactory<StorageTime.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "10000", min = 10, max = 1e8, description = "patterns to store")
            int patterns,

            @Setting(value = "24", min = 1, max = 1e6, description = "active inputs of a pattern")
            int active) {}

    private static final int PARTS = 10;

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
            Memory memory = (Memory) model;
            try (TensorScope scope = run.tensors().open()) {
                // Once for the compiler, once for the clock.
                times(memory.empty(scope), memory.inputs(), settings, run);
                return report(times(memory.empty(scope), memory.inputs(), settings, run), settings.patterns());
            }
        };
    }

    /** The median time of a pattern in each part of the patterns, in microseconds: storing, and recalling. */
    private static double[][] times(Mac mac, int inputs, Settings settings, RunContext run) {
        RandomSource random = run.random();
        int part = settings.patterns() / PARTS;
        double[][] medians = new double[2][PARTS];
        for (int p = 0; p < PARTS; p++) {
            run.progress("patterns", (long) p * part, settings.patterns());
            long[] storing = new long[part];
            long[] recalling = new long[part];
            for (int i = 0; i < part; i++) {
                RandomSource own = random.split((long) p * part + i);
                boolean[] pattern = StoredPatterns.random(inputs, Math.min(settings.active(), inputs), own);
                long[] bits = Synapses.bits(pattern, 0, inputs);
                long start = System.nanoTime();
                mac.learn(bits, Context.NONE, mac.choose(bits, Context.NONE, own));
                long stored = System.nanoTime();
                mac.recall(bits, Context.NONE);
                storing[i] = stored - start;
                recalling[i] = System.nanoTime() - stored;
            }
            Arrays.sort(storing);
            Arrays.sort(recalling);
            medians[0][p] = storing[part / 2] / 1000.0;
            medians[1][p] = recalling[part / 2] / 1000.0;
        }
        return medians;
    }

    private static Report report(double[][] medians, int patterns) {
        List<Double> stored = new ArrayList<>();
        for (int p = 1; p <= PARTS; p++) {
            stored.add((double) p * patterns / PARTS);
        }
        return Report.of(
                        Metric.of("time.store.ratio", medians[0][PARTS - 1] / medians[0][0]),
                        Metric.of("time.recall.ratio", medians[1][PARTS - 1] / medians[1][0]),
                        Metric.of("time.store", medians[0][PARTS - 1], "us"),
                        Metric.of("time.recall", medians[1][PARTS - 1], "us"))
                .with(new Figure.Lines(
                        "storage-time",
                        "Time for one pattern by how many are stored",
                        Figure.Axis.of("patterns stored"),
                        Figure.Axis.of("time (us)"),
                        List.of(
                                new Figure.Series(
                                        "store",
                                        stored,
                                        Arrays.stream(medians[0]).boxed().toList()),
                                new Figure.Series(
                                        "recall",
                                        stored,
                                        Arrays.stream(medians[1]).boxed().toList()))));
    }
}
