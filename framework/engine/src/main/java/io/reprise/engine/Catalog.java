package io.reprise.engine;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What is installed and what could be: methods from the indexes and from the running framework. */
@ProviderType
public interface Catalog {
    /** All methods, installed or not, ordered by name. */
    List<MethodInfo> methods();

    /**
     * All that is known of a method.
     *
     * @throws io.reprise.api.RepriseException if there is none of this name, with the nearest names
     */
    MethodDetail describe(String name);

    /** The plug-ins that pipelines can use now, ordered by kind and name. */
    List<PluginInfo> plugins();
}
