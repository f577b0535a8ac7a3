package io.reprise.engine.internal.plugins;

import io.reprise.api.Kind;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.PluginDetail;
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

    /** All about a plug-in, which is loaded for it. */
    PluginDetail describe(Installed plugin);

    /** A plug-in that is there, though perhaps not loaded yet. */
    interface Installed {
        /** Its entry in lists. */
        PluginInfo info();

        /** The bundle that it comes from. */
        BundleInfo bundle();

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
