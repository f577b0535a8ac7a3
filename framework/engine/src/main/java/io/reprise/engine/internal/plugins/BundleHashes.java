package io.reprise.engine.internal.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;

/** The SHA-256 of bundles' jars, each read once. */
final class BundleHashes {
    private record Key(long bundle, long modified) {}

    private final Map<Key, String> known = new ConcurrentHashMap<>();

    /** The hash in hexadecimal; empty for a bundle that was not installed from a file that is still there. */
    String of(Bundle bundle) {
        return known.computeIfAbsent(new Key(bundle.getBundleId(), bundle.getLastModified()), key -> hash(bundle));
    }

    private static String hash(Bundle bundle) {
        String location = bundle.getLocation();
        String url = location.startsWith("reference:") ? location.substring("reference:".length()) : location;
        if (!url.startsWith("file:")) {
            return "";
        }
        try {
            Path file = url.startsWith("file:/") ? Path.of(URI.create(url)) : Path.of(url.substring("file:".length()));
            return Files.isRegularFile(file) ? sha256(file) : "";
        } catch (IOException | IllegalArgumentException e) {
            return "";
        }
    }

    /** The SHA-256 of a file in hexadecimal. */
    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
