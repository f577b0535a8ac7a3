package io.reprise.engine.internal.plugins;

import io.reprise.api.Kind;
import java.util.Collection;
import java.util.List;

/** What the indexes offer that is not installed; for messages that say how to get it. A service of the installer. */
public interface Offers {
    /** The names of the methods whose bundle has a plug-in of this kind and name, ordered. */
    List<String> methodsWith(Kind kind, String plugin);

    /** The names of all methods that could be installed, ordered. */
    Collection<String> methods();

    /** The names of all optional parts of the runtime that could be installed, ordered. */
    Collection<String> extensions();
}
