package io.reprise.spiking.adaptivereservoir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.RepriseException;
import io.reprise.data.Dataset;
import io.reprise.data.Dimensions;
import io.reprise.model.Training;
import io.reprise.tensor.Tensor;
import io.reprise.testkit.TestRun;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdaptiveReservoirTest {
    private static final int N = 200;

    private static AdaptiveSettings settings(double target, TargetRates.Distribution targets) {
        return new AdaptiveSettings(N, 0.8, 0.1, 4, 1.5, 1, target, targets, 4, 0.1, 0.7, 200, 1e-7);
    }

    private static AdaptiveReservoir reservoir(double target, TestRun run) {
        return (AdaptiveReservoir) new AdaptiveReservoirFactory()
                .create(
                        settings(target, TargetRates.Distribution.EQUAL),
                        Dimensions.of(Map.of("D", 1, "K", 5)),
                        run.part("model"));
    }

    private static Tensor input(TestRun run) {
        Dataset data = new DelayedRecall().create(new DelayedRecall.Settings(5, 2200, 2200), run.part("data"));
        return data.split(Dataset.TRAIN).read(run.tensors().ops(), 0, 1).tensor(Series.INPUT);
    }

    @Test
    void obeysDalesLawAndGetsTheTotalsAskedFor() {
        try (TestRun run = TestRun.open()) {
            double[] w = reservoir(0.5, run).recurrent().toDoubles();
            double excitation = 0;
            double inhibition = 0;
            int synapses = 0;
            for (int i = 0; i < N; i++) {
                assertThat(w[i * N + i]).isZero();
                for (int j = 0; j < N; j++) {
                    double weight = w[i * N + j];
                    synapses += weight == 0 ? 0 : 1;
                    if (j < 160) {
                        assertThat(weight).isNotNegative();
                        excitation += weight / N;
                    } else {
                        assertThat(weight).isNotPositive();
                        inhibition -= weight / N;
                    }
                }
            }
            assertThat(excitation).isCloseTo(4, within(1e-9));
            assertThat(inhibition).isCloseTo(6, within(1e-9));
            // 39,800 pairs at probability 0.1: four standard deviations are 240.
            assertThat(synapses).isBetween(3740, 4220);
        }
    }

    @Test
    void reachesItsTargetByTheRule() {
        for (double target : new double[] {0.3, 0.5, 0.7}) {
            try (TestRun run = TestRun.open()) {
                AdaptiveReservoir reservoir = reservoir(target, run);
                double[] before = reservoir.recurrent().toDoubles();
                InhibitoryAdaptation.adapt(
                        reservoir,
                        input(run),
                        new InhibitoryAdaptation.Settings(InhibitoryAdaptation.Design.LOCAL, 2000, 50, 0.1));
                double[] rates = MeanRates.of(reservoir, reservoir.recurrence(), input(run), 200, run.tensors());
                assertThat(MeanRates.error(rates, reservoir.targetRates())).isLessThan(0.05);
                double[] after = reservoir.recurrent().toDoubles();
                for (int k = 0; k < after.length; k++) {
                    if (k % N < 160) {
                        assertThat(after[k]).isEqualTo(before[k]);
                    } else {
                        assertThat(after[k] < 0).isEqualTo(before[k] < 0);
                    }
                }
            }
        }
    }

    @Test
    void adaptsStepByStepAsItDoesAtOnce() {
        try (TestRun run = TestRun.open()) {
            InhibitoryAdaptation.Settings settings =
                    new InhibitoryAdaptation.Settings(InhibitoryAdaptation.Design.LOCAL, 130, 50, 0.1);
            Dataset data = new DelayedRecall().create(new DelayedRecall.Settings(5, 300, 300), run.part("data"));
            AdaptiveReservoir stepped = reservoir(0.5, run);
            AdaptiveReservoir atOnce = (AdaptiveReservoir)
                    stepped.variant(Map.of(), run.part("model").random(), run.tensors());
            assertThat(atOnce.recurrent().toDoubles())
                    .isEqualTo(stepped.recurrent().toDoubles());
            Training training = new InhibitoryAdaptation()
                    .create(settings, run.part("trainer"))
                    .begin(stepped, data);
            assertThat(training.steps()).isEqualTo(4);
            for (long step = 0; step < 3; step++) {
                assertThat(training.step(step)).containsOnlyKeys("rate.error");
            }
            assertThat(training.step(3)).containsOnlyKeys("nrmse");
            InhibitoryAdaptation.adapt(
                    atOnce,
                    data.split(Dataset.TRAIN).read(run.tensors().ops(), 0, 1).tensor(Series.INPUT),
                    settings);
            assertThat(atOnce.recurrent().toDoubles())
                    .isEqualTo(stepped.recurrent().toDoubles());
        }
    }

    /** Without input, and with all neurons at their targets, the designed network stays there. */
    @Test
    void restsAtItsTargetsByDesign() {
        try (TestRun run = TestRun.open()) {
            AdaptiveReservoir reservoir = reservoir(0.4, run);
            Recurrence recurrence = reservoir.recurrence();
            double[] rho = reservoir.targetRates();
            InhibitoryDesign.apply(recurrence, 160, rho);
            double[] next = new double[N];
            recurrence.step(rho, new double[] {0}, 0, next);
            int[] inhibitory = InhibitoryPlasticity.inhibitory(recurrence, 160);
            int exact = 0;
            for (int i = 0; i < N; i++) {
                boolean inhibited = inhibitory[i] < recurrence.begin[i + 1];
                exact += inhibited && Math.abs(next[i] - rho[i]) < 1e-6 ? 1 : 0;
            }
            // Neurons that nobody inhibits, or that little excites, can't be helped: a few in a hundred.
            assertThat(exact).isGreaterThan(170);
        }
    }

    @Test
    void drawsTargetsAroundTheirMean() {
        try (TestRun run = TestRun.open()) {
            double[] beta = new TargetRates(TargetRates.Distribution.BETA, 0.3, 4, 0.1, 0.7).draw(20_000, run.random());
            double mean = 0;
            double square = 0;
            for (double rho : beta) {
                assertThat(rho).isBetween(0.001, 0.999);
                mean += rho / beta.length;
                square += rho * rho / beta.length;
            }
            assertThat(mean).isCloseTo(0.3, within(0.01));
            // The variance of Beta(c m, c (1 - m)) is m (1 - m) / (c + 1).
            assertThat(square - mean * mean).isCloseTo(0.3 * 0.7 / 5, within(0.002));
            for (double rho :
                    new TargetRates(TargetRates.Distribution.UNIFORM, 0.3, 4, 0.1, 0.7).draw(1000, run.random())) {
                assertThat(rho).isBetween(0.1, 0.7);
            }
        }
    }

    @Test
    void refusesTargetsTheWrongWayRound() {
        assertThatThrownBy(() -> new AdaptiveSettings(
                        N, 0.8, 0.1, 4, 1, 1, 0.5, TargetRates.Distribution.UNIFORM, 4, 0.8, 0.2, 200, 1e-7))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("between 0.8 and 0.2");
    }

    @Test
    void refusesToVaryWhatItDoesNotHave() {
        try (TestRun run = TestRun.open()) {
            AdaptiveReservoir reservoir = reservoir(0.5, run);
            assertThatThrownBy(() ->
                            reservoir.variant(Map.of(Parameter.SPECTRAL_RADIUS, 0.9), run.random(), run.tensors()))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("no spectral radius to vary")
                    .hasMessageContaining("gain or balance or input-scale or target");
        }
    }
}
