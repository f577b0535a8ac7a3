package io.reprise.language.wordnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.language.ByteVocabulary;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.testkit.TestRun;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordNetTest {
    @Test
    void readsALineOfTheDataFiles() {
        Synset synset = Synset.parse(
                'a',
                "00014490 00 s 02 abounding 0 galore(ip) 0 002 & 00013887 a 0000 + 05115568 n 0101 | existing in"
                        + " abundance; \"abounding confidence\"; \"whiskey galore\"  ");
        assertThat(synset.words()).containsExactly("abounding", "galore");
        assertThat(synset.pointers())
                .containsExactly(
                        new Synset.Pointer(Relation.SIMILAR_TO, new Synset.Id('a', 13887)),
                        new Synset.Pointer(Relation.DERIVATION, new Synset.Id('n', 5115568)));
        assertThat(synset.gloss()).isEqualTo("existing in abundance; \"abounding confidence\"; \"whiskey galore\"");
        assertThat(synset.name()).isEqualTo("abounding.a.14490");
    }

    @Test
    void holdsEverySynsetOnce() {
        List<Synset> synsets = WordNet.synsets();
        Map<Character, Long> parts = synsets.stream()
                .collect(Collectors.groupingBy(synset -> synset.id().partOfSpeech(), Collectors.counting()));
        // Lines of data.noun, data.verb, data.adj, data.adv below the licence.
        assertThat(parts)
                .containsOnly(
                        Map.entry('n', 82_192L),
                        Map.entry('v', 13_789L),
                        Map.entry('a', 18_185L),
                        Map.entry('r', 3_625L));
        assertThat(synsets.stream().map(Synset::name).distinct()).hasSize(WordNet.SYNSETS);
    }

    @Test
    void writesOneLineForEachGloss() {
        try (TestRun run = TestRun.open()) {
            Dataset text = new WordNetText().create(new WordNetText.Settings(4096, 0.9), run);
            long windows = text.split(Dataset.TRAIN).size().orElseThrow()
                    + text.split(Dataset.VALIDATION).size().orElseThrow();
            assertThat(4096.0 * windows).isCloseTo(11.53e6, within(0.05e6));
            for (String split : text.splits()) {
                Batch batch = text.split(split).read(run.tensors().ops(), 3, 1);
                String excerpt = ByteVocabulary.decode(batch.tensor("tokens").toInts());
                List<String> lines = Arrays.asList(excerpt.split("\n", -1));
                assertThat(lines.subList(1, lines.size() - 1))
                        .hasSizeGreaterThan(20)
                        .allSatisfy(line -> assertThat(line).matches("[^:]+.*: \\S.*\\S"));
            }
        }
    }

    @Test
    void mixesPartsOfSpeechInEveryPartOfTheText() {
        // Nouns are 70 % of all synsets; in a sample of 200 the deviation of their share is 3 %.
        List<Synset> mixed = WordNet.synsets().stream()
                .sorted(Comparator.comparingDouble(WordNetText::place))
                .toList();
        for (int first = 0; first < 100_000; first += 20_000) {
            long nouns = mixed.subList(first, first + 200).stream()
                    .filter(synset -> synset.id().partOfSpeech() == 'n')
                    .count();
            assertThat(nouns / 200.0).isCloseTo(0.70, within(0.13));
        }
    }

    @Test
    void splitsTheGraphBySynsetPairs() {
        try (TestRun run = TestRun.open()) {
            Dataset graph = new WordNetGraphFactory().create(new WordNetGraphFactory.Settings(0.05), run);
            Map<Long, String> splitOfPair = new HashMap<>();
            Map<String, Integer> sizes = new HashMap<>();
            for (String name : graph.splits()) {
                Split split = graph.split(name);
                int size = (int) split.size().orElseThrow();
                sizes.put(name, size);
                Batch all = split.read(run.tensors().ops(), 0, size);
                int[] subjects = all.tensor("subject").toInts();
                int[] objects = all.tensor("object").toInts();
                for (int i = 0; i < size; i++) {
                    long pair = (long) Math.min(subjects[i], objects[i]) << 32 | Math.max(subjects[i], objects[i]);
                    assertThat(splitOfPair.putIfAbsent(pair, name)).isIn(null, name);
                }
            }
            double total = sizes.values().stream().mapToInt(size -> size).sum();
            assertThat(total).isEqualTo(365_119);
            assertThat(sizes.get(Dataset.VALIDATION) / total).isCloseTo(0.05, within(0.005));
            assertThat(sizes.get(Dataset.TEST) / total).isCloseTo(0.05, within(0.005));
        }
    }

    @Test
    void namesWhatItsNumbersMean() {
        try (TestRun run = TestRun.open()) {
            Dataset graph = new WordNetGraphFactory().create(new WordNetGraphFactory.Settings(0.05), run);
            List<Synset> synsets = WordNet.synsets();
            Batch batch = graph.split(Dataset.TRAIN).draw(run.tensors().ops(), 7, 50, run.random());
            int[] subjects = batch.tensor("subject").toInts();
            int[] objects = batch.tensor("object").toInts();
            int[] predicates = batch.tensor("predicate").toInts();
            for (int i = 0; i < 50; i++) {
                Relation relation = relation(predicates[i]);
                Synset subject = synsets.get(subjects[i]);
                Synset object = synsets.get(objects[i]);
                assertThat(batch.text("subject.name").get(i)).isEqualTo(subject.name());
                assertThat(batch.text("predicate.name").get(i)).isEqualTo(relation.toString());
                assertThat(batch.text("object.name").get(i)).isEqualTo(object.name());
                assertThat(subject.pointers()).contains(new Synset.Pointer(relation, object.id()));
            }
        }
    }

    private static Relation relation(int code) {
        return Arrays.stream(Relation.values())
                .filter(relation -> relation.code() == code)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void countsWhatItsPagesSay() {
        try (TestRun run = TestRun.open()) {
            Dataset graph = new WordNetGraphFactory().create(new WordNetGraphFactory.Settings(0.05), run);
            Report report = new WordNetStatistics()
                    .create(new WordNetStatistics.Settings(), run)
                    .evaluate(null, graph);
            Map<String, Double> metrics =
                    report.metrics().stream().collect(Collectors.toMap(Metric::name, Metric::value));
            assertThat(metrics)
                    .containsEntry("wordnet.synsets", 117_791.0)
                    .containsEntry("wordnet.triples", 365_119.0)
                    .containsEntry("wordnet.nouns-under-entity", 1.0);
            assertThat(metrics.get("wordnet.same-part-of-speech")).isCloseTo(0.796, within(0.001));
            assertThat(report.tables().get(0).rows()).contains(List.of("hypernym", 89_172L), List.of("cause", 221L));
        }
    }

    @Test
    void scramblesEvenly() {
        Set<Double> seen = new HashSet<>();
        double sum = 0;
        for (long key = 0; key < 10_000; key++) {
            double place = WordNet.scramble(key);
            assertThat(place).isBetween(0.0, 1.0);
            seen.add(place);
            sum += place;
        }
        assertThat(seen).hasSize(10_000);
        assertThat(sum / 10_000).isCloseTo(0.5, within(0.01));
    }
}
