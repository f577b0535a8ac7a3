package io.reprise.language.internal;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
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

/** Measures how well each next token is predicted. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "bits-per-byte",
        summary = "Cross-entropy of each next token on held-out windows, in nats and in bits")
public final class BitsPerByte implements EvaluatorFactory<BitsPerByte.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = Dataset.VALIDATION, description = "the split to measure on")
            String split,

            @Setting(
                    value = "512",
                    min = 1,
                    max = 1e9,
                    description = "windows to measure on, spread over the split in batches; all of a shorter split")
            int windows,

            @Setting(value = "16", min = 1, max = 65536, description = "windows in a batch")
            int batch) {}

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
            double loss = loss(settings, run, model, data.split(settings.split()));
            return Report.of(
                    Metric.of(settings.split() + ".loss", loss, "nats/byte"),
                    Metric.of(settings.split() + ".bits-per-byte", loss / Math.log(2), "bits/byte"));
        };
    }

    private static double loss(Settings settings, RunContext run, Model model, Split split) {
        long available = split.size().orElse(settings.windows());
        long batches = (Math.min(settings.windows(), available) + settings.batch() - 1) / settings.batch();
        double sum = 0;
        long count = 0;
        for (long b = 0; b < batches; b++) {
            run.progress("bits per byte", b, batches);
            try (TensorScope scope = run.tensors().open()) {
                Ops f = scope.ops();
                long first = b * available / batches;
                long next = (b + 1) * available / batches;
                Batch batch = split.read(f, first, (int) Math.min(settings.batch(), next - first));
                int windows = batch.tensor(NextToken.TOKENS).shape().size(0);
                double mean = f.crossEntropy(
                                model.apply(f, batch).tensor(NextToken.LOGITS), batch.tensor(NextToken.TARGETS))
                        .item();
                sum += mean * windows;
                count += windows;
            }
        }
        return sum / count;
    }
}
