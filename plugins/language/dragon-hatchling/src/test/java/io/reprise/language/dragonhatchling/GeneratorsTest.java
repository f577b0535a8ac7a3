package io.reprise.language.dragonhatchling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.language.ByteVocabulary;
import io.reprise.language.NextToken;
import io.reprise.testkit.TestRun;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratorsTest {
    /** The entropy of the third symbol given the two before, as counted: {@code H(abc) - H(ab)}. */
    private static double countedEntropyRate(MarkovChain chain, int symbols, int length, TestRun run) {
        int[] sequence = chain.sequence(0, length, run.random().split("sequence"));
        long[] triples = new long[symbols * symbols * symbols];
        long[] pairs = new long[symbols * symbols];
        for (int t = 2; t < length; t++) {
            int pair = sequence[t - 2] * symbols + sequence[t - 1];
            pairs[pair]++;
            triples[pair * symbols + sequence[t]]++;
        }
        return entropy(triples) - entropy(pairs);
    }

    private static double entropy(long[] counts) {
        double total = Arrays.stream(counts).sum();
        return Arrays.stream(counts)
                .filter(count -> count > 0)
                .mapToDouble(count -> -count / total * Math.log(count / total))
                .sum();
    }

    @Test
    void knowsTheEntropyOfItsSequences() {
        try (TestRun run = TestRun.open()) {
            for (double concentration : new double[] {0.1, 0.5, 5}) {
                MarkovChain chain =
                        new MarkovChain(6, concentration, run.random().split("chain"));
                // 36 rows of 5 free probabilities bias the count by about 180 / (2 x 200,000) = 0.0005.
                assertThat(countedEntropyRate(chain, 6, 200_000, run))
                        .as("at concentration %s", concentration)
                        .isCloseTo(chain.entropyRate(), within(0.01));
            }
        }
    }

    @Test
    void isAsUnpredictableAsDiceWhereRowsAreEven() {
        try (TestRun run = TestRun.open()) {
            assertThat(new MarkovChain(8, 1e6, run.random()).entropyRate()).isCloseTo(Math.log(8), within(1e-3));
        }
    }

    @Test
    void reportsTheEntropyFloor() {
        try (TestRun run = TestRun.open()) {
            Dataset data = new MarkovBytes().create(new MarkovBytes.Settings(32, 0.1, 16), run);
            double floor = new EntropyFloor()
                    .create(new EntropyFloor.Settings(), run)
                    .evaluate(null, data)
                    .metrics()
                    .get(0)
                    .value();
            // A row of Dirichlet(0.1) over 32 has the mean entropy psi(4.2) - psi(1.1) = 1.31 - (-0.42) = 1.73 nats;
            // the
            // pairs of the long run are weighed unevenly.
            assertThat(floor).isBetween(1.2, 2.2);
        }
    }

    @Test
    void asksForAKeyThatItHasShownWithItsValue() {
        try (TestRun run = TestRun.open()) {
            Dataset data = new AssociativeRecall().create(new AssociativeRecall.Settings(20, 6), run);
            Batch batch = data.split(Dataset.TRAIN).draw(run.tensors().ops(), 5, 200, run.random());
            int[] tokens = batch.tensor(NextToken.TOKENS).toInts();
            int[] targets = batch.tensor(NextToken.TARGETS).toInts();
            Set<Integer> asked = new HashSet<>();
            for (int b = 0; b < 200; b++) {
                int[] sequence = Arrays.copyOfRange(tokens, b * 13, b * 13 + 13);
                int place = 0;
                while (sequence[2 * place] != sequence[12]) {
                    place++;
                }
                asked.add(place);
                assertThat(place).isLessThan(6);
                assertThat(targets[b * 13 + 12])
                        .isEqualTo(sequence[2 * place + 1])
                        .isBetween(10, 19);
                assertThat(targets[b * 13]).isEqualTo(sequence[1]);
            }
            assertThat(asked).hasSize(6);
        }
    }

    @Test
    void refusesMoreKeysThanThereAre() {
        assertThatThrownBy(() -> new AssociativeRecall.Settings(10, 6))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("data.symbols")
                .hasMessageContaining("at least 12");
    }

    @Test
    void writesAboutTheTopicOfTheLabel() {
        try (TestRun run = TestRun.open()) {
            Dataset data = new TwoTopics().create(new TwoTopics.Settings(200), run);
            Batch batch = data.split(Dataset.VALIDATION).read(run.tensors().ops(), 3, 20);
            int[] topics = batch.tensor(TwoTopics.TOPIC).toInts();
            int[] tokens = batch.tensor(NextToken.TOKENS).toInts();
            for (int b = 0; b < 20; b++) {
                String text = ByteVocabulary.decode(Arrays.copyOfRange(tokens, 200 * b, 200 * b + 200));
                Set<String> words = Set.copyOf(
                        List.of(text.substring(0, text.lastIndexOf(' ')).split(" ")));
                assertThat(topics[b]).isEqualTo((3 + b) % 2);
                assertThat(words).as(text).doesNotContainAnyElementsOf(topics[b] == 0 ? KITCHEN : SEA);
                assertThat(words).as(text).containsAnyElementsOf(topics[b] == 0 ? SEA : KITCHEN);
            }
        }
    }

    private static final Set<String> SEA = Set.of("anchor", "tide", "ship", "sailor", "cargo", "keel", "whale", "reef");
    private static final Set<String> KITCHEN =
            Set.of("oven", "flour", "spoon", "vinegar", "soup", "pan", "whisk", "salad");

    @Test
    void namesTheSplitsThereAre() {
        try (TestRun run = TestRun.open()) {
            Dataset data = new MarkovBytes().create(new MarkovBytes.Settings(4, 1, 8), run);
            assertThatThrownBy(() -> data.split("test"))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("train or validation");
        }
    }

    @Test
    void holdsValidationApartFromTraining() {
        try (TestRun run = TestRun.open()) {
            Dataset data = new MarkovBytes().create(new MarkovBytes.Settings(32, 0.1, 40), run);
            Set<String> train = new HashSet<>();
            for (long step = 0; step < 50; step++) {
                Batch batch = data.split(Dataset.TRAIN).draw(run.tensors().ops(), step, 1, run.random());
                train.add(Arrays.toString(batch.tensor(NextToken.TOKENS).toInts()));
            }
            for (long example = 0; example < 50; example++) {
                Batch batch = data.split(Dataset.VALIDATION).read(run.tensors().ops(), example, 1);
                assertThat(train)
                        .doesNotContain(
                                Arrays.toString(batch.tensor(NextToken.TOKENS).toInts()));
            }
            assertThat(train).hasSize(50);
        }
    }
}
