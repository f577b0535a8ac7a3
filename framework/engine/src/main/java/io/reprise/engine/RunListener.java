package io.reprise.engine;

import io.reprise.report.Report;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Follows a run. Called in the run's thread, so return soon. Steps are reported a few times a second, first and last always. */
public interface RunListener {
    /** Hears nothing. */
    RunListener NONE = new RunListener() {};

    /**
     * The run folder is there and the parts are about to be made.
     *
     * @param id the run's name
     * @param folder its folder
     */
    default void started(String id, Path folder) {}

    /** The run goes on from its last checkpoint, at which so many steps were done; after {@link #started}. */
    default void resumed(long done) {}

    /**
     * Training begins; once for each trainer.
     *
     * @param steps how many steps there will have been when this one has trained
     */
    default void training(long steps) {}

    /**
     * A step was done.
     *
     * @param done how many steps are done, from 1
     * @param steps how many there are
     * @param metrics what the step recorded
     * @param rate steps a second, of late
     * @param secondsLeft until the last step at this rate
     */
    default void step(long done, long steps, Map<String, Double> metrics, double rate, double secondsLeft) {}

    /** An evaluator has measured while the training goes on, after so many steps. */
    default void measured(String evaluator, long done, Report report) {}

    /**
     * A part reports how far a long piece of work is.
     *
     * @param part {@code data}, {@code model}, {@code trainer} or an evaluator's name
     */
    default void task(String part, String task, long done, long total) {}

    /**
     * A data file that is not here is about to be downloaded; {@link #task} says how far that is.
     *
     * @param part the part that asked for it
     * @param file what it is called, {@code NAME/FILE}
     * @param from where from
     */
    default void fetching(String part, String file, long bytes, URI from) {}

    /** An evaluator begins. */
    default void evaluating(String evaluator) {}

    /** An evaluator is done. */
    default void evaluated(String evaluator, Report report) {}

    /** Something that does not stop the run but should be known. */
    default void warning(String message) {}

    /** The run is done. */
    default void finished(RunResult result) {}

    /**
     * The run ended early; the exception follows.
     *
     * @param cancelled whether it was cancelled; else it failed
     */
    default void ended(String id, boolean cancelled, String reason) {}
}
