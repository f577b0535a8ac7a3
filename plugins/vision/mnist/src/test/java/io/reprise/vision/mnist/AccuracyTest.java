package io.reprise.vision.mnist;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.data.Dataset;
import io.reprise.data.Dimensions;
import io.reprise.model.Model;
import io.reprise.report.Figure;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.testkit.TestRun;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    /** Image i is of brightness i and class i % 10: only the first ten, moved by the offset, are classified right. */
    private static Report report(int offset, int examples) {
        byte[] pixels = new byte[40];
        int[] labels = new int[40];
        for (int i = 0; i < 40; i++) {
            labels[i] = i % 10;
            pixels[i] = (byte) (i % 10);
        }
        try (TestRun run = TestRun.open(1)) {
            Dataset data = new LabelledImages(
                    pixels, labels, IntStream.range(0, 40).toArray(), 1, 1, 10, 1, 3, "made up", run.random());
            Model model = new BrightnessClassifier()
                    .create(
                            new BrightnessClassifier.Settings(offset),
                            Dimensions.of(Map.of("C", 10)),
                            run.part("model"));
            return new Accuracy()
                    .create(new Accuracy.Settings(examples), run.part("accuracy"))
                    .evaluate(model, data);
        }
    }

    private static Map<String, Double> metrics(Report report) {
        return report.metrics().stream().collect(Collectors.toMap(Metric::name, Metric::value));
    }

    @Test
    void countsTheExamplesWhoseClassHasTheLargestLogit() {
        assertThat(metrics(report(0, 1000))).containsEntry("accuracy", 1.0).containsEntry("examples", 30.0);
        // With an offset of 1, class 0 is still taken for 0 (the nearest there is); all others for the class below.
        assertThat(metrics(report(1, 1000))).containsEntry("accuracy", 0.1);
        assertThat(metrics(report(0, 7))).containsEntry("examples", 7.0);
    }

    @Test
    void showsWhichClassIsTakenForWhich() {
        Figure.HeatMap confusion = (Figure.HeatMap) report(1, 1000).figures().get(0);
        for (int c = 1; c < 10; c++) {
            assertThat(confusion.values().get(c).get(c - 1)).isEqualTo(1.0);
            assertThat(confusion.values().get(c).get(c)).isZero();
        }
    }
}
