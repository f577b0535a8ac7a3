package io.reprise.embodied.sortingmorphogenesis;

import java.util.Arrays;

/**
 * The cells of an array before the first of them moves, left to right.
 *
 * @param values {@code [n]}: what they are sorted by
 * @param types {@code [n]}: the rule that each follows
 * @param frozen {@code [n]}: whether each is damaged, and never moves by itself
 * @param reversed {@code [n]}: whether each sorts in descending order
 */
record Arrangement(int[] values, CellType[] types, boolean[] frozen, boolean[] reversed) {
    Arrangement {
        int n = values.length;
        if (types.length != n || frozen.length != n || reversed.length != n) {
            throw new IllegalArgumentException("values, types, frozen and reversed are of one length, and not " + n
                    + ", " + types.length + ", " + frozen.length + ", " + reversed.length);
        }
    }

    int size() {
        return values.length;
    }

    /** Whether cells of more than one rule, or of both directions, are in it. */
    boolean isChimeric() {
        boolean mixed = false;
        for (int i = 1; i < size(); i++) {
            mixed |= types[i] != types[0] || reversed[i] != reversed[0];
        }
        return mixed;
    }

    /** The number of pairs in the wrong order: the exchanges of neighbours that sorting takes at least. */
    long inversions() {
        long inversions = 0;
        for (int i = 0; i < size(); i++) {
            int value = values[i];
            inversions += Arrays.stream(values, i + 1, size())
                    .filter(later -> later < value)
                    .count();
        }
        return inversions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Arrangement a
                && Arrays.equals(values, a.values)
                && Arrays.equals(types, a.types)
                && Arrays.equals(frozen, a.frozen)
                && Arrays.equals(reversed, a.reversed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
