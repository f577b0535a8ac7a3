package io.reprise.engine;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** A pipeline as its author wrote it, with overrides: not yet checked against the plug-ins. Immutable. */
@ProviderType
public interface Pipeline {
    /** The name of a named pipeline, or the file's name without ending. */
    String name();

    /** One line; empty if the author gave none. */
    String summary();

    /** The seed. */
    long seed();

    /**
     * This pipeline with settings replaced.
     *
     * @param overrides by key: {@code seed}; {@code data}, {@code model}, {@code trainer} or {@code evaluators} (comma
     *     separated) for another plug-in with its own settings; {@code PART.SETTING} for a setting, where the part is
     *     {@code data}, {@code model}, {@code trainer} or an evaluator's name. The values are read as YAML
     * @throws io.reprise.api.RepriseException if a key names no part, with the keys there are
     */
    Pipeline with(Map<String, String> overrides);

    /** Whether an override's key names a part that this pipeline has. */
    boolean accepts(String key);

    /** The pipeline as YAML. */
    String toYaml();
}
