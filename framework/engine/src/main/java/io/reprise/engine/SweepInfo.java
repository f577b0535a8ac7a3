package io.reprise.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sweep: points of settings, each run with each seed.
 *
 * @param id its name, for instance {@code 0003-layers}
 * @param folder its folder
 * @param name the sweep file's name without ending
 * @param summary one line; may be empty
 * @param pipeline the pipeline's name
 * @param state how it stands
 * @param started when it first began
 * @param ended when it ended; empty while it is under way, or if its process was killed
 * @param varied the settings that differ between points
 * @param seeds the seeds that each point is run with
 * @param shown the metrics asked for, the first of which orders the table; empty for all plain ones
 * @param units of metrics that have one
 * @param points in the order of the file
 * @param warnings what should be known about it
 */
public record SweepInfo(
        String id,
        Path folder,
        String name,
        String summary,
        String pipeline,
        State state,
        Instant started,
        Optional<Instant> ended,
        List<String> varied,
        List<Long> seeds,
        List<Shown> shown,
        Map<String, String> units,
        List<Point> points,
        List<String> warnings) {
    /** Copies the collections, keeping the order. */
    public SweepInfo {
        varied = List.copyOf(varied);
        seeds = List.copyOf(seeds);
        shown = List.copyOf(shown);
        units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
        points = List.copyOf(points);
        warnings = List.copyOf(warnings);
    }

    /** How a sweep stands. */
    public enum State {
        /** Under way. */
        RUNNING,
        /** All runs have ended; some may have failed. */
        DONE,
        /** Stopped by its user. */
        CANCELLED,
        /** Recorded as running, but its process is gone. */
        INTERRUPTED;

        /** The word in {@code sweep.json}, for instance {@code done}. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What is better. Never guessed from a metric's name. */
    public enum Goal {
        /** Small values. */
        LOWEST,
        /** Large values. */
        HIGHEST,
        /** Not said. */
        NONE;

        /** The word in sweep files, for instance {@code lowest}. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A metric to show. */
    public record Shown(String metric, Goal goal) {}

    /**
     * A point: some settings.
     *
     * @param number counted from 1
     * @param settings by key, as overrides
     * @param runs one for each seed
     */
    public record Point(int number, Map<String, String> settings, List<Run> runs) {
        /** Copies the collections, keeping the order. */
        public Point {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            runs = List.copyOf(runs);
        }

        /** The settings in a line, for instance {@code model.layers=2 model.width=64}. */
        public String label() {
            return String.join(
                    " ",
                    settings.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .toList());
        }
    }

    /** How a run of a sweep stands. */
    public enum RunState {
        /** Not begun. */
        WAITING,
        /** Under way, or its process is gone. */
        RUNNING,
        /** Finished. */
        DONE,
        /** Ended by an error. */
        FAILED,
        /** Stopped with the sweep; goes on when the sweep does. */
        CANCELLED;

        /** The word in {@code sweep.json}, for instance {@code done}. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A run of a sweep.
     *
     * @param seed its seed
     * @param state how it stands
     * @param id the name of its folder in {@code runs}; empty before it begins
     * @param reason why it failed; empty otherwise
     * @param seconds how long it took; 0 unless it is done
     * @param metrics final values as in {@link RunResult#metrics}; empty unless it is done
     */
    public record Run(
            long seed, RunState state, String id, String reason, double seconds, Map<String, Double> metrics) {
        /** Copies the map, keeping the order. */
        public Run {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    /** How many of its runs stand so. */
    public int count(RunState which) {
        return (int) points.stream()
                .flatMap(point -> point.runs().stream())
                .filter(run -> run.state() == which)
                .count();
    }

    /** How many runs there are in all. */
    public int runs() {
        return points.size() * seeds.size();
    }
}
