package io.reprise.language.dragonhatchling;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import org.junit.jupiter.api.Test;

/** A little training on data whose entropy is known. */
class TrainingTest {
    @Test
    void learnsMostOfWhatCanBeKnownOfAMarkovChain() {
        try (TestRun run = TestRun.open()) {
            MarkovBytes.Chain data = (MarkovBytes.Chain)
                    new MarkovBytes().create(new MarkovBytes.Settings(4, 0.1, 16), run.part("data"));
            Bdh bdh = new Bdh(new BdhSettings(2, 16, 2, 8, 0), 4, run.part("model"));
            Optimizer optimizer = run.tensorService()
                    .optimizers()
                    .adamW(run.tensors(), bdh.parameters(), Optimizers.AdamW.withDecay(0.1));
            double loss = 0;
            for (long step = 0; step < 300; step++) {
                try (TensorScope scope = run.tensors().open()) {
                    Batch batch = data.split(Dataset.TRAIN).draw(scope.ops(), step, 16, run.random());
                    Tape tape = scope.tape(bdh.parameters().values());
                    Tensor now = bdh.loss(tape, batch, run.random().split(step));
                    loss = step < 250 ? 0 : loss + now.item() / 50;
                    optimizer.step(tape.gradients(now), 1e-2);
                }
            }
            // The first of 16 times has only one symbol to go by.
            assertThat(loss)
                    .isBetween(data.entropyRate(), data.entropyRate() + 0.25 * (Math.log(4) - data.entropyRate()));
        }
    }
}
