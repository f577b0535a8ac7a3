package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Model;
import io.reprise.model.Requirements;
import io.reprise.molecules.MoleculeTexts;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.TensorScope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Decodes strings and checks every molecule as strictly as one that comes from outside. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "validity",
        summary = "Share of decoded strings that are valid molecules, and how many different ones there are")
public final class Validity implements EvaluatorFactory<Validity.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "10000", min = 1, max = 1e9, description = "strings of the validation split to decode")
            int count,

            @Setting(value = "default", description = "the constraints that a valid molecule keeps to")
            BondConstraints.Preset constraints) {}

    private static final int BATCH = 1000;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.of(Model.class)
                .withData(Schema.of(Selfies.SELFIES_FIELD))
                .withOutputs(Schema.of(Selfies.SMILES_FIELD, Selfies.PROBLEM_FIELD));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        SelfiesCodec codec = new SelfiesCodec(settings.constraints().constraints());
        return (model, data) -> {
            Tally tally = new Tally(codec);
            Split split = data.split(Dataset.VALIDATION);
            for (int first = 0; first < settings.count(); first += BATCH) {
                run.progress("validity", first, settings.count());
                try (TensorScope scope = run.tensors().open()) {
                    int wanted = Math.min(BATCH, settings.count() - first);
                    Batch batch = split.read(scope.ops(), first, wanted);
                    Batch decoded = model.apply(scope.ops(), batch);
                    List<String> smiles = decoded.text(MoleculeTexts.SMILES);
                    for (int i = 0; i < smiles.size(); i++) {
                        tally.add(smiles.get(i), decoded.text(Selfies.PROBLEM).get(i));
                    }
                    if (smiles.size() < wanted) {
                        break;
                    }
                }
            }
            return tally.report();
        };
    }

    /** What became of the strings. */
    static final class Tally {
        private final SelfiesCodec codec;
        private final Set<String> distinct = new HashSet<>();
        private int strings;
        private int refused;
        private int empty;
        private int valid;

        Tally(SelfiesCodec codec) {
            this.codec = codec;
        }

        void add(String smiles, String problem) {
            strings++;
            if (!problem.isEmpty()) {
                refused++;
            } else if (smiles.isEmpty()) {
                empty++;
            } else if (codec.isValid(smiles)) {
                valid++;
                distinct.add(smiles);
            }
        }

        int distinct() {
            return distinct.size();
        }

        Set<String> molecules() {
            return distinct;
        }

        Report report() {
            int rest = strings - empty;
            return Report.of(
                    Metric.of("validity.strings", strings),
                    Metric.of("validity.refused", refused),
                    Metric.of("validity.empty", empty),
                    Metric.of("validity.invalid", rest - refused - valid),
                    Metric.of("validity.valid", rest == 0 ? 0 : (double) valid / rest),
                    Metric.of("validity.distinct", distinct.size()));
        }
    }
}
