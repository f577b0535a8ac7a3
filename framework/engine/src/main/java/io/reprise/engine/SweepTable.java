package io.reprise.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep has found so far, a row a point.
 *
 * @param varied the settings that differ between points
 * @param metrics the metrics shown
 * @param units of metrics that have one
 * @param rows by the first metric if the sweep names any, else in the order of the file
 * @param best the number of the best point, for each metric whose goal the sweep says
 */
public record SweepTable(
        List<String> varied,
        List<String> metrics,
        Map<String, String> units,
        List<Row> rows,
        Map<String, Integer> best) {
    /** Copies the collections, keeping the order. */
    public SweepTable {
        varied = List.copyOf(varied);
        metrics = List.copyOf(metrics);
        units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
        rows = List.copyOf(rows);
        best = Collections.unmodifiableMap(new LinkedHashMap<>(best));
    }

    /**
     * A point's row.
     *
     * @param point its number
     * @param settings the value of each varied setting that the point gives
     * @param done how many runs are done
     * @param failed how many have failed
     * @param metrics over the runs that are done; without those that none of them gave
     */
    public record Row(int point, Map<String, String> settings, int done, int failed, Map<String, Spread> metrics) {
        /** Copies the maps, keeping the order. */
        public Row {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }
}
