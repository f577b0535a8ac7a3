package io.reprise.engine.internal.plugins;

import io.reprise.api.Kind;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.PluginInfo;
import java.util.List;

/** The plug-ins that the running bundles offer. */
public interface Plugins {
    /** All of them, ordered by kind, name and bundle; none is loaded for it. */
    List<Installed> list();

    /** The plug-ins of one kind. */
    default List<Installed> list(Kind kind) {
        return list().stream().filter(plugin -> plugin.info().kind() == kind).toList();
    }

    /** What tensors can be computed with: the names of the tensor services, the one that is always there first. */
    List<String> executors();

    /** The bundles of the runtime that a run on an executor depends on: the API, the tensor service and what it computes with. */
    List<BundleInfo> runtime(String executor);

    /** A plug-in that is there, though perhaps not loaded yet. */
    interface Installed {
        /** What tells it from a plug-in of the same name: its method, or its bundle where that is no method. */
        default String qualifier() {
            return info().method().isEmpty() ? info().bundle() : info().method();
        }

        /** Its entry in lists. */
        PluginInfo info();

        /** The bundle that it comes from, and then those whose classes that one uses. */
        List<BundleInfo> bundles();

        /**
         * Takes the factory, which loads it; until the lease is closed.
         *
         * @throws io.reprise.api.RepriseException if it is gone or cannot be loaded
         */
        Lease lease();
    }

    /** A factory in use. */
    interface Lease extends AutoCloseable {
        /** The factory: one of the four interfaces, as the kind says. */
        Object factory();

        @Override
        void close();
    }
}
