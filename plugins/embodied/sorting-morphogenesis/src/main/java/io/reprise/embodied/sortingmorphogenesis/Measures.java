package io.reprise.embodied.sortingmorphogenesis;

import java.util.ArrayList;
import java.util.List;

/** How far an array is sorted, and how it got there (the authors' {@code analysis} folder). */
final class Measures {
    private Measures() {}

    /** The number of places with a smaller value than the place before. */
    static int error(int[] values) {
        int descents = 0;
        for (int i = 1; i < values.length; i++) {
            descents += values[i] < values[i - 1] ? 1 : 0;
        }
        return descents;
    }

    /** The share of places in order, in percent: {@code 100 (1 + number of i with a[i] >= a[i-1]) / n}. */
    static double monotonicity(int[] values) {
        return values.length == 0 ? 100 : 100.0 * (values.length - error(values)) / values.length;
    }

    /** {@code sum |a[i] - i|}, for values 0 to n - 1. */
    static long spearmanDistance(int[] values) {
        long distance = 0;
        for (int i = 0; i < values.length; i++) {
            distance += Math.abs(values[i] - i);
        }
        return distance;
    }

    /** The share of cells whose right neighbour follows the same rule: {@code (number of them) / n}. */
    static double aggregation(CellType[] types) {
        int alike = 0;
        for (int i = 1; i < types.length; i++) {
            alike += types[i] == types[i - 1] ? 1 : 0;
        }
        return types.length == 0 ? 0 : (double) alike / types.length;
    }

    /**
     * Delayed gratification: how much more is gained after a loss than was lost. The error after each exchange is followed
     * through its rises and falls; each rise with the fall after it gives {@code (fall - rise) / rise}.
     *
     * @param errors after each exchange
     * @return the mean, 0 where the error never rises
     */
    static double delayedGratification(int[] errors) {
        List<Integer> runs = runs(errors);
        int first = 0;
        while (first < runs.size() && runs.get(first) < 0) {
            first++;
        }
        double sum = 0;
        int pairs = 0;
        for (int i = first; i + 1 < runs.size(); i += 2) {
            double rise = runs.get(i);
            double fall = -runs.get(i + 1);
            sum += (fall - rise) / rise;
            pairs++;
        }
        return pairs == 0 ? 0 : sum / pairs;
    }

    /** The sums of the runs in which a series only rises (above 0) or only falls (below 0), in turn. */
    private static List<Integer> runs(int[] series) {
        List<Integer> runs = new ArrayList<>();
        for (int i = 1; i < series.length; i++) {
            int change = series[i] - series[i - 1];
            if (change == 0) {
                continue;
            }
            int last = runs.size() - 1;
            if (last >= 0 && Integer.signum(runs.get(last)) == Integer.signum(change)) {
                runs.set(last, runs.get(last) + change);
            } else {
                runs.add(change);
            }
        }
        return runs;
    }

    /** The error of each frame. */
    static int[] errors(Trace trace) {
        return trace.frames().stream()
                .mapToInt(frame -> error(trace.values(frame)))
                .toArray();
    }
}
