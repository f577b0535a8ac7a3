package io.reprise.molecules.selfies;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.molecules.MoleculeTexts;
import io.reprise.testkit.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a user can mend is said in words. */
class ErrorsTest {
    private static final MoleculeTexts NO_SMILES = new MoleculeTexts(MoleculeTexts.SMILES, List.of("C1CC"), 0);

    private static void refused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(RepriseException.class).hasMessageContainingAll(parts);
    }

    @Test
    void lengthsInTheWrongOrderAreRefused() {
        refused(
                () -> new RandomSelfies.Settings(5, 4, BondConstraints.Preset.DEFAULT),
                "at least 5 and at most 4",
                "data.least");
    }

    @Test
    void aMoleculeToMutateMustBeOne() throws Exception {
        try (TestRun run = TestRun.open(1)) {
            refused(
                    () -> new MutatedSelfies().create(new MutatedSelfies.Settings("C1CC", 1, List.of()), run),
                    "'C1CC' is no valid molecule",
                    "ring 1 is never closed");
            refused(
                    () -> new MutationRobustness()
                            .create(new MutationRobustness.Settings(1, 10), run)
                            .evaluate(null, NO_SMILES),
                    "'C1CC' is no valid molecule");
        }
    }

    @Test
    void aLineWithTheWrongColumnsIsNamed() throws Exception {
        try (TestRun run = TestRun.open(1)) {
            Path folder = Files.createDirectories(run.dataFolder());
            Files.writeString(folder.resolve("a.tsv"), "# comment\nCCO\t[C][C][O]\tCCO\nCCO\t[C][C][O]\n");
            Files.writeString(folder.resolve("b.tsv"), "[C]\tC\n");
            Files.writeString(folder.resolve("c.txt"), "[C]\n");
            refused(
                    () -> new SelfiesGolden()
                            .create(
                                    new SelfiesGolden.Settings(Path.of("a.tsv"), Path.of("b.tsv"), Path.of("c.txt")),
                                    run)
                            .evaluate(null, NO_SMILES),
                    "a.tsv:3",
                    "There are 2 columns",
                    "3 separated by tabs");
        }
    }
}
