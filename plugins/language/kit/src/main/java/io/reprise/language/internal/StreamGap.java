package io.reprise.language.internal;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.language.NextToken;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.model.Sequential;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Compares the two forms of a model that can be applied to a window at once or stepped through it. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "stream-gap",
        summary = "Largest difference of logits between a window at once and token by token")
public final class StreamGap implements EvaluatorFactory<StreamGap.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = Dataset.VALIDATION, description = "the split to take windows of")
            String split,

            @Setting(value = "4", min = 1, max = 65536, description = "how many windows")
            int windows) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Sequential.class).withData(NextToken.INPUTS).withOutputs(NextToken.OUTPUTS);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            try (TensorScope scope = run.tensors().open()) {
                Batch windows = data.split(settings.split()).read(scope.ops(), 0, settings.windows());
                Tensor atOnce = model.apply(scope.ops(), windows).tensor(NextToken.LOGITS);
                return compare(run, scope, (Sequential) model, windows.tensor(NextToken.TOKENS), atOnce);
            }
        };
    }

    private static Report compare(RunContext run, TensorScope scope, Sequential model, Tensor tokens, Tensor atOnce) {
        int batch = tokens.shape().size(0);
        int length = tokens.shape().size(1);
        int vocabulary = atOnce.shape().size(2);
        int[] codes = tokens.toInts();
        float[] expected = atOnce.toFloats();
        Map<String, Tensor> state = model.start(scope, batch);
        double gap = 0;
        double largest = 0;
        for (int t = 0; t < length; t++) {
            run.progress("streaming", t, length);
            try (TensorScope step = scope.open()) {
                int[] column = new int[batch];
                for (int b = 0; b < batch; b++) {
                    column[b] = codes[b * length + t];
                }
                Batch input = Batch.of(NextToken.TOKENS, step.of(column, batch, 1));
                float[] logits = model.step(step.ops(), input, state)
                        .tensor(NextToken.LOGITS)
                        .toFloats();
                for (int b = 0; b < batch; b++) {
                    for (int v = 0; v < vocabulary; v++) {
                        float value = expected[(b * length + t) * vocabulary + v];
                        gap = Math.max(gap, Math.abs(value - logits[b * vocabulary + v]));
                        largest = Math.max(largest, Math.abs(value));
                    }
                }
            }
        }
        return Report.of(Metric.of("stream.gap", gap), Metric.of("stream.largest-logit", largest));
    }
}
