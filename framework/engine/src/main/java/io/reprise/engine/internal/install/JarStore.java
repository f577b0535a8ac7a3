package io.reprise.engine.internal.install;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.home.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * The jars of what is installed. A jar's name has the beginning of its hash in it, so a file here never changes: another
 * content is another file.
 */
final class JarStore {
    private static final int HASH_IN_NAME = 12;

    private final Path folder;

    JarStore(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Path path(InstalledBundle bundle) {
        return folder.resolve(bundle.file());
    }

    /**
     * Copies a bundle of an index here, if it is not here yet.
     *
     * @throws RepriseException if it is missing, does not match the index, or is no jar; or if it cannot be written
     */
    InstalledBundle add(IndexedBundle bundle, boolean requested) {
        String name =
                bundle.name() + "-" + bundle.version() + "-" + bundle.sha256().substring(0, HASH_IN_NAME) + ".jar";
        Path target = folder.resolve(name);
        if (Files.exists(target) && isIntact(target, bundle.sha256())) {
            return installed(bundle, requested, target);
        }
        Path part = null;
        try {
            Files.createDirectories(folder);
            part = Files.createTempFile(folder, "." + bundle.name(), ".part");
            String actual = copy(bundle.jar(), part);
            if (!actual.equals(bundle.sha256())) {
                throw mismatch(bundle, actual, Files.size(part));
            }
            check(bundle, part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return installed(bundle, requested, target);
        } catch (NoSuchFileException e) {
            throw RepriseException.problem(
                            "The bundle " + bundle.label() + " is in the index, but its jar is not there")
                    .at(bundle.jar().toString())
                    .hint("Unpack or build the distribution again.")
                    .because(e);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(target, e);
        } finally {
            discard(part);
        }
    }

    /** Whether a bundle's jar is what was installed; it is read only if its size or time says that it was touched. */
    boolean isIntact(InstalledBundle bundle) {
        Path jar = path(bundle);
        try {
            return Files.size(jar) == bundle.bytes()
                    && (Files.getLastModifiedTime(jar).toMillis() == bundle.modified()
                            || isIntact(jar, bundle.sha256()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes all jars but these; what cannot be removed now (on Windows, while it is open) will be another time. */
    void retain(Collection<InstalledBundle> bundles) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Set<String> names = bundles.stream().map(InstalledBundle::file).collect(Collectors.toSet());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "{*.jar,.*.part}")) {
            for (Path file : files) {
                if (!names.contains(file.getFileName().toString())) {
                    discard(file);
                }
            }
        } catch (IOException e) {
            return;
        }
    }

    private static InstalledBundle installed(IndexedBundle bundle, boolean requested, Path jar) {
        try {
            return new InstalledBundle(
                    bundle.name(),
                    bundle.version().toString(),
                    bundle.installName(),
                    requested,
                    jar.getFileName().toString(),
                    Files.size(jar),
                    Files.getLastModifiedTime(jar).toMillis(),
                    bundle.sha256());
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(jar, e);
        }
    }

    private static boolean isIntact(Path jar, String sha256) {
        try {
            return copy(jar, null).equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Copies a file and syncs it.
     *
     * @param to null to read only
     * @return the SHA-256 in hexadecimal
     */
    private static String copy(Path from, Path to) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        try (InputStream in = Files.newInputStream(from);
                FileChannel channel = to == null ? null : FileChannel.open(to, StandardOpenOption.WRITE);
                OutputStream out =
                        channel == null ? OutputStream.nullOutputStream() : Channels.newOutputStream(channel);
                OutputStream digesting = new DigestOutputStream(out, digest)) {
            in.transferTo(digesting);
            if (channel != null) {
                channel.force(true);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static RepriseException mismatch(IndexedBundle bundle, String actual, long bytes) {
        String damage = bytes == bundle.bytes() ? "" : " and " + bytes + " bytes, not " + bundle.bytes();
        return RepriseException.problem("The bundle " + bundle.label()
                        + " does not match the index and was refused: it has SHA-256 " + actual + damage)
                .at(bundle.jar().toString())
                .expected("SHA-256 " + bundle.sha256())
                .hint(
                        "The file was damaged or changed after the index was made. Unpack or build the distribution again.");
    }

    /** Reads every entry, which compares it with its checksum. */
    private static void check(IndexedBundle bundle, Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            if (file.getManifest() == null) {
                throw new IOException("it has no manifest");
            }
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                try (InputStream in = file.getInputStream(entries.nextElement())) {
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        } catch (IOException e) {
            throw RepriseException.problem("The bundle " + bundle.label() + " is damaged: " + e.getMessage())
                    .at(bundle.jar().toString())
                    .expected("a jar that can be read to its end")
                    .hint("Get it again, and make the index again.")
                    .because(e);
        }
    }

    private static void discard(Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                return;
            }
        }
    }
}
