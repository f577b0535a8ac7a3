package io.reprise.memory.sparsey;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.memory.sparsey.Mac.Code;
import io.reprise.memory.sparsey.SparseySequence.SequenceMemory;
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
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/**
 * Stores the training sequences in an empty memory like the model's, prompts it with the first pattern of each, and compares the
 * codes that follow with those under which the sequence was stored.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "sequence-recall",
        summary = "Whether a stored sequence comes back from its first pattern alone")
public final class SequenceRecall implements EvaluatorFactory<SequenceRecall.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "1000",
                    min = 1,
                    max = 1e9,
                    description = "most sequences of the training split to store and prompt")
            int sequences) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(SequenceMemory.class).withData(Patterns.sequences("T", "N"));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            try (TensorScope scope = run.tensors().open()) {
                List<List<long[]>> sequences = sequences(data, settings.sequences(), run);
                SequenceMemory memory = ((SequenceMemory) model).empty(scope);
                RandomSource choice = run.random().split("codes");
                List<List<Code>> stored = new ArrayList<>();
                for (int i = 0; i < sequences.size(); i++) {
                    stored.add(memory.store(sequences.get(i), choice.split(i)));
                }
                List<double[]> prompted = new ArrayList<>();
                List<double[]> followed = new ArrayList<>();
                for (int i = 0; i < sequences.size(); i++) {
                    run.progress("sequences", i, sequences.size());
                    List<long[]> sequence = sequences.get(i);
                    prompted.add(overlaps(memory.prompted(sequence.get(0), sequence.size()), stored.get(i)));
                    followed.add(overlaps(memory.recalled(sequence), stored.get(i)));
                }
                return report(prompted, followed);
            }
        };
    }

    private static List<List<long[]>> sequences(Dataset data, int most, RunContext run) {
        List<List<long[]>> sequences = new ArrayList<>();
        while (sequences.size() < most) {
            try (TensorScope scope = run.tensors().open()) {
                Batch batch = data.split(Dataset.TRAIN).read(scope.ops(), sequences.size(), 1);
                if (batch.tensor(Patterns.PATTERN).elements() == 0) {
                    break;
                }
                sequences.add(Patterns.bits(batch));
            }
        }
        return sequences;
    }

    private static double[] overlaps(List<Code> recalled, List<Code> stored) {
        double[] overlaps = new double[stored.size()];
        for (int t = 0; t < overlaps.length; t++) {
            overlaps[t] = recalled.get(t).overlap(stored.get(t));
        }
        return overlaps;
    }

    private static Report report(List<double[]> prompted, List<double[]> followed) {
        int length = prompted.isEmpty() ? 0 : prompted.get(0).length;
        List<Double> steps =
                IntStream.range(0, length).mapToObj(t -> (double) t).toList();
        return Report.of(
                        Metric.of("sequence.overlap", mean(prompted)),
                        Metric.of("sequence.least-overlap", least(prompted)),
                        Metric.of("sequence.followed", mean(followed)))
                .with(new Figure.Lines(
                        "sequence-recall",
                        "Winners in common with the stored code",
                        Figure.Axis.of("step"),
                        Figure.Axis.of("share of winners"),
                        List.of(
                                new Figure.Series("from the first pattern alone", steps, byStep(prompted, length)),
                                new Figure.Series("with all patterns", steps, byStep(followed, length)))));
    }

    private static double mean(List<double[]> overlaps) {
        return overlaps.stream().flatMapToDouble(Arrays::stream).average().orElse(0);
    }

    private static double least(List<double[]> overlaps) {
        return overlaps.stream().flatMapToDouble(Arrays::stream).min().orElse(0);
    }

    private static List<Double> byStep(List<double[]> overlaps, int length) {
        return IntStream.range(0, length)
                .mapToObj(
                        t -> overlaps.stream().mapToDouble(o -> o[t]).average().orElse(0))
                .toList();
    }
}
