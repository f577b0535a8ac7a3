package io.reprise.engine.internal.install;

/**
 * A bundle that is installed: an entry of {@code installed.json}.
 *
 * @param bundle its symbolic name
 * @param version its version
 * @param method the name that it is installed by, of the method or the extension that it is; empty for a kit
 * @param requested whether a user asked for it; else it is there because others need it
 * @param file the name of its jar in the home folder's folder of jars
 * @param bytes the jar's size
 * @param modified when the jar was last modified, in milliseconds: while this and the size hold, it need not be read to be trusted
 * @param sha256 the jar's SHA-256 in lower-case hexadecimal
 */
record InstalledBundle(
        String bundle,
        String version,
        String method,
        boolean requested,
        String file,
        long bytes,
        long modified,
        String sha256) {

    /** Whether users install it by name. */
    boolean isNamed() {
        return !method.isEmpty();
    }

    InstalledBundle requested(boolean now) {
        return new InstalledBundle(bundle, version, method, now, file, bytes, modified, sha256);
    }

    /** What it is called in messages, for instance {@code io.reprise.language.kit 1.0.0}. */
    String label() {
        return bundle + " " + version;
    }
}
