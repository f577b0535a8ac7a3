package io.reprise.engine;

import io.reprise.engine.settings.SettingInfo;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Reads pipelines and composes them. */
@ProviderType
public interface Pipelines {
    /**
     * Reads a pipeline from a YAML file.
     *
     * @throws io.reprise.api.RepriseException if it cannot be read, with file, line and column
     */
    Pipeline read(Path file);

    /**
     * A named pipeline of an installed bundle.
     *
     * @param name its name, or {@code METHOD/NAME} where two bundles offer the same
     * @throws io.reprise.api.RepriseException if there is none, with the nearest names and, for a method that is not
     *     installed, how to install it
     */
    Pipeline named(String name);

    /** The named pipelines of the installed bundles, ordered by name. */
    List<PipelineInfo> list();

    /** The settings of how a run computes, which every pipeline has as {@code tensor.NAME}. */
    List<SettingInfo> tensorSettings();

    /**
     * Finds the parts of a pipeline and checks everything that can be checked before it runs: names, settings, columns,
     * sizes, capabilities.
     *
     * @throws io.reprise.api.RepriseException that names both sides of what does not fit, and what would
     */
    Composition compose(Pipeline pipeline);
}
