package io.reprise.spiking.adaptivereservoir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Dimensions;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.testkit.TestRun;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadoutTest {
    private static EchoState echo(EchoSettings settings, int inputs, int targets, TestRun run) {
        return (EchoState) new EchoStateFactory()
                .create(settings, Dimensions.of(Map.of("D", inputs, "K", targets)), run.part("model"));
    }

    private static Map<String, Double> metrics(Report report) {
        return report.metrics().stream().collect(Collectors.toMap(Metric::name, Metric::value));
    }

    @Test
    void findsALinearMapAndItsConstant() {
        try (TestRun run = TestRun.open()) {
            Ops f = run.tensors().ops();
            Tensor x = run.tensors().of(new double[30], 10, 3);
            run.random().fillNormal(x, 0, 1);
            Tensor map = run.tensors().of(new double[] {1, -2, 0.5, 3, 0, 1, 7, -7}, 4, 2);
            Tensor found = new Readout(0, 1e-12).fit(f, x, Readout.read(f, x, map));
            assertThat(found.toDoubles()).containsExactly(map.toDoubles(), within(1e-6));
        }
    }

    @Test
    void leavesOutTheWashOut() {
        try (TestRun run = TestRun.open()) {
            Tensor series = run.tensors().of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3, 1);
            assertThat(new Readout(2, 1).settled(run.tensors().ops(), series).toDoubles())
                    .containsExactly(3, 6);
            assertThatThrownBy(() -> new Readout(3, 1).settled(run.tensors().ops(), series))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("3 steps ends before the wash-out of 3");
        }
    }

    @Test
    void measuresErrorsAndCorrelations() {
        double[] target = {1, 10, 2, 10, 3, 10, 4, 10};
        double[] prediction = {2, 10, 4, 10, 6, 10, 8, 11};
        PredictionError error = PredictionError.of(target, prediction, 2);
        assertThat(error.errors()).containsExactly(7.5, 0.25);
        assertThat(error.variances()).containsExactly(1.25, 0);
        assertThat(error.correlations()[0]).isCloseTo(1, within(1e-12));
        assertThat(error.correlations()[1]).isZero();
        assertThat(error.nrmse()).isCloseTo(Math.sqrt(7.75 / 1.25), within(1e-12));
        assertThat(PredictionError.of(target, target, 2).nrmse()).isZero();
    }

    @Test
    void hasTheSpectralRadiusAskedFor() {
        try (TestRun run = TestRun.open()) {
            EchoState network = echo(new EchoSettings(60, 0.2, 0.9, 0.3, 200, 1e-7), 1, 1, run);
            assertThat(Spectrum.of(run.tensors().ops(), network.recurrent()).radius())
                    .isCloseTo(0.9, within(1e-9));
        }
    }

    /** Jaeger (2001): no network remembers more independent inputs than it has neurons; a nearly linear one comes near. */
    @Test
    void remembersAtMostAsManyInputsAsItHasNeurons() {
        try (TestRun run = TestRun.open()) {
            EchoState network = echo(new EchoSettings(10, 1, 0.9, 0.01, 200, 1e-12), 1, 40, run);
            Dataset data = new DelayedRecall().create(new DelayedRecall.Settings(40, 10_200, 10_200), run.part("data"));
            ReadoutFit.toTrainingSeries(network, data, run);
            double capacity = metrics(new MemoryCapacity()
                            .create(new MemoryCapacity.Settings(200), run)
                            .evaluate(network, data))
                    .get("memory.capacity");
            assertThat(capacity).isBetween(6.0, 10.2);
            double total = metrics(new ProcessingCapacity()
                            .create(new ProcessingCapacity.Settings(List.of(40, 5), 10_000, 5_000), run)
                            .evaluate(network, data))
                    .get("capacity.total");
            assertThat(total).isBetween(7.0, 11.2);
        }
    }

    @Test
    void goesOnByItselfWithAWaveThatItHasLearned() {
        try (TestRun run = TestRun.open()) {
            EchoState network = echo(new EchoSettings(100, 0.2, 0.9, 0.5, 100, 1e-8), 1, 1, run);
            double[] wave = new double[2001];
            for (int t = 0; t < wave.length; t++) {
                wave[t] = Math.sin(0.3 * t);
            }
            Ops f = run.tensors().ops();
            Tensor series = run.tensors().of(wave, wave.length, 1);
            network.fit(
                    f,
                    List.of(Batch.of(
                            Series.INPUT, series.rows(0, 2000).reshape(1, 2000, 1),
                            Series.TARGET, series.rows(1, 2000).reshape(1, 2000, 1))));
            double[] free = network.runFreely(wave, 500, 100);
            for (int t = 0; t < free.length; t++) {
                assertThat(free[t]).isCloseTo(wave[500 + t], within(0.02));
            }
        }
    }

    @Test
    void canNotRunFreelyWherePredictionsAreNoInputs() {
        try (TestRun run = TestRun.open()) {
            EchoState network = echo(new EchoSettings(5, 1, 0.9, 0.5, 0, 1e-8), 1, 2, run);
            assertThatThrownBy(() -> network.runFreely(new double[10], 5, 5))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("1 inputs and 2 targets can't run by itself");
        }
    }
}
