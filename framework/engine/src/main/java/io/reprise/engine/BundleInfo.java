package io.reprise.engine;

/**
 * A bundle that takes part in a run.
 *
 * @param name its symbolic name
 * @param version its version
 * @param sha256 the SHA-256 of its jar in hexadecimal; empty if it was not started from a file
 */
public record BundleInfo(String name, String version, String sha256) {}
