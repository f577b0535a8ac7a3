package io.reprise.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs side by side. Runs that differ in the seed only are one group.
 *
 * @param groups what is compared, in the order in which it was named
 * @param settings the settings that differ
 * @param origins the bundles' versions and the platform, as far as they differ
 * @param metrics the final metrics
 * @param tests each other group against the first over their common seeds; empty where there are too few of them
 * @param warnings what should be known before believing it
 */
public record Comparison(
        List<Group> groups,
        List<Difference> settings,
        List<Difference> origins,
        List<MetricRow> metrics,
        List<Test> tests,
        List<String> warnings) {
    /** Copies the lists. */
    public Comparison {
        groups = List.copyOf(groups);
        settings = List.copyOf(settings);
        origins = List.copyOf(origins);
        metrics = List.copyOf(metrics);
        tests = List.copyOf(tests);
        warnings = List.copyOf(warnings);
    }

    /**
     * Runs with the same settings.
     *
     * @param name the settings in which it differs from others, or the run's name
     * @param runs by seed
     */
    public record Group(String name, List<RunInfo> runs) {
        /** Copies the list. */
        public Group {
            runs = List.copyOf(runs);
        }
    }

    /**
     * Something that differs.
     *
     * @param values one a group; empty where a group has no such thing
     */
    public record Difference(String key, List<String> values) {
        /** Copies the list. */
        public Difference {
            values = List.copyOf(values);
        }
    }

    /**
     * A final metric.
     *
     * @param values by the index of the group, for those that have it
     */
    public record MetricRow(String metric, Map<Integer, Spread> values) {
        /** Copies the map, keeping the order. */
        public MetricRow {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * A paired test of two groups over their common seeds.
     *
     * @param group the index of the group that is compared with the first one
     * @param seeds the common seeds
     * @param difference the mean of this group's values minus the first one's
     * @param low the lower end of the 95 % interval of the mean difference (Student's t)
     * @param high its upper end
     * @param t the two-sided p-value of the paired t-test; NaN where all differences are the same
     * @param wilcoxon the two-sided p-value of the Wilcoxon signed-rank test, exact where there are no ties; NaN as for t
     * @param tAdjusted that of the t-test, adjusted by Holm's method for the groups compared by this metric
     * @param wilcoxonAdjusted that of the Wilcoxon test, adjusted so
     */
    public record Test(
            String metric,
            int group,
            List<Long> seeds,
            double difference,
            double low,
            double high,
            double t,
            double wilcoxon,
            double tAdjusted,
            double wilcoxonAdjusted) {
        /** Copies the list. */
        public Test {
            seeds = List.copyOf(seeds);
        }
    }
}
