package io.reprise.engine.internal.home;

import io.reprise.api.RepriseException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files so that a reader sees the old content or the new, never half of it: temporary name, sync, rename. */
public final class AtomicFile {
    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; need not flush or close. */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {}

    /** Replaces a file's content with a text in UTF-8; see {@link #write(Path, Content)}. */
    public static void write(Path file, String text) {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Replaces a file's content; its folder must exist.
     *
     * @throws RepriseException if that fails, for instance because the disk is full; the file is as it was then
     */
    public static void write(Path file, Content content) {
        Path temporary = null;
        try {
            temporary = temporaryBeside(file);
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            discard(temporary, e);
            throw cannotWrite(file, e);
        } catch (RuntimeException e) {
            discard(temporary, e);
            throw e;
        }
    }

    /** Named by process, thread and moment; unlike the JDK's temporary files it is readable by whom the folder allows. */
    private static Path temporaryBeside(Path file) {
        String mark = ProcessHandle.current().pid() + "-"
                + Thread.currentThread().getId() + "-" + Long.toHexString(System.nanoTime());
        return file.toAbsolutePath().resolveSibling("." + file.getFileName() + "." + mark + ".tmp");
    }

    /** The error for a file that could not be written. */
    public static RepriseException cannotWrite(Path file, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return RepriseException.problem("The file could not be written: " + reason)
                .at(file.toString())
                .hint(
                        "Check that the disk is not full and that the folder may be written; nothing half-written was left.")
                .because(cause);
    }

    private static void discard(Path temporary, Exception failure) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
