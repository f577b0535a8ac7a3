package io.reprise.language.dragonhatchling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.data.Dataset;
import io.reprise.report.Metric;
import io.reprise.testkit.TestRun;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ActivityTest {
    private static Map<String, Double> measure(Bdh bdh, TestRun run) {
        Dataset data = new TwoTopics().create(new TwoTopics.Settings(16), run);
        return new Activity()
                .create(new Activity.Settings(10), run).evaluate(bdh, data).metrics().stream()
                        .collect(Collectors.toMap(Metric::name, Metric::value));
    }

    @Test
    void findsHalfOfTheNeuronsExcitedAtFirst() {
        try (TestRun run = TestRun.open()) {
            Map<String, Double> metrics = measure(new Bdh(new BdhSettings(2, 16, 2, 16, 0), 256, run), run);
            // Symmetric weights: half of s, a quarter of p, but for the first of 16 times, when nothing is remembered.
            assertThat(metrics.get("activity.s")).isCloseTo(0.5, within(0.05));
            assertThat(metrics.get("activity.p")).isCloseTo(0.25 * 15 / 16, within(0.05));
            assertThat(metrics.get("activity.p.min")).isZero();
        }
    }

    @Test
    void findsNoneExcitedByNothing() {
        try (TestRun run = TestRun.open()) {
            Map<String, Double> metrics = measure(new Bdh(new BdhSettings(2, 16, 2, 16, 0), 256, run.tensors()), run);
            assertThat(metrics).containsEntry("activity.s", 0.0).containsEntry("activity.p", 0.0);
        }
    }
}
