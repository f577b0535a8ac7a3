package io.reprise.language.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.data.Batch;
import io.reprise.language.Bigram;
import io.reprise.language.NextToken;
import io.reprise.language.WindowedText;
import io.reprise.model.Sequential;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    private static final WindowedText TEXT =
            new WindowedText("abababababababababababababababab".getBytes(StandardCharsets.UTF_8), 3, 0.5, "test");

    private static double metric(Report report, String name) {
        return report.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void knowsNothingAtEqualScores() {
        try (TestRun run = TestRun.open()) {
            Report report = new BitsPerByte()
                    .create(new BitsPerByte.Settings("validation", 100, 2), run)
                    .evaluate(new Bigram(run.tensors().zeros(256, 256)), TEXT);
            assertThat(metric(report, "validation.bits-per-byte")).isCloseTo(8, within(1e-5));
            assertThat(metric(report, "validation.loss")).isCloseTo(8 * Math.log(2), within(1e-5));
        }
    }

    @Test
    void weighsEveryWindowAlike() {
        try (TestRun run = TestRun.open()) {
            // b follows a with probability e^3 / (e^3 + 255), and a follows b with probability 1/256.
            Tensor scores = run.tensors().zeros(256, 256);
            float[] values = scores.toFloats();
            values['a' * 256 + 'b'] = 3;
            scores.set(values);
            Report report = new BitsPerByte()
                    .create(new BitsPerByte.Settings("validation", 100, 2), run)
                    .evaluate(new Bigram(scores), TEXT);
            double afterA = -Math.log(Math.exp(3) / (Math.exp(3) + 255));
            double afterB = Math.log(256);
            // 16 validation bytes hold 5 windows of 3: tokens aba, bab, aba, bab, aba.
            assertThat(metric(report, "validation.loss")).isCloseTo((8 * afterA + 7 * afterB) / 15, within(1e-5));
        }
    }

    @Test
    void countsParameters() {
        try (TestRun run = TestRun.open()) {
            Report report = new ParameterCount()
                    .create(new ParameterCount.Settings(), run)
                    .evaluate(new Bigram(run.tensors().zeros(256, 256)), TEXT);
            assertThat(metric(report, "parameters")).isEqualTo(65_536);
        }
    }

    /** Streams differently from how it is applied: adds a quarter to one score at the second step. */
    private record Off(Bigram bigram) implements Sequential {
        @Override
        public Batch apply(Ops f, Batch input) {
            return bigram.apply(f, input);
        }

        @Override
        public Map<String, Tensor> start(TensorScope scope, int batch) {
            return Map.of("t", scope.zeros(1));
        }

        @Override
        public Batch step(Ops f, Batch input, Map<String, Tensor> state) {
            Tensor t = state.get("t");
            Tensor logits = bigram.apply(f, input).tensor(NextToken.LOGITS);
            if (t.item() == 1) {
                float[] values = logits.toFloats();
                values[300] += 0.25f;
                logits.set(values);
            }
            t.set(t.item() + 1);
            return Batch.of(NextToken.LOGITS, logits);
        }

        @Override
        public Map<String, Tensor> state() {
            return bigram.state();
        }
    }

    @Test
    void findsWhereStreamingDiffers() {
        try (TestRun run = TestRun.open()) {
            Bigram bigram = new Bigram(run.tensors().zeros(256, 256));
            StreamGap gap = new StreamGap();
            StreamGap.Settings settings = new StreamGap.Settings("validation", 2);
            assertThat(metric(gap.create(settings, run).evaluate(bigram, TEXT), "stream.gap"))
                    .isZero();
            assertThat(metric(gap.create(settings, run).evaluate(new Off(bigram), TEXT), "stream.gap"))
                    .isEqualTo(0.25);
        }
    }
}
