package io.reprise.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a paper claims, and how to see whether it holds.
 *
 * @param method the method whose paper it is
 * @param id unique within the method
 * @param says the paper's statement in our words
 * @param source where in the paper
 * @param paper the paper's own figure, as text
 * @param scale how the runs compare with the paper's
 * @param reduced what was reduced; empty for the full scale
 * @param minutes how long it takes on 2 cores
 * @param seeds the seeds to average over, at least one
 * @param needs data files that must be found
 * @param runs the runs by name
 * @param expect what must be measured, at least one
 */
public record Claim(
        String method,
        String id,
        String says,
        String source,
        String paper,
        Scale scale,
        String reduced,
        double minutes,
        List<Long> seeds,
        List<String> needs,
        Map<String, PlannedRun> runs,
        List<Expectation> expect) {
    /** Copies lists and map, keeping the order. */
    public Claim {
        seeds = List.copyOf(seeds);
        needs = List.copyOf(needs);
        runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
        expect = List.copyOf(expect);
    }

    /** How a claim's runs compare with the paper's. */
    public enum Scale {
        /** As in the paper. */
        FULL,
        /** The paper's data or setting, made smaller. */
        REDUCED,
        /** Generated data in place of the paper's. */
        SYNTHETIC;

        /** The word used in claims files, for instance {@code reduced}. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A run that a claim needs.
     *
     * @param pipeline the name of a pipeline
     * @param set overrides, as on the command line
     */
    public record PlannedRun(String pipeline, Map<String, String> set) {
        /** Copies the map, keeping the order. */
        public PlannedRun {
            set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        }
    }

    /**
     * What must be measured: the final value of a metric (minus, or divided by, another) within a range, as a mean over the
     * seeds.
     *
     * @param measure {@code RUN/METRIC} or {@code RUN/EVALUATOR/METRIC}
     * @param minus a measure to subtract
     * @param over a measure to divide by
     * @param min the least value, included
     * @param max the greatest value, included
     */
    public record Expectation(
            String measure, Optional<String> minus, Optional<String> over, OptionalDouble min, OptionalDouble max) {
        /** What is measured, for instance {@code gpt/validation.loss - bdh/validation.loss}. */
        public String quantity() {
            return measure
                    + minus.map(other -> " - " + other).orElse("")
                    + over.map(other -> " / " + other).orElse("");
        }

        /** The range, for instance {@code at most 1.95} or {@code 0.1 to 0.3}. */
        public String range() {
            if (min.isPresent() && max.isPresent()) {
                return min.getAsDouble() == max.getAsDouble()
                        ? "exactly " + plain(min.getAsDouble())
                        : plain(min.getAsDouble()) + " to " + plain(max.getAsDouble());
            }
            return min.isPresent() ? "at least " + plain(min.getAsDouble()) : "at most " + plain(max.getAsDouble());
        }

        private static String plain(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value).replace(".0E", "e").replace('E', 'e');
        }
    }
}
