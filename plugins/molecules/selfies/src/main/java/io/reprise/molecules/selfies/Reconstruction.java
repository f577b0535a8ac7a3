package io.reprise.molecules.selfies;

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
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.TensorScope;
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;

/** How much of held-out molecules comes back (the authors' reconstruction quality: the most likely symbol at each place). */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "reconstruction",
        summary = "Share of symbols, and of whole molecules, that come back from an autoencoder")
public final class Reconstruction implements EvaluatorFactory<Reconstruction.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "1000", min = 1, max = 1e9, description = "most molecules of the validation split to take")
            int count) {}

    private static final int BATCH = 200;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Model.class)
                .withData(Schema.of(Field.parse(MoleculeStrings.TOKENS + ": int[B,L] < V", "codes of symbols")))
                .withOutputs(Schema.of(Field.parse(MoleculeStrings.LOGITS + ": float[B,L,V]", "score of each symbol")));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            Split split = data.split(Dataset.VALIDATION);
            long symbols = 0;
            long same = 0;
            int molecules = 0;
            int whole = 0;
            for (int first = 0; first < settings.count(); first += BATCH) {
                run.progress("reconstruction", first, settings.count());
                try (TensorScope scope = run.tensors().open()) {
                    int wanted = Math.min(BATCH, settings.count() - first);
                    Batch batch = split.read(scope.ops(), first, wanted);
                    int read = batch.tensor(MoleculeStrings.TOKENS).shape().size(0);
                    if (read == 0) {
                        break;
                    }
                    int length = batch.tensor(MoleculeStrings.TOKENS).shape().size(1);
                    int[] given = batch.tensor(MoleculeStrings.TOKENS).toInts();
                    int[] back = scope.ops()
                            .argmax(model.apply(scope.ops(), batch).tensor(MoleculeStrings.LOGITS), 2)
                            .toInts();
                    for (int i = 0; i < given.length; i++) {
                        same += given[i] == back[i] ? 1 : 0;
                    }
                    for (int i = 0; i < given.length; i += length) {
                        whole += Arrays.equals(given, i, i + length, back, i, i + length) ? 1 : 0;
                    }
                    symbols += given.length;
                    molecules += read;
                    if (read < wanted) {
                        break;
                    }
                }
            }
            return Report.of(
                    Metric.of("reconstruction.molecules", molecules),
                    Metric.of("reconstruction.symbols", symbols == 0 ? 0 : 100.0 * same / symbols, "%"),
                    Metric.of("reconstruction.whole", molecules == 0 ? 0 : 100.0 * whole / molecules, "%"));
        };
    }
}
