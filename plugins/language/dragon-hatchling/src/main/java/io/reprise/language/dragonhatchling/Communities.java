package io.reprise.language.dragonhatchling;

import java.util.Arrays;

/**
 * Groups of nodes with many connections inside and few between, found by the method of Louvain (Blondel, Guillaume, Lambiotte,
 * Lefebvre 2008): each node moves to the neighbouring group that raises Newman's modularity most, until none does; then each
 * group becomes a node, and so on.
 */
final class Communities {
    private static final double LEAST_GAIN = 1e-12;

    private final int[] group;
    private final double modularity;

    private Communities(int[] group, double modularity) {
        this.group = group;
        this.modularity = modularity;
    }

    /** The number of each node's group. */
    int[] group() {
        return group.clone();
    }

    /** {@code Q = sum over groups of (ends inside / all ends - (ends / all ends)²)} (Newman, Girvan 2004). */
    double modularity() {
        return modularity;
    }

    /**
     * The groups of a graph.
     *
     * @param nodes how many
     * @param from one end of each connection
     * @param to the other end
     */
    static Communities of(int nodes, int[] from, int[] to) {
        Level level = Level.of(nodes, from, to);
        int[] group = new int[nodes];
        Arrays.setAll(group, node -> node);
        while (true) {
            int[] moved = level.move();
            int groups = Arrays.stream(moved).max().orElse(-1) + 1;
            for (int node = 0; node < nodes; node++) {
                group[node] = moved[group[node]];
            }
            if (groups == level.size()) {
                return new Communities(group, level.modularity());
            }
            level = level.merged(moved, groups);
        }
    }

    /** A graph whose nodes are groups. */
    private static final class Level {
        /** The neighbours of each node, itself not among them. */
        private final int[][] neighbours;
        /** The weights of the connections to them. */
        private final double[][] weights;
        /** Twice the weight inside each node. */
        private final double[] inside;
        /** The weight of all ends at each node. */
        private final double[] ends;
        /** The weight of all ends. */
        private final double all;

        private Level(int[][] neighbours, double[][] weights, double[] inside, double[] ends) {
            this.neighbours = neighbours;
            this.weights = weights;
            this.inside = inside;
            this.ends = ends;
            this.all = Arrays.stream(ends).sum();
        }

        static Level of(int nodes, int[] from, int[] to) {
            double[] ones = new double[from.length];
            Arrays.fill(ones, 1);
            return of(nodes, from, to, ones, new double[nodes]);
        }

        private static Level of(int nodes, int[] from, int[] to, double[] weight, double[] inside) {
            int[] count = new int[nodes];
            for (int e = 0; e < from.length; e++) {
                count[from[e]]++;
                count[to[e]]++;
            }
            int[][] neighbours = new int[nodes][];
            double[][] weights = new double[nodes][];
            double[] ends = inside.clone();
            for (int node = 0; node < nodes; node++) {
                neighbours[node] = new int[count[node]];
                weights[node] = new double[count[node]];
            }
            for (int e = 0; e < from.length; e++) {
                for (int end = 0; end < 2; end++) {
                    int node = end == 0 ? from[e] : to[e];
                    int other = end == 0 ? to[e] : from[e];
                    neighbours[node][--count[node]] = other;
                    weights[node][count[node]] = weight[e];
                    ends[node] += weight[e];
                }
            }
            return new Level(neighbours, weights, inside, ends);
        }

        int size() {
            return ends.length;
        }

        double modularity() {
            double sum = 0;
            for (int node = 0; node < size(); node++) {
                double share = ends[node] / all;
                sum += inside[node] / all - share * share;
            }
            return sum;
        }

        /** The groups, numbered from 0, after moves that each raise modularity. */
        int[] move() {
            int[] group = new int[size()];
            Arrays.setAll(group, node -> node);
            double[] groupEnds = ends.clone();
            double[] toGroup = new double[size()];
            boolean moved = true;
            while (moved) {
                moved = false;
                for (int node = 0; node < size(); node++) {
                    int own = group[node];
                    for (int k = 0; k < neighbours[node].length; k++) {
                        toGroup[group[neighbours[node][k]]] += weights[node][k];
                    }
                    groupEnds[own] -= ends[node];
                    int best = own;
                    double most = toGroup[own] - ends[node] * groupEnds[own] / all + LEAST_GAIN;
                    for (int neighbour : neighbours[node]) {
                        int candidate = group[neighbour];
                        double gain = toGroup[candidate] - ends[node] * groupEnds[candidate] / all;
                        if (gain > most) {
                            most = gain;
                            best = candidate;
                        }
                    }
                    groupEnds[best] += ends[node];
                    group[node] = best;
                    moved |= best != own;
                    toGroup[own] = 0;
                    for (int neighbour : neighbours[node]) {
                        toGroup[group[neighbour]] = 0;
                    }
                }
            }
            return numbered(group);
        }

        private static int[] numbered(int[] group) {
            int[] numbers = new int[group.length];
            Arrays.fill(numbers, -1);
            int next = 0;
            int[] result = new int[group.length];
            for (int node = 0; node < group.length; node++) {
                if (numbers[group[node]] < 0) {
                    numbers[group[node]] = next++;
                }
                result[node] = numbers[group[node]];
            }
            return result;
        }

        /** The graph whose nodes are this one's groups. */
        Level merged(int[] group, int groups) {
            double[] within = new double[groups];
            int edges = 0;
            for (int node = 0; node < size(); node++) {
                within[group[node]] += inside[node];
                for (int neighbour : neighbours[node]) {
                    edges += node < neighbour && group[node] != group[neighbour] ? 1 : 0;
                }
            }
            int[] from = new int[edges];
            int[] to = new int[edges];
            double[] weight = new double[edges];
            for (int node = 0; node < size(); node++) {
                for (int k = 0; k < neighbours[node].length; k++) {
                    int neighbour = neighbours[node][k];
                    if (group[node] == group[neighbour]) {
                        within[group[node]] += weights[node][k];
                    } else if (node < neighbour) {
                        edges--;
                        from[edges] = group[node];
                        to[edges] = group[neighbour];
                        weight[edges] = weights[node][k];
                    }
                }
            }
            return of(groups, from, to, weight, within);
        }
    }
}
