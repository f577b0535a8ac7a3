package io.reprise.language.dragonhatchling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reprise.api.RepriseException;
import io.reprise.report.Metric;
import io.reprise.testkit.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against values that the authors' code computed, where they are at hand. */
class GoldenParityTest {
    private final Path file = Path.of(System.getProperty("reprise.shared", ""), "golden", "dragon-hatchling.npz");

    @BeforeEach
    void skipWithoutTheFile() {
        assumeTrue(Files.exists(file), "skipped: there are no golden values at " + file);
    }

    private Map<String, Double> compare(BdhSettings sizes) {
        try (TestRun run = TestRun.open()) {
            return new GoldenParity()
                            .create(new GoldenParity.Settings(file), run)
                            .evaluate(new Bdh(sizes, 256, run), null)
                            .metrics()
                            .stream()
                            .collect(Collectors.toMap(Metric::name, Metric::value));
        }
    }

    @Test
    void computesWhatTheAuthorsCodeComputes() {
        Map<String, Double> gaps = compare(new BdhSettings(2, 16, 2, 8, 0));
        assertThat(gaps).containsOnlyKeys("golden.logits", "golden.loss", "golden.gradients");
        assertThat(gaps).allSatisfy((name, gap) -> assertThat(gap).as(name).isBetween(0.0, 1e-4));
    }

    @Test
    void wouldNoticeAnotherModel() {
        Map<String, Double> gaps = compare(new BdhSettings(3, 16, 2, 8, 0));
        assertThat(gaps.get("golden.logits")).isGreaterThan(0.1);
        assertThat(gaps.get("golden.gradients")).isGreaterThan(1e-3);
    }

    @Test
    void saysWhenTheSizesDoNotFit() {
        assertThatThrownBy(() -> compare(new BdhSettings(2, 16, 2, 4, 0)))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("dragon-hatchling.npz")
                .hasMessageContaining("model.expansion");
    }
}
