package io.reprise.engine;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Compares finished runs. */
@ProviderType
public interface Comparisons {
    /**
     * Puts runs side by side.
     *
     * @param names names or numbers of runs; {@code sweep:NUMBER} for all finished runs of a sweep
     * @param metrics the metrics to compare; empty for all under plain names
     * @throws io.reprise.api.RepriseException if there is no such run or metric, a run is not done, or fewer than two runs are
     *     left to compare
     */
    Comparison compare(List<String> names, List<String> metrics);

    /**
     * Draws the losses of all groups over the steps: means, with a band of one standard deviation where there are several runs.
     *
     * @param file ending in {@code .svg} or {@code .png}
     * @throws io.reprise.api.RepriseException if it cannot be drawn or written
     */
    void draw(Comparison comparison, Path file);
}
