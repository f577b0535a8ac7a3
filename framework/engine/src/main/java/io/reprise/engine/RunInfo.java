package io.reprise.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recorded run.
 *
 * @param id its name
 * @param folder its folder
 * @param pipeline the pipeline's name
 * @param summary the pipeline's summary
 * @param state how it stands
 * @param reason why it failed; empty otherwise
 * @param seed its seed
 * @param started when it began
 * @param ended when it ended; empty while it runs, or if its process was killed
 * @param steps how many steps are done
 * @param totalSteps how many there are
 * @param metrics final values as in {@link RunResult#metrics}; empty unless it is done
 * @param bundles the bundles its parts came from
 * @param platform what it ran on: Java, operating system, kernels, BLAS
 * @param warnings what should be known about it
 */
public record RunInfo(
        String id,
        Path folder,
        String pipeline,
        String summary,
        State state,
        String reason,
        long seed,
        Instant started,
        Optional<Instant> ended,
        long steps,
        long totalSteps,
        Map<String, Double> metrics,
        List<BundleInfo> bundles,
        Map<String, String> platform,
        List<String> warnings) {
    /** Copies the collections, keeping the order. */
    public RunInfo {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        bundles = List.copyOf(bundles);
        platform = Collections.unmodifiableMap(new LinkedHashMap<>(platform));
        warnings = List.copyOf(warnings);
    }

    /** How a run stands. */
    public enum State {
        /** Under way. */
        RUNNING,
        /** Finished. */
        DONE,
        /** Ended by an error. */
        FAILED,
        /** Stopped by its user. */
        CANCELLED,
        /** Recorded as running, but its process is gone. */
        INTERRUPTED;

        /** The word in {@code run.json}, for instance {@code done}. */
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
