package io.reprise.engine.internal.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** The SHA-256 of files. */
final class Hashes {
    private static final int BLOCK = 1 << 16;

    private Hashes() {}

    /**
     * A file's SHA-256 in hexadecimal.
     *
     * @param progress called with the bytes that were read, for each block; what it throws ends the reading
     */
    static String sha256(Path file, LongConsumer progress) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[BLOCK];
            long done = 0;
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                digest.update(block, 0, count);
                done += count;
                progress.accept(done);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
