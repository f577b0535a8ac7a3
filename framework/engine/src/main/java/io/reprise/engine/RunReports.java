package io.reprise.engine;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Writes the pages that say all about one run, {@code report.html} in its folder. */
@ProviderType
public interface RunReports {
    /**
     * Writes the page of a run anew from what its folder holds. A run writes its own when it ends; this is for one that was
     * killed, or is still under way.
     *
     * @param run its name, or its number alone
     * @return the file: one page without scripts that needs nothing else, neither other files nor a network
     * @throws io.reprise.api.RepriseException if there is no such run, or if the file cannot be written
     */
    Path write(String run);
}
