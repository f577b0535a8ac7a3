package io.reprise.engine.internal.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected numbers are those of SciPy 1.17.1: ttest_1samp, wilcoxon(method='exact') and t.interval(0.95). */
class PairedTestsTest {
    @Test
    void agreesWithSciPyOnSevenPairs() {
        PairedTests.Result result = PairedTests.test(List.of(0.12, -0.03, 0.25, 0.31, 0.08, 0.17, 0.05));

        assertThat(result.mean()).isEqualTo(0.1357142857142857, within(1e-12));
        assertThat(result.low()).isEqualTo(0.02708825643529679, within(1e-9));
        assertThat(result.high()).isEqualTo(0.24434031499327463, within(1e-9));
        assertThat(result.t()).isEqualTo(0.02230773040342229, within(1e-9));
        assertThat(result.wilcoxon()).isEqualTo(0.03125, within(1e-12));
    }

    @Test
    void agreesWithSciPyOnFivePairsWhereTheSignedRankTestCanSayNoMore() {
        PairedTests.Result result = PairedTests.test(List.of(0.5, 0.25, 0.75, 1.0, 0.125));

        assertThat(result.t()).isEqualTo(0.030510812580331614, within(1e-9));
        assertThat(result.wilcoxon()).isEqualTo(0.0625, within(1e-12));
        assertThat(result.low()).isEqualTo(0.08055192632515534, within(1e-9));
    }

    @Test
    void agreesWithSciPyOnTwelvePairs() {
        PairedTests.Result result =
                PairedTests.test(List.of(0.1, -0.2, 0.35, 0.4, -0.05, 0.6, 0.7, -0.8, 0.9, 1.0, 0.15, 0.25));

        assertThat(result.t()).isEqualTo(0.07573484716303154, within(1e-9));
        assertThat(result.wilcoxon()).isEqualTo(0.06396484375, within(1e-12));
    }

    @Test
    void testsNothingWhereAllDifferencesAreTheSame() {
        PairedTests.Result result = PairedTests.test(List.of(3.0, 3.0, 3.0));

        assertThat(result.mean()).isEqualTo(3);
        assertThat(result.low()).isEqualTo(3);
        assertThat(result.t()).isNaN();
        assertThat(result.wilcoxon()).isNaN();
    }

    @Test
    void adjustsByHolmsMethod() {
        // The least p-value times 3, the next times 2, the last times 1; never less than one before it.
        assertThat(PairedTests.holm(List.of(0.04, 0.01, Double.NaN, 0.03)))
                .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b), Double.class)
                .containsExactly(0.06, 0.03, Double.NaN, 0.06);
        assertThat(PairedTests.holm(List.of(0.6, 0.7))).containsExactly(1.0, 1.0);
    }
}
