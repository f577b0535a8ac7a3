package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Schema;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.molecules.MoleculeTexts;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/**
 * Replaces characters of a molecule's SMILES, and symbols of its SELFIES, at random places, and counts how many of the results
 * are valid molecules (paper, section on the robustness of SELFIES).
 */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "mutation-robustness",
        summary = "Share of valid molecules among random mutations of a SMILES and of a SELFIES")
public final class MutationRobustness implements EvaluatorFactory<MutationRobustness.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "3", min = 1, max = 1000, description = "most places replaced")
            int mutations,

            @Setting(value = "10000", min = 1, max = 1e8, description = "mutants for each number of places")
            int samples) {}

    private static final int CHECK_EVERY = 1000;

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
        return (model, data) -> {
            try (TensorScope scope = run.tensors().open()) {
                Batch first = data.split(Dataset.VALIDATION).read(scope.ops(), 0, 1);
                return measure(first.text(MoleculeTexts.SMILES).get(0), settings, run);
            }
        };
    }

    private static Report measure(String smiles, Settings settings, RunContext run) {
        SelfiesCodec codec = new SelfiesCodec(BondConstraints.Preset.DEFAULT.constraints());
        List<String> symbols;
        try {
            symbols = Selfies.symbols(codec.encode(smiles));
        } catch (MalformedMoleculeException e) {
            throw Selfies.problem(smiles, e);
        }
        List<String> characters =
                smiles.codePoints().mapToObj(Character::toString).toList();
        List<Double> places = new ArrayList<>();
        List<Double> ofSmiles = new ArrayList<>();
        List<Double> ofSelfies = new ArrayList<>();
        Report report = Report.EMPTY;
        for (int mutations = 1; mutations <= settings.mutations(); mutations++) {
            int validSmiles = 0;
            int validSelfies = 0;
            RandomSource random = run.random().split(mutations);
            for (int i = 0; i < settings.samples(); i++) {
                if (i % CHECK_EVERY == 0) {
                    run.progress("mutations", i, settings.samples());
                }
                RandomSource own = random.split(i);
                String mutant = Mutation.of(characters, mutations, Mutation.SMILES_ALPHABET, own);
                validSmiles += codec.isValid(mutant) ? 1 : 0;
                String decoded =
                        codec.decode(Mutation.of(symbols, mutations, Mutation.SELFIES_ALPHABET, own.split("selfies")));
                validSelfies += codec.isValid(decoded) ? 1 : 0;
            }
            places.add((double) mutations);
            ofSmiles.add(100.0 * validSmiles / settings.samples());
            ofSelfies.add(100.0 * validSelfies / settings.samples());
            report = report.with(Metric.of("mutation.smiles." + mutations, ofSmiles.get(ofSmiles.size() - 1), "%"))
                    .with(Metric.of("mutation.selfies." + mutations, ofSelfies.get(ofSelfies.size() - 1), "%"));
        }
        return report.with(new Figure.Lines(
                "mutation-robustness",
                "Valid molecules among mutations of " + smiles,
                Figure.Axis.of("places replaced"),
                Figure.Axis.of("valid (%)"),
                List.of(
                        new Figure.Series("SELFIES", places, ofSelfies),
                        new Figure.Series("SMILES", places, ofSmiles))));
    }
}
