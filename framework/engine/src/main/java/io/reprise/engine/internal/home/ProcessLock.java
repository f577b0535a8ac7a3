package io.reprise.engine.internal.home;

import io.reprise.api.RepriseException;
import io.reprise.engine.ProgressListener;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Held while something in the home folder is being changed, so that two processes, or threads, do not change it at once. */
public final class ProcessLock implements AutoCloseable {
    private static final long POLL_MILLIS = 50;

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param doing what whoever holds it is doing, for messages: {@code installing or uninstalling}
     * @param patience how long to wait for another process
     * @param listener hears that it waits, again and again; what it throws ends the waiting
     * @throws RepriseException if another process still holds it then, or it cannot be made
     */
    public static ProcessLock take(Path file, String doing, Duration patience, ProgressListener listener) {
        FileChannel channel = null;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            long end = System.nanoTime() + patience.toNanos();
            while (!tryLock(channel)) {
                if (System.nanoTime() - end >= 0) {
                    throw RepriseException.problem("Another process is " + doing + " in this home folder")
                            .at(file.toString())
                            .hint("Try again when it has finished.");
                }
                listener.progress("Waiting for another process that is " + doing, 0, 0);
                Thread.sleep(POLL_MILLIS);
            }
            ProcessLock lock = new ProcessLock(channel);
            channel = null;
            return lock;
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RepriseException.problem("Waiting for another process was interrupted")
                    .at(file.toString());
        } finally {
            close(channel);
        }
    }

    /** Whether the lock was free; the channel holds it then, until it is closed. */
    @SuppressWarnings("resource") // closed with the channel
    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written through it; the lock is gone with the file descriptor.
                return;
            }
        }
    }
}
