package io.reprise.molecules.selfies;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many bonds each atom or ion can have: what makes every derived molecule valid.
 *
 * @param capacities by element, or by element and charge such as {@code N+1}; {@code ?} for all others
 */
record BondConstraints(Map<String, Integer> capacities) {
    private static final String OTHERS = "?";
    private static final String[] BONDS = {"", "=", "#"};

    BondConstraints {
        capacities = Map.copyOf(capacities);
        if (!capacities.containsKey(OTHERS)) {
            throw new IllegalArgumentException("bond constraints say with '?' how many bonds all other atoms can have");
        }
    }

    /** The sets of constraints that come with the method (the authors' {@code bond_constraints.py}). */
    enum Preset {
        /** The usual valences. */
        DEFAULT(Map.of()),
        /** No more than eight electrons around sulfur and phosphorus. */
        OCTET_RULE(Map.of("S", 2, "S+1", 3, "S-1", 1, "P", 3, "P+1", 4, "P-1", 2)),
        /** Up to seven bonds for halogens, five for nitrogen. */
        HYPERVALENT(Map.of("Cl", 7, "Br", 7, "I", 7, "N", 5));

        private final BondConstraints constraints;

        Preset(Map<String, Integer> changes) {
            Map<String, Integer> all = new TreeMap<>(Map.ofEntries(
                    Map.entry("H", 1),
                    Map.entry("F", 1),
                    Map.entry("Cl", 1),
                    Map.entry("Br", 1),
                    Map.entry("I", 1),
                    Map.entry("B", 3),
                    Map.entry("B+1", 2),
                    Map.entry("B-1", 4),
                    Map.entry("O", 2),
                    Map.entry("O+1", 3),
                    Map.entry("O-1", 1),
                    Map.entry("N", 3),
                    Map.entry("N+1", 4),
                    Map.entry("N-1", 2),
                    Map.entry("C", 4),
                    Map.entry("C+1", 3),
                    Map.entry("C-1", 3),
                    Map.entry("P", 5),
                    Map.entry("P+1", 4),
                    Map.entry("P-1", 6),
                    Map.entry("S", 6),
                    Map.entry("S+1", 5),
                    Map.entry("S-1", 5),
                    Map.entry(OTHERS, 8)));
            all.putAll(changes);
            constraints = new BondConstraints(all);
        }

        BondConstraints constraints() {
            return constraints;
        }
    }

    /** How many bonds an atom or ion can have, hydrogens included. */
    int capacity(String element, int charge) {
        String key = charge == 0 ? element : element + (charge > 0 ? "+" : "") + charge;
        Integer capacity = capacities.get(key);
        return capacity == null ? capacities.get(OTHERS) : capacity;
    }

    /**
     * The symbols any string of which is a molecule: each atom with each bond that it can have, and the branches and rings;
     * sorted.
     */
    List<String> robustAlphabet() {
        List<String> alphabet = new ArrayList<>();
        capacities.forEach((atom, capacity) -> {
            if (!atom.equals(OTHERS)) {
                for (int order = 1; order <= Math.min(capacity, BONDS.length); order++) {
                    alphabet.add("[" + BONDS[order - 1] + atom + "]");
                }
            }
        });
        for (int digits = 1; digits <= Symbol.MOST_DIGITS; digits++) {
            for (String bond : BONDS) {
                alphabet.add("[" + bond + "Branch" + digits + "]");
            }
            alphabet.add("[Ring" + digits + "]");
            alphabet.add("[=Ring" + digits + "]");
        }
        alphabet.sort(null);
        return alphabet;
    }
}
