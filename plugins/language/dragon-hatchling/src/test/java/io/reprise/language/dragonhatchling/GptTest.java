package io.reprise.language.dragonhatchling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.language.NextToken;
import io.reprise.tensor.Tensor;
import io.reprise.testkit.TestRun;
import org.junit.jupiter.api.Test;

class GptTest {
    @Test
    void hasTheParametersOfTheNote() {
        try (TestRun run = TestRun.open()) {
            Gpt gpt = new Gpt(new GptSettings(3, 104, 4, 0), 256, 64, run);
            assertThat(gpt.parameters().values().stream()
                            .mapToLong(Tensor::elements)
                            .sum())
                    .isEqualTo(453_544);
        }
    }

    @Test
    void seesNothingOfLaterTokens() {
        try (TestRun run = TestRun.open()) {
            Gpt gpt = new Gpt(new GptSettings(2, 8, 2, 0), 7, 6, run);
            gpt.parameters().values().forEach(p -> p.set(run.tensors().ops().scale(p, 30)));
            float[] one = logits(run, gpt, 1, 2, 3, 4, 5, 6);
            float[] other = logits(run, gpt, 1, 2, 3, 6, 0, 2);
            for (int i = 0; i < 3 * 7; i++) {
                assertThat(other[i]).isCloseTo(one[i], within(1e-5f));
            }
            assertThat(other[5 * 7]).isNotCloseTo(one[5 * 7], within(1e-3f));
        }
    }

    @Test
    void readsShorterTextsThanItsContext() {
        try (TestRun run = TestRun.open()) {
            Gpt gpt = new Gpt(new GptSettings(2, 8, 2, 0), 7, 6, run);
            float[] whole = logits(run, gpt, 1, 2, 3, 4, 5, 6);
            float[] part = logits(run, gpt, 1, 2);
            for (int i = 0; i < part.length; i++) {
                assertThat(part[i]).isCloseTo(whole[i], within(1e-5f));
            }
        }
    }

    private static float[] logits(TestRun run, Gpt gpt, int... tokens) {
        Batch batch = Batch.of(NextToken.TOKENS, run.tensors().of(tokens, 1, tokens.length));
        return gpt.apply(run.tensors().ops(), batch).tensor(NextToken.LOGITS).toFloats();
    }

    @Test
    void refusesAWidthThatDoesNotDivideIntoHeads() {
        assertThatThrownBy(() -> new GptSettings(1, 10, 4, 0))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("model.heads")
                .hasMessageContaining("A width of 10 does not divide into 4 heads");
    }
}
