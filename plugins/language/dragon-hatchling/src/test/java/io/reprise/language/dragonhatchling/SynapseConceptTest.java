package io.reprise.language.dragonhatchling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.data.Dataset;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.testkit.TestRun;
import org.junit.jupiter.api.Test;

class SynapseConceptTest {
    @Test
    void isSureWhereTheTopicsDoNotOverlap() {
        assertThat(SynapseConcept.auc(new double[] {1, 5, 2, 6}, new int[] {0, 1, 0, 1}, 1))
                .isEqualTo(1);
        assertThat(SynapseConcept.auc(new double[] {1, 5, 2, 6}, new int[] {0, 1, 0, 1}, 0))
                .isZero();
    }

    @Test
    void countsTiesAsHalf() {
        // pairs of topic 1 with topic 0: 3 > 1, 3 = 3, 2 > 1, 2 < 3
        assertThat(SynapseConcept.auc(new double[] {1, 3, 3, 2}, new int[] {0, 0, 1, 1}, 1))
                .isCloseTo(2.5 / 4, within(1e-12));
    }

    @Test
    void findsNoTopicWhereEveryTextLooksTheSame() {
        try (TestRun run = TestRun.open()) {
            // Parameters of zero: no neuron is ever active.
            Bdh bdh = new Bdh(new BdhSettings(1, 8, 1, 2, 0), 256, run.tensors());
            Dataset data = new TwoTopics().create(new TwoTopics.Settings(16), run);
            Report report = new SynapseConcept()
                    .create(new SynapseConcept.Settings(16), run)
                    .evaluate(bdh, data);
            assertThat(report.metrics()).containsExactly(Metric.of("synapse.auc", 0.5));
        }
    }
}
