package io.reprise.engine;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Writes what a run recorded in formats that other tools read. A trainer's metrics have their own names, with {@code TRAINER/} before
 * them where a run has several trainers; an evaluator's are {@code EVALUATOR/METRIC}, at the last step that was made before it
 * measured. What was no finite number is left out.
 */
@ProviderType
public interface Exports {
    /** A format. */
    enum Format {
        /**
         * The metrics as an event file of TensorBoard. The target is the folder to show with {@code tensorboard --logdir}; the file
         * goes into one in it that has the run's name, so that runs can be seen side by side.
         */
        TENSORBOARD,
        /** The metrics as a table: a row a step, a column a metric, the step in the first one. */
        CSV,
        /**
         * NumPy arrays: {@code step}, one of the same length for each metric, with NaN where a step has none, and
         * {@code weights/NAME} for each tensor of the trained model, if the run has one.
         */
        NPZ,
        /** The trained model as the run saved it. */
        SAFETENSORS;

        /** The word for it, for instance {@code csv}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What was written.
     *
     * @param run the run's name
     * @param files the file of each format
     */
    record Exported(String run, Map<Format, Path> files) {
        /** Copies the map, keeping the order. */
        public Exported {
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }
    }

    /**
     * Writes a run in some formats; files that are there are replaced, folders that are missing are made.
     *
     * @param run its name, or its number alone
     * @param targets where to, at least one
     * @throws io.reprise.api.RepriseException if there is no such run, it has not recorded what a format needs, or a file cannot be
     *     written. Whether the run has it all is found out before the first file is written
     */
    Exported export(String run, Map<Format, Path> targets);

    /**
     * Writes for TensorBoard while a run goes on. If that fails on the way the run goes on, and the listener is warned.
     *
     * @param folder as the target of {@link Format#TENSORBOARD}; if empty, the file goes into {@code tensorboard} in the run's folder
     * @param listener is told all that the run tells
     * @return what is to follow the run; for one run
     * @throws io.reprise.api.RepriseException if the folder cannot be made
     */
    RunListener following(Optional<Path> folder, RunListener listener);
}
