package io.reprise.engine.internal.install;

import java.util.Collection;
import java.util.List;

/** How it is with what is installed, for whoever looks at the health of the installation. A service. */
public interface InstallationState {
    /** What is installed but was left out at the start, and why: a sentence each. */
    List<String> problems();

    /**
     * What is installed but differs from what the index has now, by a newer version or by its content: a sentence each. Nothing
     * if there is no index that can be read.
     */
    List<String> outdated();

    /**
     * Warns of bundles that take part in a run and whose content differs from what the index has now under the same version,
     * since a result of such a bundle is not that of the version it names.
     *
     * @param bundles symbolic names
     */
    List<String> differing(Collection<String> bundles);
}
