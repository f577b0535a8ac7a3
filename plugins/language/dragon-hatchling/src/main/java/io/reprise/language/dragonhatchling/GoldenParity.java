package io.reprise.language.dragonhatchling;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.language.NextToken;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * Compares with what the authors' own code computed from the same weights and tokens. The file holds {@code tokens},
 * {@code targets}, {@code logits}, {@code loss}, and {@code param.NAME} and {@code grad.NAME} of each parameter.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "golden-parity",
        summary =
                "Largest differences from the authors' code: logits, loss and gradients of the same weights and tokens")
public final class GoldenParity implements EvaluatorFactory<GoldenParity.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "dragon-hatchling.npz", description = "the values computed by the authors' code")
            Path file) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Bdh.class);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Path file = run.dataFile(settings.file(), "the values to compare with");
            try (TensorScope scope = run.tensors().open()) {
                Map<String, Tensor> golden = run.files().readNpz(scope, file);
                return compare(((Bdh) model).settings(), scope, golden, file);
            }
        };
    }

    private static Report compare(BdhSettings sizes, TensorScope scope, Map<String, Tensor> golden, Path file) {
        Tensor logits = value(golden, "logits", file);
        Bdh bdh = new Bdh(sizes, logits.shape().size(-1), scope);
        restore(bdh, golden, file);
        Batch batch = Batch.of(
                NextToken.TOKENS, value(golden, "tokens", file),
                NextToken.TARGETS, value(golden, "targets", file));
        double logitsGap = gap(logits, bdh.apply(scope.ops(), batch).tensor(NextToken.LOGITS));
        Tape tape = scope.tape(bdh.parameters().values());
        // Without dropout the loss draws no random numbers.
        Tensor loss = bdh.loss(tape, batch, null);
        double lossGap = gap(value(golden, "loss", file), loss);
        Gradients gradients = tape.gradients(loss);
        double gradientGap = bdh.parameters().entrySet().stream()
                .mapToDouble(p -> gap(value(golden, "grad." + p.getKey(), file), gradients.of(p.getValue())))
                .max()
                .orElseThrow();
        return Report.of(
                Metric.of("golden.logits", logitsGap),
                Metric.of("golden.loss", lossGap, "nats"),
                Metric.of("golden.gradients", gradientGap));
    }

    private static void restore(Bdh bdh, Map<String, Tensor> golden, Path file) {
        Map<String, Tensor> saved = new LinkedHashMap<>();
        bdh.state().keySet().forEach(name -> saved.put(name, value(golden, "param." + name, file)));
        try {
            bdh.restore(saved);
        } catch (IllegalArgumentException doesNotFit) {
            throw RepriseException.problem("The weights do not fit the model: " + doesNotFit.getMessage())
                    .at(file.toString())
                    .expected("a model of the sizes that the file was computed with")
                    .hint("Set model.width, model.heads and model.expansion to them.")
                    .because(doesNotFit);
        }
    }

    private static Tensor value(Map<String, Tensor> golden, String name, Path file) {
        Tensor tensor = golden.get(name);
        if (tensor == null) {
            throw RepriseException.problem("There is no array '" + name + "'")
                    .at(file.toString())
                    .expected("tokens, targets, logits, loss, and param. and grad. of each parameter");
        }
        return tensor;
    }

    private static double gap(Tensor expected, Tensor actual) {
        float[] a = expected.toFloats();
        float[] b = actual.toFloats();
        if (a.length != b.length) {
            throw new IllegalArgumentException(expected.shape() + " cannot be compared with " + actual.shape());
        }
        double gap = 0;
        for (int i = 0; i < a.length; i++) {
            gap = Math.max(gap, Math.abs(a[i] - b[i]));
        }
        return gap;
    }
}
