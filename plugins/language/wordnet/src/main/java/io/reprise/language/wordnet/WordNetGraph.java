package io.reprise.language.wordnet;

import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The relations between synsets as triples. Relations between single words count as relations of their synsets. All
 * triples of two synsets, in both directions, are in one split: most relations have an inverse, which would else give the
 * answers away.
 */
final class WordNetGraph implements Dataset {
    /** The synsets by number. */
    private final List<Synset> synsets;

    private final List<Triple> triples;
    private final Map<String, List<Triple>> bySplit = new HashMap<>();

    /** A relation of two synsets by their numbers. */
    record Triple(int subject, Relation predicate, int object) {}

    /**
     * Splits the graph.
     *
     * @param heldOut the share of pairs of synsets that is for validation, and as much again for the test
     */
    WordNetGraph(List<Synset> synsets, double heldOut, RunContext run) {
        this.synsets = synsets;
        this.triples = triples(synsets, run);
        for (String split : splits()) {
            bySplit.put(split, new ArrayList<>());
        }
        for (Triple triple : triples) {
            bySplit.get(splitOf(triple, heldOut)).add(triple);
        }
    }

    private static List<Triple> triples(List<Synset> synsets, RunContext run) {
        Map<Synset.Id, Integer> numbers = new HashMap<>();
        synsets.forEach(synset -> numbers.put(synset.id(), numbers.size()));
        List<Triple> triples = new ArrayList<>();
        for (Synset synset : synsets) {
            run.checkCancelled();
            for (Synset.Pointer pointer : synset.pointers()) {
                triples.add(new Triple(numbers.get(synset.id()), pointer.relation(), numbers.get(pointer.to())));
            }
        }
        return triples;
    }

    private static String splitOf(Triple triple, double heldOut) {
        long low = Math.min(triple.subject(), triple.object());
        long high = Math.max(triple.subject(), triple.object());
        double place = WordNet.scramble(low << 32 | high);
        return place < heldOut ? VALIDATION : place < 2 * heldOut ? TEST : TRAIN;
    }

    /** The synsets by number. */
    List<Synset> synsets() {
        return synsets;
    }

    /** All triples. */
    List<Triple> triples() {
        return triples;
    }

    @Override
    public List<String> splits() {
        return List.of(TRAIN, VALIDATION, TEST);
    }

    @Override
    public Split split(String name) {
        List<Triple> part = bySplit.get(name);
        if (part == null) {
            throw RepriseException.problem("There is no split '" + name + "' of wordnet-graph")
                    .expected(String.join(", ", splits()));
        }
        return new Part(synsets, part);
    }

    private record Part(List<Synset> synsets, List<Triple> triples) implements Split {
        @Override
        public OptionalLong size() {
            return OptionalLong.of(triples.size());
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            RandomSource places = random.split(step);
            List<Triple> drawn = new ArrayList<>(size);
            for (int b = 0; b < size; b++) {
                drawn.add(triples.get(places.nextInt(triples.size())));
            }
            return batch(f, drawn);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            int from = (int) Math.min(first, triples.size());
            return batch(f, triples.subList(from, Math.min(from + size, triples.size())));
        }

        private Batch batch(Ops f, List<Triple> chosen) {
            int[] subjects = chosen.stream().mapToInt(Triple::subject).toArray();
            int[] predicates = chosen.stream()
                    .mapToInt(triple -> triple.predicate().code())
                    .toArray();
            int[] objects = chosen.stream().mapToInt(Triple::object).toArray();
            return Batch.of(
                            "subject",
                            f.scope().of(subjects, chosen.size()),
                            "object",
                            f.scope().of(objects, chosen.size()))
                    .with("predicate", f.scope().of(predicates, chosen.size()))
                    .withText(
                            "subject.name",
                            chosen.stream()
                                    .map(triple -> synsets.get(triple.subject()).name())
                                    .toList())
                    .withText(
                            "predicate.name",
                            chosen.stream()
                                    .map(triple -> triple.predicate().toString())
                                    .toList())
                    .withText(
                            "object.name",
                            chosen.stream()
                                    .map(triple -> synsets.get(triple.object()).name())
                                    .toList());
        }
    }
}
