package io.reprise.engine.internal.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that a misspelt one may have meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * At most three of the known names that are near, nearest first: those within an edit distance of a third of the name's
     * length (at least 1), and those that contain it or are contained in it.
     */
    public static List<String> names(String wrong, Collection<String> known) {
        String given = wrong.toLowerCase(Locale.ROOT);
        int allowed = Math.max(1, (given.length() + 1) / 3);
        record Candidate(String name, int distance) {}
        return known.stream()
                .distinct()
                .map(name -> new Candidate(name, distance(given, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() <= allowed
                        || contains(given, candidate.name().toLowerCase(Locale.ROOT)))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(3)
                .map(Candidate::name)
                .toList();
    }

    /** The sentence that offers the nearest names, or all if none is near and there are few; may be empty. */
    public static String hint(String wrong, Collection<String> known) {
        List<String> near = names(wrong, known);
        if (!near.isEmpty()) {
            return "Did you mean " + String.join(" or ", near) + "?";
        }
        if (known.isEmpty()) {
            return "There are none.";
        }
        List<String> sorted = known.stream().distinct().sorted().toList();
        return sorted.size() <= 12 ? "There are: " + String.join(", ", sorted) + "." : "";
    }

    private static boolean contains(String given, String name) {
        return given.length() >= 3 && (name.contains(given) || (name.length() >= 3 && given.contains(name)));
    }

    /** The optimal string alignment distance: insertions, deletions, changes and swaps of neighbours count 1. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
