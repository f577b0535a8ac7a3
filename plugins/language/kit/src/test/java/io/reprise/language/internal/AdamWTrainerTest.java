package io.reprise.language.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.RepriseException;
import io.reprise.language.Bigram;
import io.reprise.language.WindowedText;
import io.reprise.model.Training;
import io.reprise.tensor.Tensor;
import io.reprise.testkit.TestRun;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AdamWTrainerTest {
    private static AdamWTrainer.Settings settings(long steps, double learningRate, double weightDecay) {
        return new AdamWTrainer.Settings(steps, 4, learningRate, weightDecay, 0.9, 0.999, 1e-8);
    }

    /** A text of one letter only. */
    private static WindowedText monotonous() {
        byte[] text = new byte[100];
        Arrays.fill(text, (byte) 'a');
        return new WindowedText(text, 8, 0.5, "test");
    }

    @Test
    void takesAFirstStepOfTheLearningRateAndDecaysWeights() {
        try (TestRun run = TestRun.open()) {
            Tensor scores = run.tensors().zeros(256, 256);
            scores.fill(2);
            Training training =
                    new AdamWTrainer().create(settings(1, 0.01, 0.1), run).begin(new Bigram(scores), monotonous());
            // Equal scores: the loss is log 256.
            assertThat(training.step(0)).containsOnlyKeys("loss");
            float[] after = scores.toFloats();
            // The bias-corrected first step of Adam is the rate times the gradient's sign; decay takes 0.01 x 0.1 of 2.
            double decayed = 2 - 0.01 * 0.1 * 2;
            assertThat(after['a' * 256 + 'a']).isCloseTo((float) (decayed + 0.01), within(1e-5f));
            assertThat(after['a' * 256 + 'b']).isCloseTo((float) (decayed - 0.01), within(1e-5f));
            assertThat(after['b' * 256 + 'b']).isCloseTo((float) decayed, within(1e-5f));
        }
    }

    @Test
    void learns() {
        try (TestRun run = TestRun.open()) {
            Training training = new AdamWTrainer()
                    .create(settings(50, 0.2, 0), run)
                    .begin(new Bigram(run.tensors().zeros(256, 256)), monotonous());
            double first = training.step(0).get("loss");
            for (long step = 1; step < 49; step++) {
                training.step(step);
            }
            assertThat(first).isCloseTo(Math.log(256), within(1e-4));
            assertThat(training.step(49).get("loss")).isLessThan(0.1);
        }
    }

    @Test
    void stopsWhereTheLossIsNoNumber() {
        try (TestRun run = TestRun.open()) {
            Tensor scores = run.tensors().zeros(256, 256);
            scores.fill(Double.NaN);
            Training training =
                    new AdamWTrainer().create(settings(1, 0.01, 0.1), run).begin(new Bigram(scores), monotonous());
            assertThatThrownBy(() -> training.step(0))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("training step 0")
                    .hasMessageContaining("trainer.learningRate");
        }
    }
}
