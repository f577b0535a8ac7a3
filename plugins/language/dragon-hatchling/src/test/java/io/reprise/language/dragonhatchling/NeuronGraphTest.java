package io.reprise.language.dragonhatchling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.report.Metric;
import io.reprise.testkit.TestRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NeuronGraphTest {
    /** Two cliques of five neurons and one connection between them. */
    private static NeuronGraph cliques() {
        List<NeuronGraph.Edge> edges = new ArrayList<>();
        for (int clique = 0; clique < 2; clique++) {
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < i; j++) {
                    edges.add(new NeuronGraph.Edge(5 * clique + i, 5 * clique + j));
                }
            }
        }
        edges.add(new NeuronGraph.Edge(0, 5));
        return new NeuronGraph(10, edges);
    }

    @Test
    void findsTheModularityOfTwoCliques() {
        // 21 edges; each clique has 10 of them and half of all ends: Q = 2 (10/21 - 1/4).
        assertThat(cliques().modularity()).isCloseTo(20.0 / 21 - 0.5, within(1e-9));
    }

    @Test
    void findsTheGroupsOfCliquesThatNothingConnects() {
        // Three triangles without a connection, and a neuron without any: Q = 3 (3/9 - (6/18)²).
        Communities found =
                Communities.of(10, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, new int[] {1, 2, 0, 4, 5, 3, 7, 8, 6});
        assertThat(found.group()).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 3);
        assertThat(found.modularity()).isCloseTo(2.0 / 3, within(1e-9));
    }

    @Test
    void mergesGroupsOfGroups() {
        // A ring of 30 cliques of five, each connected to the next by one edge. Known for its limit of resolution
        // (Fortunato, Barthelemy 2007): pairs of cliques are better than single ones, 0.888 over 0.876.
        int[] from = new int[30 * 11];
        int[] to = new int[30 * 11];
        int at = 0;
        for (int clique = 0; clique < 30; clique++) {
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < i; j++) {
                    from[at] = 5 * clique + i;
                    to[at++] = 5 * clique + j;
                }
            }
            from[at] = 5 * clique;
            to[at++] = (5 * clique + 5 + 1) % 150;
        }
        // Single cliques: 10/11 - 1/30 = 0.8758; pairs: 21/22 - 1/15 = 0.8879.
        assertThat(Communities.of(150, from, to).modularity()).isBetween(0.8758, 0.8879 + 1e-4);
        assertThat(Communities.of(150, from, to).modularity()).isGreaterThan(0.88);
    }

    @Test
    void keepsEveryDegreeWhenRewired() {
        try (TestRun run = TestRun.open()) {
            NeuronGraph graph = cliques();
            NeuronGraph rewired = graph.rewired(run.random());
            Set<Long> pairs =
                    rewired.edges().stream().map(NeuronGraph.Edge::pair).collect(Collectors.toSet());
            assertThat(pairs).hasSize(21);
            assertThat(pairs)
                    .isNotEqualTo(
                            graph.edges().stream().map(NeuronGraph.Edge::pair).collect(Collectors.toSet()));
            assertThat(rewired.edges()).noneMatch(edge -> edge.from() == edge.to());
            assertThat(ends(rewired)).isEqualTo(ends(graph));
            assertThat(rewired.modularity()).isLessThan(0.35);
        }
    }

    private static Map<Integer, Long> ends(NeuronGraph graph) {
        return graph.edges().stream()
                .flatMap(edge -> List.of(edge.from(), edge.to()).stream())
                .collect(Collectors.groupingBy(neuron -> neuron, Collectors.counting()));
    }

    @Test
    void keepsTheStrongestConnections() {
        try (TestRun run = TestRun.open()) {
            BdhSettings sizes = new BdhSettings(1, 6, 2, 4, 0);
            Bdh bdh = new Bdh(sizes, 5, run);
            int n = sizes.neurons();
            float[] decoder = bdh.decoder().toFloats();
            float[] encoder = bdh.encoder().toFloats();
            double[][] g = new double[n][n];
            List<Double> positive = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    int head = j / sizes.neuronsPerHead();
                    int within = j % sizes.neuronsPerHead();
                    for (int d = 0; d < 6; d++) {
                        g[i][j] += decoder[i * 6 + d] * encoder[(head * 6 + d) * sizes.neuronsPerHead() + within];
                    }
                    if (i != j && g[i][j] > 0) {
                        positive.add(g[i][j]);
                    }
                }
            }
            positive.sort((a, b) -> Double.compare(b, a));
            NeuronGraph graph = NeuronGraph.strongest(bdh, run.tensors(), 30);
            assertThat(graph.edges()).hasSize(30);
            assertThat(new HashSet<>(graph.edges())).hasSize(30);
            for (int e = 0; e < 30; e++) {
                NeuronGraph.Edge edge = graph.edges().get(e);
                assertThat(g[edge.from()][edge.to()]).isCloseTo(positive.get(e), within(1e-7));
            }
            assertThat(graph.degrees(true)).hasSize(n);
            assertThat(Arrays.stream(graph.degrees(false)).sum()).isEqualTo(30);
        }
    }

    @Test
    void reportsModularCommunitiesAsSuch() {
        try (TestRun run = TestRun.open()) {
            // Neurons write and read along one of four directions of the stream each: four communities.
            BdhSettings sizes = new BdhSettings(1, 4, 1, 16, 0);
            Bdh bdh = new Bdh(sizes, 5, run);
            float[] decoder = bdh.decoder().toFloats();
            float[] encoder = bdh.encoder().toFloats();
            for (int i = 0; i < sizes.neurons(); i++) {
                decoder[i * 4 + i % 4] += 1;
                encoder[(i % 4) * sizes.neurons() + i] += 1;
            }
            bdh.decoder().set(decoder);
            bdh.encoder().set(encoder);
            Map<String, Double> metrics = new NeuronGraphEvaluator()
                    .create(new NeuronGraphEvaluator.Settings(8, 5), run).evaluate(bdh, null).metrics().stream()
                            .collect(Collectors.toMap(Metric::name, Metric::value));
            assertThat(metrics.get("graph.modularity")).isBetween(0.7, 0.76);
            assertThat(metrics.get("graph.modularity.z")).isGreaterThan(10);
        }
    }
}
