package io.reprise.engine;

import java.util.List;

/**
 * What installing or uninstalling changed.
 *
 * @param added bundles that were added
 * @param removed bundles that were removed
 * @param unchanged names that were asked for and were so already
 */
public record InstallResult(List<Unit> added, List<Unit> removed, List<String> unchanged) {
    /** Copies the lists. */
    public InstallResult {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        unchanged = List.copyOf(unchanged);
    }

    /**
     * A bundle.
     *
     * @param name the name of the method or the extension, or a kit's symbolic name
     * @param version its version
     * @param method whether it is installed by name: a method or an extension; else a kit
     * @param bytes its size
     */
    public record Unit(String name, String version, boolean method, long bytes) {}
}
