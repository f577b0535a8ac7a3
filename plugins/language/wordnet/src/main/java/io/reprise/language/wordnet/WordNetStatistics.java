package io.reprise.language.wordnet;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.data.Schema;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Requirements;
import io.reprise.report.Metric;
import io.reprise.report.Report;
import io.reprise.report.Table;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/** Counts what WordNet's own pages say about it. */
@Component
@Plugin(
        kind = Kind.EVALUATOR,
        name = "wordnet-statistics",
        summary = "Counts of WordNet's synsets, words and relations")
public final class WordNetStatistics implements EvaluatorFactory<WordNetStatistics.Settings> {
    private static final String ROOT = "entity";

    /** No settings. */
    public record Settings() {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Requirements requirements(Settings settings) {
        return new Requirements(Set.of(), WordNetGraph.class, Schema.EMPTY, Schema.EMPTY);
    }

    @Override
    public Evaluator create(Settings settings, RunContext run) {
        return (model, data) -> report((WordNetGraph) data);
    }

    private static Report report(WordNetGraph graph) {
        List<WordNetGraph.Triple> triples = graph.triples();
        BitSet linked = new BitSet();
        long samePart = 0;
        for (WordNetGraph.Triple triple : triples) {
            linked.set(triple.subject());
            linked.set(triple.object());
            samePart += part(graph, triple.subject()) == part(graph, triple.object()) ? 1 : 0;
        }
        long words = graph.synsets().stream()
                .flatMap(synset -> synset.words().stream())
                .distinct()
                .count();
        return Report.of(
                        Metric.of("wordnet.synsets", graph.synsets().size()),
                        Metric.of("wordnet.words", (double) words),
                        Metric.of("wordnet.triples", triples.size()),
                        Metric.of(
                                "wordnet.linked",
                                (double) linked.cardinality() / graph.synsets().size()),
                        Metric.of("wordnet.same-part-of-speech", (double) samePart / triples.size()),
                        Metric.of("wordnet.nouns-under-entity", nounsUnderRoot(graph)))
                .with(relations(triples));
    }

    private static char part(WordNetGraph graph, int number) {
        return graph.synsets().get(number).id().partOfSpeech();
    }

    /** The share of noun synsets from which hypernyms lead to {@code entity}. */
    private static double nounsUnderRoot(WordNetGraph graph) {
        Map<Integer, List<Integer>> below = graph.triples().stream()
                .filter(triple ->
                        triple.predicate() == Relation.HYPERNYM || triple.predicate() == Relation.INSTANCE_HYPERNYM)
                .collect(Collectors.groupingBy(
                        WordNetGraph.Triple::object,
                        Collectors.mapping(WordNetGraph.Triple::subject, Collectors.toList())));
        BitSet reached = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        int nouns = 0;
        for (int number = 0; number < graph.synsets().size(); number++) {
            if (part(graph, number) == 'n') {
                nouns++;
                if (graph.synsets().get(number).words().equals(List.of(ROOT))) {
                    open.add(number);
                }
            }
        }
        while (!open.isEmpty()) {
            int number = open.remove();
            if (!reached.get(number)) {
                reached.set(number);
                open.addAll(below.getOrDefault(number, List.of()));
            }
        }
        return (double) reached.cardinality() / nouns;
    }

    private static Table relations(List<WordNetGraph.Triple> triples) {
        Map<Relation, Long> counts =
                triples.stream().collect(Collectors.groupingBy(WordNetGraph.Triple::predicate, Collectors.counting()));
        List<List<Object>> rows = Arrays.stream(Relation.values())
                .map(relation -> List.<Object>of(relation.toString(), counts.getOrDefault(relation, 0L)))
                .toList();
        return new Table("relations", "Number of triples of each relation", List.of("relation", "triples"), rows);
    }
}
