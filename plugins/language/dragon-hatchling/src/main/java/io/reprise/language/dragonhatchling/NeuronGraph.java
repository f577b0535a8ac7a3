package io.reprise.language.dragonhatchling;

import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Which neuron excites which: an edge from i to j where {@code G[i,j] = Dc[i] · E[:,j]}, what neuron i writes to the stream times
 * what neuron j reads of it, is among the largest positive entries of G.
 *
 * @param neurons n
 * @param edges without loops, strongest first
 */
record NeuronGraph(int neurons, List<Edge> edges) {
    private static final int ROWS = 256;

    /** Neuron {@code from} excites neuron {@code to}. */
    record Edge(int from, int to) {
        /** The pair without its direction, as one number. */
        long pair() {
            return ((long) Math.min(from, to) << 32) | Math.max(from, to);
        }
    }

    private record Weighted(float weight, Edge edge) {}

    /** The graph of the {@code count} largest entries; fewer if fewer are positive. */
    static NeuronGraph strongest(Bdh bdh, TensorScope owner, int count) {
        int n = bdh.settings().neurons();
        PriorityQueue<Weighted> kept = new PriorityQueue<>(Comparator.comparingDouble(Weighted::weight));
        try (TensorScope scope = owner.open()) {
            Ops f = scope.ops();
            Tensor reads =
                    f.reshape(f.permute(bdh.encoder(), 1, 0, 2), bdh.settings().width(), n);
            for (int first = 0; first < n; first += ROWS) {
                int rows = Math.min(ROWS, n - first);
                try (TensorScope block = scope.open()) {
                    float[] g = block.ops()
                            .matmul(bdh.decoder().rows(first, rows), reads)
                            .toFloats();
                    keep(kept, count, g, first, n);
                }
            }
        }
        List<Weighted> strongest = new ArrayList<>(kept);
        strongest.sort(Comparator.comparingDouble(Weighted::weight).reversed());
        return new NeuronGraph(n, strongest.stream().map(Weighted::edge).toList());
    }

    private static void keep(PriorityQueue<Weighted> kept, int count, float[] g, int first, int n) {
        for (int at = 0; at < g.length; at++) {
            int from = first + at / n;
            int to = at % n;
            boolean strong =
                    kept.size() < count ? g[at] > 0 : g[at] > kept.element().weight();
            if (strong && from != to) {
                kept.add(new Weighted(g[at], new Edge(from, to)));
                if (kept.size() > count) {
                    kept.remove();
                }
            }
        }
    }

    /** The number of edges that begin (or end) at each neuron. */
    int[] degrees(boolean incoming) {
        int[] degrees = new int[neurons];
        for (Edge edge : edges) {
            degrees[incoming ? edge.to() : edge.from()]++;
        }
        return degrees;
    }

    /** The same connections without direction, each once. */
    NeuronGraph undirected() {
        Set<Long> seen = new HashSet<>();
        return new NeuronGraph(
                neurons, edges.stream().filter(edge -> seen.add(edge.pair())).toList());
    }

    /**
     * A random graph in which every neuron has as many connections as in this undirected one: the ends of two random edges
     * are exchanged, ten times as often as there are edges, unless that would make a loop or a double edge (Maslov, Sneppen 2002).
     */
    NeuronGraph rewired(RandomSource random) {
        Edge[] shuffled = edges.toArray(Edge[]::new);
        Set<Long> present = new HashSet<>();
        Arrays.stream(shuffled).forEach(edge -> present.add(edge.pair()));
        for (long swap = 0; swap < 10L * shuffled.length; swap++) {
            int a = random.nextInt(shuffled.length);
            int b = random.nextInt(shuffled.length);
            boolean turned = random.nextInt(2) == 1;
            Edge first = shuffled[a];
            Edge second = turned ? new Edge(shuffled[b].to(), shuffled[b].from()) : shuffled[b];
            Edge one = new Edge(first.from(), second.to());
            Edge other = new Edge(second.from(), first.to());
            boolean simple = one.from() != one.to()
                    && other.from() != other.to()
                    && one.pair() != other.pair()
                    && !present.contains(one.pair())
                    && !present.contains(other.pair());
            if (simple) {
                present.removeAll(List.of(first.pair(), second.pair()));
                present.add(one.pair());
                present.add(other.pair());
                shuffled[a] = one;
                shuffled[b] = other;
            }
        }
        return new NeuronGraph(neurons, List.of(shuffled));
    }

    /** Newman's modularity Q of this undirected graph, in the communities that {@link Communities} finds. */
    double modularity() {
        int[] from = edges.stream().mapToInt(Edge::from).toArray();
        int[] to = edges.stream().mapToInt(Edge::to).toArray();
        return Communities.of(neurons, from, to).modularity();
    }
}
