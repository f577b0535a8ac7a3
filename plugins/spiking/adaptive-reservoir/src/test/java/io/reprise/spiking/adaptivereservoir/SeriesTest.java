package io.reprise.spiking.adaptivereservoir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.testkit.TestRun;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Generated series follow the equations they are named after. */
class SeriesTest {
    private static double[][] read(Dataset data, TestRun run) {
        Batch series = data.split(Dataset.VALIDATION).read(run.tensors().ops(), 0, 1);
        return new double[][] {
            series.tensor(Series.INPUT).toDoubles(),
            series.tensor(Series.TARGET).toDoubles()
        };
    }

    @Test
    void asksForTheInputsOfEarlierSteps() {
        try (TestRun run = TestRun.open()) {
            double[][] series = read(new DelayedRecall().create(new DelayedRecall.Settings(3, 1, 50), run), run);
            for (int t = 0; t < 50; t++) {
                for (int k = 1; k <= 3; k++) {
                    assertThat(series[1][3 * t + k - 1]).isEqualTo(t < k ? 0 : series[0][t - k]);
                }
            }
            assertThat(Arrays.stream(series[0]).min().orElseThrow()).isBetween(-1.0, -0.5);
        }
    }

    @Test
    void refusesMoreToRecallThanFitsIntoMemory() {
        assertThatThrownBy(() -> new DelayedRecall.Settings(10_000, 100_000_000, 1))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("data.delays");
    }

    @Test
    void followsTheMovingAverageOfTenthOrder() {
        try (TestRun run = TestRun.open()) {
            double[][] series = read(new Narma().create(new Narma.Settings(1, 300), run), run);
            double[] u = Arrays.stream(series[0]).map(input -> input / 4 + 0.25).toArray();
            double[] y = series[1];
            for (int t = 9; t + 1 < 300; t++) {
                double sum = 0;
                for (int i = 0; i < 10; i++) {
                    sum += y[t - i];
                }
                assertThat(y[t + 1])
                        .isCloseTo(0.3 * y[t] + 0.05 * y[t] * sum + 1.5 * u[t - 9] * u[t] + 0.1, within(1e-12));
            }
        }
    }

    @Test
    void followsMackeyAndGlass() {
        try (TestRun run = TestRun.open()) {
            double[][] series = read(
                    new ChaoticSeries()
                            .create(new ChaoticSeries.Settings(ChaoticSeries.Equation.MACKEY_GLASS, 1, 500), run),
                    run);
            double[] x =
                    Arrays.stream(series[0]).map(scaled -> scaled / 2 + 0.9).toArray();
            for (int t = 20; t + 2 < x.length; t++) {
                // Five points on the curve give its slope up to the fourth power of their distance.
                double slope = (x[t - 2] - 8 * x[t - 1] + 8 * x[t + 1] - x[t + 2]) / 12;
                assertThat(slope).isCloseTo(0.2 * x[t - 17] / (1 + Math.pow(x[t - 17], 10)) - 0.1 * x[t], within(0.01));
                assertThat(series[1][t]).isEqualTo(series[0][t + 1]);
            }
            assertThat(Arrays.stream(x).max().orElseThrow()).isBetween(1.1, 1.5);
        }
    }

    @Test
    void followsLorenz() {
        try (TestRun run = TestRun.open()) {
            double[] s = read(
                    new ChaoticSeries().create(new ChaoticSeries.Settings(ChaoticSeries.Equation.LORENZ, 1, 500), run),
                    run)[0];
            for (int t = 2; t + 2 < 500; t++) {
                double x = 20 * s[3 * t];
                double y = 27 * s[3 * t + 1];
                double z = 24 * s[3 * t + 2] + 24;
                double slope = 20 * (s[3 * t - 6] - 8 * s[3 * t - 3] + 8 * s[3 * t + 3] - s[3 * t + 6]) / 12 / 0.02;
                assertThat(slope).isCloseTo(10 * (y - x), within(2.0));
                assertThat(z).isBetween(0.0, 55.0);
            }
        }
    }
}
