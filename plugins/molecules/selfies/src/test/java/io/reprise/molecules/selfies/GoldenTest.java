package io.reprise.molecules.selfies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All rows of what the authors' library gave, in both directions. */
class GoldenTest {
    private final SelfiesCodec codec = new SelfiesCodec(BondConstraints.Preset.DEFAULT.constraints());

    private static List<String[]> rows(String name) throws IOException {
        Path file = Path.of(System.getProperty("reprise.shared", ""), "golden", name);
        assumeTrue(Files.exists(file), "needs " + name + " in the golden folder of -Dreprise.shared");
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    @Test
    void translatesMoleculesAsTheAuthorsLibrary() throws IOException {
        List<String> different = new ArrayList<>();
        List<String[]> rows = rows("selfies.tsv");
        for (String[] row : rows) {
            String selfies;
            try {
                selfies = codec.encode(row[0]);
            } catch (MalformedMoleculeException e) {
                selfies = "ERROR";
            }
            if (!selfies.equals(row[1])
                    || (!selfies.equals("ERROR") && !codec.decode(selfies).equals(row[2]))) {
                different.add(row[0]);
            }
        }
        assertThat(rows).hasSize(3536);
        assertThat(different).isEmpty();
    }

    @Test
    void decodesRandomStringsAsTheAuthorsLibrary() throws IOException {
        List<String[]> rows = rows("selfies-random.tsv");
        assertThat(rows)
                .hasSize(2000)
                .allSatisfy(row -> assertThat(codec.decode(row[0])).isEqualTo(row[1]));
    }

    @Test
    void hasTheAuthorsRobustAlphabet() throws IOException {
        List<String> alphabet =
                rows("selfies-alphabet.txt").stream().map(row -> row[0]).toList();
        assertThat(BondConstraints.Preset.DEFAULT.constraints().robustAlphabet())
                .isEqualTo(alphabet);
    }
}
