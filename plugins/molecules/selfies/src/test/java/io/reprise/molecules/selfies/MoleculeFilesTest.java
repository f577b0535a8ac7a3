package io.reprise.molecules.selfies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reprise.molecules.CanonicalSmiles;
import io.reprise.molecules.MoleculeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real molecules come back, or are refused where the authors' library refuses them; how many it refuses is written here. */
class MoleculeFilesTest {
    private final SelfiesCodec codec = new SelfiesCodec(BondConstraints.Preset.DEFAULT.constraints());

    // CDK can't read two of the authors' own cases, a phthalocyanine of aluminium and an aromatic ring of single bonds.
    // Every 53rd molecule of QM9; all of them are checked by the claim every-molecule-is-a-string.
    @ParameterizedTest
    @CsvSource({
        "bbbp, 1, 14, 0",
        "esol, 1, 59, 0",
        "freesolv, 1, 2, 0",
        "lipo, 1, 0, 0",
        "tox21, 1, 0, 0",
        "custom_cases, 1, 4, 2",
        "qm9, 53, 2, 0"
    })
    void comeBackOrAreRefusedAsByTheAuthorsLibrary(String name, int every, int refusedByAuthors, int unreadable) {
        Path file = Path.of(System.getProperty("reprise.shared", ""), "data", "molecules", name + ".csv");
        assumeTrue(Files.exists(file), "needs " + name + ".csv in data/molecules of the folder -Dreprise.shared");
        List<String> all = MoleculeFile.read(file, "smiles");
        List<String> different = new ArrayList<>();
        int refused = 0;
        int notCompared = 0;
        for (int i = 0; i < all.size(); i += every) {
            String smiles = all.get(i);
            String selfies;
            try {
                selfies = codec.encode(smiles);
            } catch (MalformedMoleculeException e) {
                refused++;
                continue;
            }
            String decoded = codec.decode(selfies);
            Optional<String> before = CanonicalSmiles.withoutStereo(smiles);
            if (before.isEmpty()) {
                notCompared++;
            } else if (!CanonicalSmiles.withoutStereo(decoded).equals(before)) {
                different.add(smiles);
            }
        }
        assertThat(different).isEmpty();
        assertThat(notCompared).as("molecules that CDK can't read").isEqualTo(unreadable);
        assertThat(refused).isEqualTo(refusedByAuthors);
    }
}
