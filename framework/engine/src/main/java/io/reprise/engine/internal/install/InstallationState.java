package io.reprise.engine.internal.install;

import java.util.List;

/** How it is with what is installed, for whoever looks at the health of the installation. A service. */
public interface InstallationState {
    /** What is installed but was left out at the start, and why: a sentence each. */
    List<String> problems();

    /** What is installed but differs from what the index has now, by a newer version or by its content: a sentence each. */
    List<String> outdated();
}
