package io.reprise.molecules.selfies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MoleculeStringsTest {
    private static final List<String> MOLECULES = List.of("CCO", "CC(C)=O", "C1CC1", "N#CC", "OCC=O", "COC", "CF");

    private static MoleculeStrings.Settings settings(Representation representation, int train) {
        return new MoleculeStrings.Settings(
                Path.of("a.csv"), "smiles", representation, 12, List.of(), true, train, 100);
    }

    private static MoleculeRows rows(TestRun run, Representation representation, int train, List<String> molecules)
            throws Exception {
        Files.write(
                Files.createDirectories(run.dataFolder()).resolve("a.csv"),
                ("smiles\n" + String.join("\n", molecules) + "\n").getBytes());
        return (MoleculeRows) new MoleculeStrings().create(settings(representation, train), run.part("data"));
    }

    private static List<String> texts(MoleculeRows rows, String split, TensorScope scope) {
        Batch batch = rows.split(split).read(scope.ops(), 0, 100);
        return rows.vocabulary().texts(batch.tensor(MoleculeStrings.TOKENS));
    }

    @Test
    void givesBackTheMoleculesOfItsCodes() throws Exception {
        for (Representation representation : Representation.values()) {
            try (TestRun run = TestRun.open(1)) {
                MoleculeRows rows = rows(run, representation, 5, MOLECULES);
                List<String> texts = new ArrayList<>(texts(rows, Dataset.TRAIN, run.tensors()));
                assertThat(texts).hasSize(5);
                texts.addAll(texts(rows, Dataset.VALIDATION, run.tensors()));
                SelfiesCodec codec = new SelfiesCodec(BondConstraints.Preset.DEFAULT.constraints());
                assertThat(texts.stream().map(text -> representation.smiles(text, codec)))
                        .containsExactlyInAnyOrderElementsOf(MOLECULES);
            }
        }
    }

    @Test
    void leavesOutChargesStereoAndLongMolecules() throws Exception {
        List<String> more = new ArrayList<>(MOLECULES);
        more.addAll(List.of("C[NH3+]", "F/C=C/F", "C[C@H](N)O", "CCCCCCCCCCCCCCCC", "C[Si]", "C1CC"));
        try (TestRun run = TestRun.open(1)) {
            MoleculeRows rows = rows(run, Representation.SELFIES, 100, more);
            long all = rows.split(Dataset.TRAIN).size().getAsLong()
                    + rows.split(Dataset.VALIDATION).size().getAsLong();
            assertThat(all).isEqualTo(MOLECULES.size());
        }
    }

    @Test
    void goesThroughAllMoleculesOnceInAnEpoch() throws Exception {
        try (TestRun run = TestRun.open(1)) {
            MoleculeRows rows = rows(run, Representation.SMILES, 6, MOLECULES);
            for (int epoch = 0; epoch < 3; epoch++) {
                Set<String> seen = new HashSet<>();
                for (int step = 0; step < 3; step++) {
                    Batch batch =
                            rows.split(Dataset.TRAIN).draw(run.tensors().ops(), epoch * 3L + step, 2, run.random());
                    seen.addAll(rows.vocabulary().texts(batch.tensor(MoleculeStrings.TOKENS)));
                }
                assertThat(seen).hasSize(6);
            }
        }
    }

    @Test
    void refusesAFileOfWhichNothingFits() {
        assertThatThrownBy(() -> {
                    try (TestRun run = TestRun.open(1)) {
                        rows(run, Representation.SELFIES, 4, List.of("C[NH3+]", "CCCCCCCCCCCCCCCC"));
                    }
                })
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("Of 2 molecules 0 fit")
                .hasMessageContaining("data.length");
    }
}
