package io.reprise.engine;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Looks whether this machine and installation can run methods. */
@ProviderType
public interface Doctor {
    /** Checks Java, memory, folders, kernels, BLAS and, if its bundle is there, ND4J; loads the native libraries. */
    List<Check> check();

    /**
     * The result of one check.
     *
     * @param name what was looked at
     * @param state how it is
     * @param detail what was found, and what to do about it if anything
     */
    record Check(String name, State state, String detail) {
        /** How a thing is. */
        public enum State {
            /** As it should be. */
            OK,
            /** Works, but not as well as it could. */
            WARNING,
            /** Does not work. */
            FAILED
        }
    }
}
