package io.reprise.embodied.sortingmorphogenesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reprise.api.RepriseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {
    static final String TWO_CELLS = """
            [{"case": "two bubbles", "values": [1, 0], "types": "BB", "frozen": [], "reversed": [0, 0],
              "order": [0, 0], "coin": [1, 0], "ids_after": {"1": [0, 1], "2": [1, 0]}, "swaps": 1}]
            """;

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("cases.json"), text);
    }

    @Test
    void cellsStandWhereThoseOfTheAuthorsClassesStand() {
        Path file = Path.of(System.getProperty("reprise.shared", ""), "golden", "sorting-morphogenesis.json");
        assumeTrue(Files.exists(file), "needs sorting-morphogenesis.json in the golden folder of -Dreprise.shared");
        assertThat(SortingGolden.read(file))
                .hasSize(9)
                .allSatisfy(c -> assertThat(c.differences()).as(c.name()).isZero());
    }

    @Test
    void countsArraysThatDiffer() throws IOException {
        assertThat(SortingGolden.read(file(TWO_CELLS)).get(0).differences()).isZero();
        assertThat(SortingGolden.read(file(TWO_CELLS.replace("\"2\": [1, 0]", "\"2\": [0, 1]")))
                        .get(0)
                        .differences())
                .isEqualTo(1);
        assertThat(SortingGolden.read(file(TWO_CELLS.replace("\"swaps\": 1", "\"swaps\": 2")))
                        .get(0)
                        .differences())
                .isEqualTo(1);
    }

    @Test
    void refusesWhatAreNoCases() throws IOException {
        for (String text : new String[] {
            "",
            "no json",
            "{\"case\": 1}",
            "[1]",
            "[{}]",
            TWO_CELLS.replace("BB", "BX"),
            TWO_CELLS.replace("BB", "B"),
            TWO_CELLS.replace("\"order\": [0, 0]", "\"order\": [0, 2]"),
            TWO_CELLS.replace("\"coin\": [1, 0]", "\"coin\": [1]"),
            TWO_CELLS.replace("[1, 0]", "[1.5, 0]"),
            TWO_CELLS.substring(0, 90)
        }) {
            Path file = file(text);
            assertThatThrownBy(() -> SortingGolden.read(file))
                    .as(text)
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("cases.json");
        }
    }
}
