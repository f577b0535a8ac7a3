package io.reprise.language.dragonhatchling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.language.NextToken;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.testkit.TestRun;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BdhTest {
    private static final BdhSettings SMALL = new BdhSettings(3, 12, 2, 4, 0);

    private static Batch tokens(TestRun run, int batch, int length, int vocabulary) {
        RandomSource random = run.random().split("tokens");
        int[] tokens = new int[batch * length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = random.nextInt(vocabulary);
        }
        return Batch.of(NextToken.TOKENS, run.tensors().of(tokens, batch, length));
    }

    private static float[] logits(TestRun run, Bdh bdh, Batch batch) {
        return bdh.apply(run.tensors().ops(), batch).tensor(NextToken.LOGITS).toFloats();
    }

    /** 100 times larger parameters than at first, so that no part of the result is lost in another. */
    private static Bdh excited(TestRun run, int vocabulary) {
        Bdh bdh = new Bdh(SMALL, vocabulary, run);
        bdh.parameters().values().forEach(p -> p.set(run.tensors().ops().scale(p, 100)));
        return bdh;
    }

    @Test
    void hasTheParametersOfTheNote() {
        try (TestRun run = TestRun.open()) {
            Bdh bdh = new Bdh(new BdhSettings(4, 64, 4, 32, 0), 256, run);
            // 3 m D² + 2 V D
            assertThat(bdh.parameters().values().stream()
                            .mapToLong(Tensor::elements)
                            .sum())
                    .isEqualTo(425_984);
            assertThat(bdh.parameters()).containsOnlyKeys("encoder", "encoder_v", "decoder", "lm_head", "embed.weight");
        }
    }

    @Test
    void seesNothingOfLaterTokens() {
        try (TestRun run = TestRun.open()) {
            Bdh bdh = excited(run, 7);
            int[] tokens = {1, 2, 3, 4, 5, 6};
            int[] changed = {1, 2, 3, 6, 0, 2};
            float[] one =
                    logits(run, bdh, Batch.of(NextToken.TOKENS, run.tensors().of(tokens, 1, 6)));
            float[] other =
                    logits(run, bdh, Batch.of(NextToken.TOKENS, run.tensors().of(changed, 1, 6)));
            for (int i = 0; i < 3 * 7; i++) {
                assertThat(other[i]).isCloseTo(one[i], within(1e-6f));
            }
            assertThat(other[5 * 7]).isNotCloseTo(one[5 * 7], within(1e-3f));
        }
    }

    @Test
    void seesEveryEarlierToken() {
        try (TestRun run = TestRun.open()) {
            Bdh bdh = excited(run, 7);
            int[] tokens = {1, 2, 3, 4, 5, 6};
            for (int earlier = 0; earlier < 5; earlier++) {
                int[] changed = tokens.clone();
                changed[earlier] = 0;
                float[] one = logits(
                        run, bdh, Batch.of(NextToken.TOKENS, run.tensors().of(tokens, 1, 6)));
                float[] other = logits(
                        run, bdh, Batch.of(NextToken.TOKENS, run.tensors().of(changed, 1, 6)));
                double difference = 0;
                for (int i = 5 * 7; i < 6 * 7; i++) {
                    difference = Math.max(difference, Math.abs(one[i] - other[i]));
                }
                assertThat(difference).as("after a change of token %d", earlier).isGreaterThan(1e-3);
            }
        }
    }

    @Test
    void hasNothingToRememberAtTheFirstToken() {
        try (TestRun run = TestRun.open()) {
            Bdh bdh = excited(run, 7);
            Map<String, Tensor> active = bdh.activations(
                    run.tensors().ops(), tokens(run, 2, 5, 7), Set.of("layer1.s", "layer1.g", "layer1.p"));
            int neurons = SMALL.neuronsPerHead();
            assertThat(active.get("layer1.s").shape().toArray()).containsExactly(2, 2, 5, neurons);
            assertThat(active.get("layer1.g").toFloats()).startsWith(new float[neurons]);
            assertThat(active.get("layer1.p").toFloats()).startsWith(new float[neurons]);
        }
    }

    @Test
    void hasActivationsThatAreSparseAndPositive() {
        try (TestRun run = TestRun.open()) {
            Bdh bdh = excited(run, 7);
            bdh.activations(run.tensors().ops(), tokens(run, 2, 9, 7), Set.copyOf(bdh.probes()))
                    .forEach((name, tensor) -> {
                        int active = 0;
                        for (float activation : tensor.toFloats()) {
                            assertThat(activation).as(name).isGreaterThanOrEqualTo(0);
                            active += activation > 0 ? 1 : 0;
                        }
                        assertThat((double) active / tensor.elements()).as(name).isBetween(0.05, 0.75);
                    });
        }
    }

    @Test
    void computesTheSameInBothForms() {
        try (TestRun run = TestRun.open()) {
            Bdh bdh = new Bdh(SMALL, 7, run);
            BdhRecurrent recurrent = new BdhRecurrent(bdh);
            // Longer than the rotations that the parallel form makes at first.
            Batch batch = tokens(run, 2, 150, 7);
            float[] streamed = recurrent
                    .apply(run.tensors().ops(), batch)
                    .tensor(NextToken.LOGITS)
                    .toFloats();
            assertThat(streamed).containsExactly(logits(run, bdh, batch), within(1e-4f));
        }
    }

    @Test
    void streamsInConstantMemory() {
        try (TestRun run = TestRun.open()) {
            BdhRecurrent recurrent = new BdhRecurrent(new Bdh(SMALL, 7, run));
            Map<String, Tensor> state = recurrent.start(run.tensors(), 1);
            long before = run.tensors().bytes();
            for (int t = 0; t < 50; t++) {
                try (var step = run.tensors().open()) {
                    recurrent.step(step.ops(), Batch.of(NextToken.TOKENS, step.of(new int[] {t % 7}, 1, 1)), state);
                }
            }
            assertThat(run.tensors().bytes()).isEqualTo(before);
            assertThat(state.get("position").toLongs()).containsExactly(50);
        }
    }

    @Test
    void silencesNeuronsInTrainingOnly() {
        try (TestRun run = TestRun.open()) {
            Bdh bdh = new Bdh(new BdhSettings(1, 12, 2, 4, 0.5), 7, run);
            bdh.parameters().values().forEach(p -> p.set(run.tensors().ops().scale(p, 100)));
            Batch batch = tokens(run, 2, 6, 7)
                    .with(NextToken.TARGETS, tokens(run, 2, 6, 7).tensor(NextToken.TOKENS));
            double one =
                    bdh.loss(run.tensors().ops(), batch, run.random().split(1)).item();
            assertThat(bdh.loss(run.tensors().ops(), batch, run.random().split(1))
                            .item())
                    .isEqualTo(one);
            assertThat(bdh.loss(run.tensors().ops(), batch, run.random().split(2))
                            .item())
                    .isNotEqualTo(one);
            assertThat(logits(run, bdh, batch)).isEqualTo(logits(run, bdh, batch));
        }
    }

    @Test
    void refusesNeuronsThatDoNotDivideIntoHeads() {
        assertThatThrownBy(() -> new BdhSettings(1, 10, 4, 3, 0))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("model.expansion")
                .hasMessageContaining("30 neurons")
                .hasMessageContaining("a multiple of 8");
    }
}
