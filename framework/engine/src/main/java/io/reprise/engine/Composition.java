package io.reprise.engine;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A pipeline whose parts are found and fit together. Nothing of it has been made yet. */
@ProviderType
public interface Composition {
    /** The pipeline's name. */
    String name();

    /** One line; may be empty. */
    String summary();

    /** The seed. */
    long seed();

    /** The complete pipeline, each setting written out, as YAML; composing it again gives the same. */
    String resolvedYaml();

    /** The bundles its parts come from, ordered by name. */
    List<BundleInfo> bundles();
}
