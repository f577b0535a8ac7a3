package io.reprise.language.dragonhatchling;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.language.NextToken;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Model;
import io.reprise.model.Requirements;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.Ops;
import io.reprise.tensor.TensorScope;
import org.osgi.service.component.annotations.Component;

/** Measures how often the last token of a window is predicted, as in {@code associative-recall}. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "recall-accuracy",
        summary = "How often the best score at the end of a window is that of the token that follows")
public final class RecallAccuracy implements EvaluatorFactory<RecallAccuracy.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "256", min = 1, max = 65536, description = "windows to measure on")
            int windows) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Model.class)
                .withData(NextToken.INPUTS.and(NextToken.OBJECTIVE))
                .withOutputs(NextToken.OUTPUTS);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            try (TensorScope scope = run.tensors().open()) {
                Ops f = scope.ops();
                Batch batch = data.split(Dataset.VALIDATION).read(f, 0, settings.windows());
                int[] best = f.argmax(model.apply(f, batch).tensor(NextToken.LOGITS), 2)
                        .toInts();
                int[] targets = batch.tensor(NextToken.TARGETS).toInts();
                int length = batch.tensor(NextToken.TARGETS).shape().size(1);
                int right = 0;
                for (int last = length - 1; last < targets.length; last += length) {
                    right += best[last] == targets[last] ? 1 : 0;
                }
                return Report.of(Metric.of("recall.accuracy", (double) right * length / targets.length));
            }
        };
    }
}
