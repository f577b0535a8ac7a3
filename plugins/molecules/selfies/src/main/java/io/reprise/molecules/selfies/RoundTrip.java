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
import io.reprise.model.Requirements;
import io.reprise.molecules.CanonicalSmiles;
import io.reprise.molecules.MoleculeTexts;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * Encodes molecules and decodes them again. Two texts are the same molecule where CDK gives them the same canonical SMILES.
 * Those that differ in nothing but stereo centres are counted apart: of a text with aromatic rings CDK does not read the
 * direction of double bonds beside a ring, and of the decoded one, which has none, it does. What CDK can't read is unreadable.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "round-trip",
        summary = "Share of molecules that are the same after going to SELFIES and back")
public final class RoundTrip implements EvaluatorFactory<RoundTrip.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "1000000",
                    min = 1,
                    max = 1e9,
                    description = "most molecules of the validation split to take")
            int count,

            @Setting(value = "default", description = "the constraints that a molecule must keep to")
            BondConstraints.Preset constraints) {}

    private static final int BATCH = 1000;
    private static final int MOST_SHOWN = 100;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return Requirements.NONE.withData(Schema.of(Selfies.SMILES_FIELD));
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        SelfiesCodec codec = new SelfiesCodec(settings.constraints().constraints());
        return (model, data) -> {
            Tally tally = new Tally(codec);
            Split split = data.split(Dataset.VALIDATION);
            for (int first = 0; first < settings.count(); first += BATCH) {
                run.progress("round-trip", first, split.size().orElse(settings.count()));
                try (TensorScope scope = run.tensors().open()) {
                    Batch batch = split.read(scope.ops(), first, Math.min(BATCH, settings.count() - first));
                    List<String> smiles = batch.text(MoleculeTexts.SMILES);
                    smiles.forEach(tally::add);
                    if (smiles.size() < BATCH) {
                        break;
                    }
                }
            }
            return tally.report();
        };
    }

    private static final class Tally {
        private final SelfiesCodec codec;
        private final List<List<Object>> different = new ArrayList<>();
        private final List<List<Object>> refusals = new ArrayList<>();
        private int molecules;
        private int refused;
        private int sameText;
        private int sameSelfies;
        private int compared;
        private int differentGraph;
        private int differentStereo;

        Tally(SelfiesCodec codec) {
            this.codec = codec;
        }

        void add(String smiles) {
            molecules++;
            String selfies;
            try {
                selfies = codec.encode(smiles);
            } catch (MalformedMoleculeException e) {
                refused++;
                if (refusals.size() < MOST_SHOWN) {
                    refusals.add(List.of(smiles, e.getMessage()));
                }
                return;
            }
            String decoded = codec.decode(selfies);
            sameText += smiles.equals(decoded) ? 1 : 0;
            sameSelfies += codec.encode(decoded).equals(selfies) ? 1 : 0;
            Optional<String> before = CanonicalSmiles.of(smiles);
            Optional<String> after = CanonicalSmiles.of(decoded);
            if (before.isPresent() && after.isPresent()) {
                compared++;
                if (!before.equals(after)) {
                    boolean sameGraph =
                            CanonicalSmiles.withoutStereo(smiles).equals(CanonicalSmiles.withoutStereo(decoded));
                    differentStereo += sameGraph ? 1 : 0;
                    differentGraph += sameGraph ? 0 : 1;
                    if (different.size() < MOST_SHOWN) {
                        different.add(List.of(smiles, decoded, before.get(), after.get()));
                    }
                }
            }
        }

        Report report() {
            return Report.of(
                            Metric.of("round-trip.molecules", molecules),
                            Metric.of("round-trip.refused", refused),
                            Metric.of("round-trip.same-text", sameText),
                            Metric.of("round-trip.same-selfies", sameSelfies),
                            Metric.of("round-trip.compared", compared),
                            Metric.of("round-trip.unreadable", molecules - refused - compared),
                            Metric.of("round-trip.different", differentGraph),
                            Metric.of("round-trip.different-stereo", differentStereo))
                    .with(new Table(
                            "refused", "Molecules that can't be encoded", List.of("smiles", "problem"), refusals))
                    .with(new Table(
                            "different",
                            "Molecules that are others after the round trip",
                            List.of("smiles", "decoded", "canonical", "decoded canonical"),
                            different));
        }
    }
}
