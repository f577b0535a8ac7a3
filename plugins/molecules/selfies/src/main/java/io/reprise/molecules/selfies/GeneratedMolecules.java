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
import io.reprise.model.Generative;
import io.reprise.model.Requirements;
import io.reprise.molecules.CanonicalSmiles;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Lets a model make molecules from random latent points, and counts how many are valid, how many different ones there are, and how
 * many of these it has not been trained on (paper, section on the generative model). A molecule is valid by the strict check; two
 * are the same where CDK gives them the same canonical SMILES. Empty strings are no molecules, and no invalid ones.
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "generated-molecules",
        summary = "Validity, diversity and novelty of the molecules that a model makes")
public final class GeneratedMolecules implements EvaluatorFactory<GeneratedMolecules.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "2000", min = 1, max = 1e8, description = "how many molecules the model makes")
            int count,

            @Setting(value = "default", description = "the constraints that a valid molecule keeps to")
            BondConstraints.Preset constraints) {}

    private static final int BATCH = 500;
    private static final int MOST_SHOWN = 1000;
    private static final int POINTS = 200;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return new Requirements(Set.of(Generative.class), MoleculeRows.class, Schema.EMPTY, Schema.EMPTY);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> {
            MoleculeRows rows = (MoleculeRows) data;
            SelfiesCodec codec = new SelfiesCodec(settings.constraints().constraints());
            Tally tally = new Tally(rows.representation(), codec, Math.max(1, settings.count() / POINTS));
            for (int first = 0; first < settings.count(); first += BATCH) {
                run.progress("generating", first, settings.count());
                try (TensorScope scope = run.tensors().open()) {
                    int wanted = Math.min(BATCH, settings.count() - first);
                    Batch made = ((Generative) model)
                            .generate(
                                    scope.ops(),
                                    Batch.EMPTY,
                                    wanted,
                                    run.random().split(first));
                    rows.vocabulary().texts(made.tensor(MoleculeStrings.TOKENS)).forEach(tally::add);
                }
            }
            return tally.report(trained(rows, codec, run));
        };
    }

    /** The molecules to train on, canonical. */
    private static Set<String> trained(MoleculeRows rows, SelfiesCodec codec, RunContext run) {
        Split train = rows.split(Dataset.TRAIN);
        Set<String> molecules = new HashSet<>();
        long size = train.size().orElse(0);
        for (long first = 0; first < size; first += BATCH) {
            run.progress("molecules trained on", first, size);
            try (TensorScope scope = run.tensors().open()) {
                Batch batch = train.read(scope.ops(), first, BATCH);
                for (String text : rows.vocabulary().texts(batch.tensor(MoleculeStrings.TOKENS))) {
                    String smiles = rows.representation().smiles(text, codec);
                    molecules.add(CanonicalSmiles.of(smiles).orElse(smiles));
                }
            }
        }
        return molecules;
    }

    private static final class Tally {
        private final Representation representation;
        private final SelfiesCodec codec;
        private final Map<String, Integer> molecules = new LinkedHashMap<>();
        private final List<Double> made = new ArrayList<>();
        private final List<Double> distinct = new ArrayList<>();
        private final int every;
        private int strings;
        private int empty;
        private int valid;

        Tally(Representation representation, SelfiesCodec codec, int every) {
            this.every = every;
            this.representation = representation;
            this.codec = codec;
        }

        void add(String text) {
            strings++;
            try {
                String smiles = representation.smiles(text, codec);
                if (smiles.isEmpty()) {
                    empty++;
                } else if (codec.isValid(smiles)) {
                    valid++;
                    molecules.merge(CanonicalSmiles.of(smiles).orElse(smiles), 1, Integer::sum);
                }
            } catch (MalformedMoleculeException e) {
                // A string that can't be decoded counts as invalid.
            }
            if (strings % every == 0) {
                made.add((double) strings);
                distinct.add((double) molecules.size());
            }
        }

        Report report(Set<String> trained) {
            long novel = molecules.keySet().stream()
                    .filter(molecule -> !trained.contains(molecule))
                    .count();
            return Report.of(
                            Metric.of("generated.strings", strings),
                            Metric.of("generated.empty", empty),
                            Metric.of("generated.invalid", strings - empty - valid),
                            Metric.of("generated.valid", 100.0 * valid / strings, "%"),
                            Metric.of("generated.distinct", molecules.size()),
                            Metric.of("generated.novel", novel))
                    .with(new Figure.Lines(
                            "distinct-molecules",
                            "Different molecules among those made",
                            Figure.Axis.of("strings made"),
                            Figure.Axis.of("different valid molecules"),
                            List.of(new Figure.Series(representation.name(), made, distinct))))
                    .with(new Table(
                            "generated",
                            "The molecules, most frequent first",
                            List.of("smiles", "times", "trained on"),
                            molecules.entrySet().stream()
                                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                                            .reversed()
                                            .thenComparing(Map.Entry.comparingByKey()))
                                    .limit(MOST_SHOWN)
                                    .map(each -> List.<Object>of(
                                            each.getKey(), each.getValue(), trained.contains(each.getKey())))
                                    .toList()));
        }
    }
}
