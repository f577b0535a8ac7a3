package io.reprise.engine;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The runs recorded in the home folder. */
@ProviderType
public interface Runs {
    /** All runs, oldest first. A folder that is no readable run is left out. */
    List<RunInfo> list();

    /**
     * One run.
     *
     * @param id its name, or its number alone
     * @throws io.reprise.api.RepriseException if there is none, with the nearest names
     */
    RunInfo get(String id);
}
