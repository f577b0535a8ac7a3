package io.reprise.molecules.selfies;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.PriorityQueue;

/**
 * A perfect matching of a graph: each node paired with a neighbour. First greedily, nodes with the fewest free neighbours
 * first, then by augmenting paths (the authors' {@code matching_utils.py}; which of several matchings is found decides
 * which Kekulé form a molecule is written in, so the order of every step counts).
 */
final class PerfectMatching {
    private static final int NONE = -1;

    private final int[][] neighbours;
    private final int[] mate;

    private PerfectMatching(int[][] neighbours) {
        this.neighbours = neighbours;
        mate = new int[neighbours.length];
        Arrays.fill(mate, NONE);
    }

    /** The mate of each node, or null where there is no perfect matching. */
    static int[] of(int[][] neighbours) {
        PerfectMatching matching = new PerfectMatching(neighbours);
        matching.matchGreedily();
        for (int root = 0; root < neighbours.length; root++) {
            if (matching.mate[root] == NONE && !matching.augmentFrom(root)) {
                return null;
            }
        }
        return matching.mate;
    }

    private record Candidate(int free, int node) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            return free != other.free ? Integer.compare(free, other.free) : Integer.compare(node, other.node);
        }
    }

    private void matchGreedily() {
        int[] free = new int[mate.length];
        PriorityQueue<Candidate> queue = new PriorityQueue<>();
        for (int node = 0; node < mate.length; node++) {
            free[node] = neighbours[node].length;
            queue.add(new Candidate(free[node], node));
        }
        while (!queue.isEmpty()) {
            int node = queue.poll().node();
            if (mate[node] != NONE || free[node] == 0) {
                continue;
            }
            int other = firstFree(node);
            mate[node] = other;
            mate[other] = node;
            for (int end : new int[] {node, other}) {
                for (int next : neighbours[end]) {
                    free[next]--;
                    if (mate[next] == NONE && free[next] > 0) {
                        queue.add(new Candidate(free[next], next));
                    }
                }
            }
        }
    }

    private int firstFree(int node) {
        for (int next : neighbours[node]) {
            if (mate[next] == NONE) {
                return next;
            }
        }
        throw new IllegalStateException("node " + node + " has free neighbours, and none was found");
    }

    /** Looks breadth first for a path to another unmatched node, along which matched and unmatched edges take turns. */
    private boolean augmentFrom(int root) {
        // The node before, on the path, and the node between the two: the mate of this one.
        int[] before = new int[mate.length];
        int[] between = new int[mate.length];
        Arrays.fill(before, NONE);
        before[root] = root;
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(root);
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (int next : neighbours[node]) {
                if (mate[next] == NONE) {
                    if (next != root) {
                        flip(root, node, next, before, between);
                        return true;
                    }
                } else if (before[mate[next]] == NONE) {
                    before[mate[next]] = node;
                    between[mate[next]] = next;
                    queue.add(mate[next]);
                }
            }
        }
        return false;
    }

    private void flip(int root, int lastNode, int end, int[] before, int[] between) {
        int node = lastNode;
        int partner = end;
        while (true) {
            mate[node] = partner;
            mate[partner] = node;
            if (node == root) {
                return;
            }
            partner = between[node];
            node = before[node];
        }
    }
}
