package io.reprise.spiking.adaptivereservoir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.data.Dataset;
import io.reprise.data.Dimensions;
import io.reprise.model.Model;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.testkit.TestRun;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static ReservoirSweep.Settings settings(
            Parameter vary, List<Double> values, Parameter across, List<Double> acrossValues) {
        return new ReservoirSweep.Settings(
                vary, values, across, acrossValues, 2, InhibitoryAdaptation.Design.LOCAL, 100, 0.1);
    }

    @Test
    void findsThatARecallWithoutInputIsWorthNothing() {
        try (TestRun run = TestRun.open()) {
            Dataset data = new DelayedRecall().create(new DelayedRecall.Settings(3, 500, 500), run.part("data"));
            Model model = new EchoStateFactory()
                    .create(
                            new EchoSettings(20, 0.3, 0.9, 1, 100, 1e-7),
                            Dimensions.of(Map.of("D", 1, "K", 3)),
                            run.part("model"));
            Report report = new ReservoirSweep()
                    .create(settings(Parameter.INPUT_SCALE, List.of(0.0, 0.5), Parameter.GAIN, List.of()), run)
                    .evaluate(model, data);
            Map<String, Double> metrics =
                    report.metrics().stream().collect(Collectors.toMap(Metric::name, Metric::value));
            assertThat(metrics.get("sweep.best-at")).isEqualTo(0.5);
            assertThat(metrics.get("sweep.best")).isGreaterThan(2);
            assertThat(metrics.get("sweep.worst")).isLessThan(0.1);
            assertThat(report.tables().get(0).rows()).hasSize(2);
        }
    }

    @Test
    void refusesWhatCanNotBeVaried() {
        assertThatThrownBy(() -> settings(Parameter.TARGET, List.of(0.5, 1.5), Parameter.GAIN, List.of()))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("reservoir-sweep.values: A target of 1.5 is not possible");
        assertThatThrownBy(() -> settings(Parameter.GAIN, List.of(1.0), Parameter.GAIN, List.of(2.0)))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("The second parameter is the first, gain");
        assertThatThrownBy(() -> settings(Parameter.GAIN, List.of(), Parameter.TARGET, List.of()))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("There are no values");
    }

    @Test
    void wantsRoomForRunningFreely() {
        try (TestRun run = TestRun.open()) {
            Dataset data = new ChaoticSeries()
                    .create(
                            new ChaoticSeries.Settings(ChaoticSeries.Equation.MACKEY_GLASS, 300, 300),
                            run.part("data"));
            Model model = new EchoStateFactory()
                    .create(
                            new EchoSettings(20, 0.3, 0.9, 1, 100, 1e-7),
                            Dimensions.of(Map.of("D", 1, "K", 1)),
                            run.part("model"));
            assertThatThrownBy(() -> new SeriesError()
                            .create(new SeriesError.Settings(200, 100, 1, 10), run)
                            .evaluate(model, data))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("has no room for a wash-out of 200 and 100 steps");
        }
    }
}
