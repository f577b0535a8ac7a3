package io.reprise.api;

import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorFiles;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;
import org.slf4j.Logger;

/** What a run gives to each of its parts. Nothing else is global. */
@ProviderType
public interface RunContext {
    /** The part's own stream of random numbers, split from the run's seed by the part's name. */
    RandomSource random();

    /** Memory that lasts as long as the run. */
    TensorScope tensors();

    /** Makes optimisers and reads tensor files. */
    TensorService tensorService();

    /** Reads and writes tensor files. */
    default TensorFiles files() {
        return tensorService().files();
    }

    /**
     * A user's data file: the path itself if it exists, else looked for in the data folders.
     *
     * @param path as given in the settings
     * @param purpose what it is read for, for the message, for instance {@code the text to train on}
     * @throws RepriseException if it is missing or no regular readable file, naming the places that were looked in
     */
    Path dataFile(Path path, String purpose);

    /** Says how far a long piece of work inside one step is; throws as {@link #checkCancelled()}. */
    void progress(String task, long done, long total);

    /**
     * Throws if the user has asked the run to stop; call it in long loops.
     *
     * @throws CancelledException then
     */
    void checkCancelled();

    /** The part's logger. */
    Logger log();

    /** The part's own folder inside the run folder, made at the first call. */
    Path folder();
}
