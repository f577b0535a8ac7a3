package io.reprise.memory.sparsey;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.data.Dimensions;
import io.reprise.memory.sparsey.Mac.Code;
import io.reprise.memory.sparsey.SparseySequence.SequenceMemory;
import io.reprise.tensor.RandomSource;
import io.reprise.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceMemoryTest {
    private static SparseySequence.Settings settings(int upperModules) {
        return new SparseySequence.Settings(
                25, 9, upperModules, 9, 1, 1, 1, CodeSelection.Form.ADDITIVE, 20, 14, 10, 2, 0.1, 1, 1, 0, 0.5);
    }

    private static List<long[]> sequence(RandomSource random, int steps) {
        List<long[]> sequence = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            sequence.add(Synapses.bits(StoredPatterns.random(144, 24, random.split(t)), 0, 144));
        }
        return sequence;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 25})
    void goesOnByItselfFromTheFirstPattern(int upperModules) {
        for (long seed = 0; seed < 5; seed++) {
            try (TestRun run = TestRun.open(seed)) {
                SequenceMemory memory = (SequenceMemory) new SparseySequence()
                        .create(settings(upperModules), Dimensions.of(Map.of("N", 144)), run.part("model"));
                List<long[]> sequence = sequence(run.random(), 8);
                List<Code> stored = memory.store(sequence, run.random().split("codes"));
                List<Code> prompted = memory.prompted(sequence.get(0), 8);
                for (int t = 0; t < 8; t++) {
                    assertThat(prompted.get(t).overlap(stored.get(t)))
                            .as("step %d of seed %d", t, seed)
                            .isEqualTo(1);
                }
            }
        }
    }

    /** The same pattern in the middle of two sequences gets two codes, by what came before it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 25})
    void tellsThePastOfAPatternFromItsCode(int upperModules) {
        try (TestRun run = TestRun.open(3)) {
            SequenceMemory memory = (SequenceMemory) new SparseySequence()
                    .create(settings(upperModules), Dimensions.of(Map.of("N", 144)), run.part("model"));
            List<long[]> first = sequence(run.random().split("first"), 4);
            List<long[]> second = sequence(run.random().split("second"), 4);
            second.set(2, first.get(2));
            List<Code> one = memory.store(first, run.random().split("one"));
            List<Code> two = memory.store(second, run.random().split("two"));
            assertThat(one.get(2).overlap(two.get(2))).isLessThan(0.5);
            assertThat(memory.prompted(first.get(0), 4).get(3).overlap(one.get(3)))
                    .isGreaterThan(0.9);
            assertThat(memory.prompted(second.get(0), 4).get(3).overlap(two.get(3)))
                    .isGreaterThan(0.9);
        }
    }
}
