package io.reprise.engine;

import io.reprise.report.Report;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a finished run gave.
 *
 * @param id the run's name, for instance {@code 0007-dragon-hatchling}
 * @param folder its folder
 * @param steps how many steps were made
 * @param stepsPerSecond the mean rate while training; 0 without steps
 * @param seconds how long it took in all
 * @param metrics final values: the last step's under their names and as {@code trainer/NAME}, an evaluator's under their
 *     names and as {@code EVALUATOR/NAME}. A plain name that two evaluators give is left out; an evaluator's hides the
 *     trainer's
 * @param reports what each evaluator found, by the evaluator's name in the pipeline
 */
public record RunResult(
        String id,
        Path folder,
        long steps,
        double stepsPerSecond,
        double seconds,
        Map<String, Double> metrics,
        Map<String, Report> reports) {
    /** Copies the maps, keeping the order. */
    public RunResult {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        reports = Collections.unmodifiableMap(new LinkedHashMap<>(reports));
    }
}
