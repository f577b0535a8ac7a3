package io.reprise.memory.sparsey;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.data.Dataset;
import io.reprise.data.Dimensions;
import io.reprise.model.Model;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.testkit.TestRun;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StorageTimeTest {
    @Test
    void measuresBothAndLeavesTheModelAsItWas() {
        try (TestRun run = TestRun.open(1)) {
            SparseyMac.Settings settings =
                    new SparseyMac.Settings(4, 3, CodeSelection.Form.ADDITIVE, 20, 14, 10, 2, 0.1, 1, 1, 0, 0.5);
            Model model = new SparseyMac().create(settings, Dimensions.of(Map.of("N", 30)), run.part("model"));
            Dataset data = new RandomPatterns().create(new RandomPatterns.Settings(3, 30, 6), run.part("data"));
            Report report = new StorageTime()
                    .create(new StorageTime.Settings(100, 6), run.part("time"))
                    .evaluate(model, data);
            assertThat(report.metrics())
                    .extracting(Metric::name)
                    .containsExactly("time.store.ratio", "time.recall.ratio", "time.store", "time.recall");
            assertThat(report.metrics())
                    .allSatisfy(metric -> assertThat(metric.value()).isPositive());
            assertThat(model.state().get("mac.learned").toLongs()).containsExactly(0);
        }
    }
}
