package io.reprise.molecules.selfies;

import io.reprise.api.RunContext;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.molecules.MoleculeTexts;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.testkit.BundleContract;
import io.reprise.testkit.DatasetContract;
import io.reprise.testkit.EvaluatorContract;
import io.reprise.testkit.ModelContract;
import io.reprise.testkit.TrainerContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

class ContractsTest {
    private static final String SMALL = "layer1: 6, layer2: 5, layer3: 4, latent: 3, recurrent: 7";
    private static final String MOLECULES =
            "smiles\nCCO\nCC(C)=O\nC1CC1\nN#CC\nC1=CC=CO1\nCC(C)(C)O\nOCC=O\nCOC\nC[NH3+]\n";

    /** The molecules that are given, as the SMILES of a file would be. */
    static final class GivenMolecules implements DatasetFactory<GivenMolecules.Settings> {
        record Settings() {}

        @Override
        public Class<Settings> settings() {
            return Settings.class;
        }

        @Override
        public Schema schema(Settings settings) {
            return MoleculeTexts.schema();
        }

        @Override
        public Dataset create(Settings settings, RunContext run) {
            return new MoleculeTexts(
                    MoleculeTexts.SMILES, List.of("CCO", "c1ccccc1", "F/C=C/F", "C[C@H](N)O", "CN(=O)=O", "C1CC"), 0);
        }
    }

    @Nested
    class SelfiesBundle extends BundleContract {
        SelfiesBundle() {
            super(SelfiesEncoder.class);
        }
    }

    @Nested
    class SelfiesDecoderContract extends ModelContract<SelfiesDecoder.Settings> {
        SelfiesDecoderContract() {
            super(new SelfiesDecoder(), "", "oldSymbols: true, attribution: true");
        }

        @Override
        protected Batch example(
                Ops f, SelfiesDecoder.Settings settings, Map<String, Integer> sizes, RandomSource random) {
            return Batch.ofText(Selfies.SELFIES, List.of("[C][C][O]", "[C][=C][Ring1][C]", "[Foo]"));
        }
    }

    @Nested
    class SelfiesEncoderContract extends ModelContract<SelfiesEncoder.Settings> {
        SelfiesEncoderContract() {
            super(new SelfiesEncoder(), "", "strict: false, attribution: true");
        }

        @Override
        protected Batch example(
                Ops f, SelfiesEncoder.Settings settings, Map<String, Integer> sizes, RandomSource random) {
            return Batch.ofText(MoleculeTexts.SMILES, List.of("CCO", "c1ccccc1", "C1CC"));
        }
    }

    @Nested
    class RandomSelfiesContract extends DatasetContract<RandomSelfies.Settings> {
        RandomSelfiesContract() {
            super(new RandomSelfies(), "", "least: 3, most: 3, constraints: hypervalent");
        }
    }

    @Nested
    class MutatedSelfiesContract extends DatasetContract<MutatedSelfies.Settings> {
        MutatedSelfiesContract() {
            super(new MutatedSelfies(), "", "molecule: CCO, mutations: 2");
        }
    }

    @Nested
    class SelfiesFileContract extends DatasetContract<SelfiesFile.Settings> {
        SelfiesFileContract() {
            super(new SelfiesFile(), "path: a.csv", "path: a.txt, trainShare: 0.5");
            file("a.csv", "selfies\n[C][C][O]\n[C]\n[N]\n");
            file("a.txt", "[C][C][O]\n[C]\n[N]\n[O]\n");
        }
    }

    @Nested
    class MoleculeStringsContract extends DatasetContract<MoleculeStrings.Settings> {
        MoleculeStringsContract() {
            super(
                    new MoleculeStrings(),
                    "path: a.csv, train: 4",
                    "path: a.csv, train: 4, validation: 2, representation: smiles, length: 10");
            file("a.csv", MOLECULES);
        }
    }

    @Nested
    class ValidityContract extends EvaluatorContract<Validity.Settings> {
        ValidityContract() {
            super(new Validity(), "count: 20");
            model(new SelfiesDecoder(), "");
            data(new RandomSelfies(), "most: 9");
        }
    }

    @Nested
    class SymbolStatisticsContract extends EvaluatorContract<SymbolStatistics.Settings> {
        SymbolStatisticsContract() {
            super(new SymbolStatistics(), "count: 20");
            data(new RandomSelfies(), "most: 9");
        }
    }

    @Nested
    class RoundTripContract extends EvaluatorContract<RoundTrip.Settings> {
        RoundTripContract() {
            super(new RoundTrip(), "", "count: 3, constraints: hypervalent");
            data(new GivenMolecules(), "");
        }
    }

    @Nested
    class MutationRobustnessContract extends EvaluatorContract<MutationRobustness.Settings> {
        MutationRobustnessContract() {
            super(new MutationRobustness(), "samples: 50");
            data(new GivenMolecules(), "");
        }
    }

    @Nested
    class SelfiesGoldenContract extends EvaluatorContract<SelfiesGolden.Settings> {
        SelfiesGoldenContract() {
            super(new SelfiesGolden(), "molecules: a.tsv, random: b.tsv, alphabet: c.txt");
            data(new GivenMolecules(), "");
            file("a.tsv", "# SMILES, SELFIES, SMILES\nCCO\t[C][C][O]\tCCO\nC1CC\tERROR\t\n");
            file("b.tsv", "[C][=O][F]\tC=O\n");
            file(
                    "c.txt",
                    String.join(
                            "\n", BondConstraints.Preset.DEFAULT.constraints().robustAlphabet()));
        }
    }

    @Nested
    class MoleculeVaeContract extends ModelContract<VaeSettings> {
        MoleculeVaeContract() {
            super(new MoleculeVaeFactory(), SMALL, SMALL + ", choice: most-likely, divergenceWeight: 0.5");
        }
    }

    @Nested
    class VaeTrainerContract extends TrainerContract<VaeTrainer.Settings> {
        VaeTrainerContract() {
            super(new VaeTrainer(), "steps: 4, batch: 3");
            model(new MoleculeVaeFactory(), SMALL);
            data(new MoleculeStrings(), "path: a.csv, train: 4");
            file("a.csv", MOLECULES);
        }
    }

    @Nested
    class ReconstructionContract extends EvaluatorContract<Reconstruction.Settings> {
        ReconstructionContract() {
            super(new Reconstruction(), "", "count: 1");
            model(new MoleculeVaeFactory(), SMALL);
            data(new MoleculeStrings(), "path: a.csv, train: 4");
            file("a.csv", MOLECULES);
        }
    }

    @Nested
    class GeneratedMoleculesContract extends EvaluatorContract<GeneratedMolecules.Settings> {
        GeneratedMoleculesContract() {
            super(new GeneratedMolecules(), "count: 20");
            model(new MoleculeVaeFactory(), SMALL);
            data(new MoleculeStrings(), "path: a.csv, train: 4");
            file("a.csv", MOLECULES);
        }
    }

    @Nested
    class LatentSliceContract extends EvaluatorContract<LatentSlice.Settings> {
        LatentSliceContract() {
            super(new LatentSlice(), "points: 3", "points: 2, extent: 1");
            model(new MoleculeVaeFactory(), SMALL);
            data(new MoleculeStrings(), "path: a.csv, train: 4, representation: smiles");
            file("a.csv", MOLECULES);
        }
    }
}
