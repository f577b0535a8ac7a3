package io.reprise.vision.mnist;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Model;
import io.reprise.model.Requirements;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Counts how often the largest logit is that of the label. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "accuracy",
        summary = "Share of examples whose class a model gives the largest logit, and which classes it takes for which")
public final class Accuracy implements EvaluatorFactory<Accuracy.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "1000000",
                    min = 1,
                    max = 1e9,
                    description = "most examples of the validation split to classify")
            int examples) {}

    private static final int BATCH = 100;
    private static final String LOGITS = "logits";

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Model.class)
                .withData(Schema.of(Field.parse(LabelledImages.LABEL + ": int[B] < C", "the class")))
                .withOutputs(Schema.of(Field.parse(LOGITS + ": float[B,C]", "score of each class")));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Split split = data.split(Dataset.VALIDATION);
            int[][] confusion = new int[0][];
            int total = 0;
            while (total < settings.examples()) {
                run.progress("accuracy", total, split.size().orElse(settings.examples()));
                try (TensorScope scope = run.tensors().open()) {
                    Batch batch = split.read(scope.ops(), total, Math.min(BATCH, settings.examples() - total));
                    int[] labels = batch.tensor(LabelledImages.LABEL).toInts();
                    if (labels.length == 0) {
                        break;
                    }
                    Tensor logits = model.apply(scope.ops(), batch).tensor(LOGITS);
                    if (confusion.length == 0) {
                        confusion =
                                new int[logits.shape().size(-1)][logits.shape().size(-1)];
                    }
                    int[] guesses = scope.ops().argmax(logits, -1).toInts();
                    for (int i = 0; i < labels.length; i++) {
                        confusion[labels[i]][guesses[i]]++;
                    }
                    total += labels.length;
                }
            }
            return report(confusion, total);
        };
    }

    private static Report report(int[][] confusion, int total) {
        int right = 0;
        List<String> classes = new ArrayList<>();
        List<List<Double>> shares = new ArrayList<>();
        for (int c = 0; c < confusion.length; c++) {
            right += confusion[c][c];
            classes.add(Integer.toString(c));
            int all = 0;
            for (int count : confusion[c]) {
                all += count;
            }
            List<Double> row = new ArrayList<>();
            for (int count : confusion[c]) {
                row.add(all == 0 ? 0 : (double) count / all);
            }
            shares.add(row);
        }
        return Report.of(Metric.of("accuracy", total == 0 ? 0 : (double) right / total), Metric.of("examples", total))
                .with(new Figure.HeatMap(
                        "confusion",
                        "Share of a class (row) that is taken for a class (column)",
                        Figure.Axis.of("taken for"),
                        Figure.Axis.of("class"),
                        classes,
                        classes,
                        shares));
    }
}
