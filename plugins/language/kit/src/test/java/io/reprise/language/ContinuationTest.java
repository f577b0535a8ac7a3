package io.reprise.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.data.Batch;
import io.reprise.model.Model;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContinuationTest {
    private static final Sampling BEST = new Sampling(1, 1);

    /** A bigram model in which each of three tokens is followed by the next, and the last by the first. */
    private static Bigram cycle(TestRun run) {
        return new Bigram(run.tensors().of(new float[] {0, 9, 0, 0, 0, 9, 9, 0, 0}, 3, 3));
    }

    /** The same without its steps; remembers the lengths of what it is applied to. */
    private record Whole(Bigram bigram, List<Integer> lengths) implements Model {
        @Override
        public Batch apply(Ops f, Batch input) {
            lengths.add(input.tensor(NextToken.TOKENS).shape().size(1));
            return bigram.apply(f, input);
        }

        @Override
        public Map<String, Tensor> state() {
            return bigram.state();
        }
    }

    @Test
    void goesOnFromThePromptStepByStep() {
        try (TestRun run = TestRun.open()) {
            int[] written = new Continuation(cycle(run), 4, BEST).of(run.tensors(), new int[] {1, 1}, 5, run.random());
            assertThat(written).containsExactly(1, 1, 2, 0, 1, 2, 0);
        }
    }

    @Test
    void goesOnTheSameWayWithoutSteps() {
        try (TestRun run = TestRun.open()) {
            Whole whole = new Whole(cycle(run), new ArrayList<>());
            int[] written = new Continuation(whole, 4, BEST).of(run.tensors(), new int[] {1, 1}, 5, run.random());
            assertThat(written).containsExactly(1, 1, 2, 0, 1, 2, 0);
            assertThat(whole.lengths()).containsExactly(2, 3, 4, 4, 4);
        }
    }

    @Test
    void keepsNoMemory() {
        try (TestRun run = TestRun.open()) {
            Bigram model = cycle(run);
            long before = run.tensors().bytes();
            new Continuation(model, 4, BEST).of(run.tensors(), new int[] {1}, 50, run.random());
            assertThat(run.tensors().bytes()).isEqualTo(before);
        }
    }
}
