package io.reprise.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The home folder as the launcher sees it: it can be written, and it gives each process a storage folder of its own in
 * {@code tmp}. A process holds a lock on a file beside its folder, so that what a dead one left is known as such, whichever
 * machine or container it ran in, and removed by the next that starts.
 */
final class Home {
    private static final String LOCK = ".lock";
    private static final long LOG_BYTES = 8L << 20;

    private final Path folder;

    private Home(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder if need be, and checks that it can be written. */
    static Home open(Path folder) {
        try {
            Files.createDirectories(folder.resolve("tmp"));
            Files.createDirectories(folder.resolve("log"));
            if (!Files.isWritable(folder)) {
                throw new AccessDeniedException(folder.toString());
            }
            return new Home(folder);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Makes a storage folder for this process, which is removed when the process ends, and removes what dead ones left. */
    Path storage() {
        Path tmp = folder.resolve("tmp");
        try (FileChannel mutex = channel(tmp.resolve(LOCK))) {
            mutex.lock();
            removeLeftovers(tmp);
            // Two processes can have one number, in two containers that share the home folder.
            String name = ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), Character.MAX_RADIX);
            Path storage = Files.createDirectory(tmp.resolve(name));
            Path lock = tmp.resolve(name + LOCK);
            FileChannel own = channel(lock);
            own.lock();
            // The hook also holds on to the channel: one that is collected is closed, and not locked any more.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> giveUp(storage, lock, own), "reprise-storage"));
            return storage;
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** Keeps the log from growing for ever: a big one is set aside in place of the one set aside before. */
    void turnOverLog() {
        Path log = folder.resolve("log/reprise.log");
        try {
            if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
                Files.move(log, folder.resolve("log/reprise.1.log"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            // Two processes at once: the other one has turned it over.
            return;
        }
    }

    private static void removeLeftovers(Path tmp) throws IOException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(tmp, "*-*" + LOCK)) {
            for (Path lock : locks) {
                String name = lock.getFileName().toString();
                boolean dead;
                try (FileChannel channel = channel(lock);
                        FileLock held = channel.tryLock()) {
                    dead = held != null;
                } catch (OverlappingFileLockException ofThisProcess) {
                    dead = false;
                }
                if (dead) {
                    remove(tmp.resolve(name.substring(0, name.length() - LOCK.length())), lock);
                }
            }
        }
    }

    private static FileChannel channel(Path lock) throws IOException {
        return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void giveUp(Path storage, Path lock, FileChannel own) {
        remove(storage, lock);
        try {
            own.close();
        } catch (IOException e) {
            // Nothing was written through it, and the process ends.
            return;
        }
    }

    /** Removes a storage folder and, if that went well, its lock; what is still open (on Windows) waits for the next start. */
    private static void remove(Path storage, Path lock) {
        try {
            if (Files.exists(storage)) {
                Files.walkFileTree(storage, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
            Files.deleteIfExists(lock);
        } catch (IOException | UncheckedIOException later) {
            return;
        }
    }

    /** The error for a home folder that takes no files. */
    static LaunchException unusable(Path folder, IOException e) {
        String reason = e.getMessage();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            reason = "a file is in its place";
        } else if (e instanceof AccessDeniedException) {
            reason = "access denied";
        } else if (e instanceof FileSystemException file && file.getReason() != null) {
            reason = file.getReason();
        }
        return new LaunchException(
                folder + ": The home folder cannot be written: " + reason
                        + ". Expected: a folder, or a place for one, where you may make files, on a disk that is not full."
                        + " Choose another with --home FOLDER or the environment variable REPRISE_HOME.",
                e);
    }
}
