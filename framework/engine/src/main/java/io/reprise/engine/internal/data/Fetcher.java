package io.reprise.engine.internal.data;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.DataSet;
import io.reprise.engine.DataSets;
import io.reprise.engine.ProgressListener;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.home.ProcessLock;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;

/** Gets declared files into the cache: one download of a file at a time, and nothing under its name that is not whole. */
public final class Fetcher {
    private static final Duration PATIENCE = Duration.ofDays(7);

    private final DataCache cache;
    private final Downloader downloader;
    private final boolean always;
    private final AtomicInteger offline = new AtomicInteger();

    private Fetcher(DataCache cache, Downloader downloader, boolean offline) {
        this.cache = cache;
        this.downloader = downloader;
        this.always = offline;
    }

    /** That of this process, as its environment says. */
    public static Fetcher ofProcess(Home home) {
        return of(home, System::getenv, Patience.USUAL);
    }

    /**
     * A fetcher.
     *
     * @param variables gives the value of an environment variable, or null
     */
    static Fetcher of(Home home, UnaryOperator<String> variables, Patience patience) {
        String offline = variables.apply("REPRISE_OFFLINE");
        Proxies proxies = Proxies.of(variables, ProxySelector.getDefault());
        return new Fetcher(
                new DataCache(home),
                new Downloader(proxies, patience),
                offline != null
                        && !List.of("", "0", "false", "no")
                                .contains(offline.strip().toLowerCase(Locale.ROOT)));
    }

    /** Nothing is downloaded until what is returned is closed. */
    DataSets.Offline goOffline() {
        offline.incrementAndGet();
        AtomicInteger open = new AtomicInteger(1);
        return () -> offline.addAndGet(-open.getAndSet(0));
    }

    /**
     * Downloads a file, unless it is in the cache.
     *
     * @return where it is
     * @throws RepriseException if it cannot be had
     * @throws CancelledException if it was cancelled; what has come stays for another call
     */
    Path fetch(DataSet data, DataSet.File file, DataSets.Listener listener, Cancellation cancellation) {
        if (always || offline.get() > 0) {
            throw RepriseException.problem("This file is not here, and Reprise is offline")
                    .at(data.label(file))
                    .expected(expected(data, file))
                    .hint(byHand(data, file)
                            + (always ? " Without REPRISE_OFFLINE" : " Without --offline")
                            + " it would be downloaded.");
        }
        ProgressListener alive = (task, done, total) -> {
            if (cancellation.isCancelled()) {
                throw new CancelledException();
            }
            listener.progress(task, done, total);
        };
        Path target = cache.file(data, file);
        make(target.getParent());
        try (ProcessLock lock =
                ProcessLock.take(cache.lock(data, file), "fetching " + data.label(file), PATIENCE, alive)) {
            // Another process may have fetched it meanwhile.
            if (!isIntact(data, file, alive)) {
                download(data, file, target, listener, alive);
            }
            return target;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }

    /** Whether the file is in the cache as it was published. */
    boolean isIntact(DataSet data, DataSet.File file, ProgressListener progress) {
        if (!cache.isWhole(data, file)) {
            return false;
        }
        try {
            return sha256(cache.file(data, file), file.bytes(), progress).equals(file.sha256());
        } catch (IOException e) {
            return false;
        }
    }

    private void download(
            DataSet data, DataSet.File file, Path target, DataSets.Listener listener, ProgressListener alive)
            throws InterruptedException {
        Path part = cache.part(data, file);
        checkSpace(data, file, part);
        listener.fetching(data, file, file.urls().get(0));
        List<String> failures = new ArrayList<>();
        for (URI address : file.urls()) {
            try {
                downloadFrom(address, data, file, part, alive);
                if (file.archive().isPresent()) {
                    unpack(data, file, alive);
                } else {
                    move(part, target);
                }
                return;
            } catch (IOException e) {
                failures.add(address + ": " + e.getMessage());
                listener.warning(address + ": " + e.getMessage() + ".");
            }
        }
        throw RepriseException.problem("This file could not be downloaded: " + String.join("; ", failures))
                .at(data.label(file))
                .expected(expected(data, file))
                .hint(byHand(data, file));
    }

    /** Downloads what has the right hash; once more from the beginning if the beginning was from an earlier time. */
    private void downloadFrom(URI address, DataSet data, DataSet.File file, Path part, ProgressListener alive)
            throws IOException, InterruptedException {
        long bytes = file.downloadBytes();
        String sha256 = file.archive().map(DataSet.Archive::sha256).orElse(file.sha256());
        boolean resumed = Files.exists(part);
        LongConsumer progress = done -> alive.progress("downloading " + data.label(file), done, bytes);
        downloader.download(address, part, bytes, progress);
        String found = sha256(part, bytes, alive);
        if (!found.equals(sha256) && resumed) {
            Files.delete(part);
            downloader.download(address, part, bytes, progress);
            found = sha256(part, bytes, alive);
        }
        if (!found.equals(sha256)) {
            Files.delete(part);
            throw new IOException("what came has SHA-256 " + found + ", so it was changed or damaged");
        }
    }

    private static String sha256(Path file, long bytes, ProgressListener alive) throws IOException {
        return Hashes.sha256(file, done -> alive.progress("checking " + file.getFileName(), done, bytes));
    }

    private void unpack(DataSet data, DataSet.File file, ProgressListener alive) throws IOException {
        Path part = cache.part(data, file);
        Path unpacked = cache.unpacked(data, file);
        try {
            ArchiveMember.unpack(
                    part,
                    file.archive().orElseThrow(),
                    unpacked,
                    file.bytes(),
                    done -> alive.progress("unpacking " + data.label(file), done, file.bytes()));
            String found = sha256(unpacked, file.bytes(), alive);
            if (!found.equals(file.sha256())) {
                throw new IOException("what is in the archive has SHA-256 " + found + ", not " + file.sha256());
            }
            move(unpacked, cache.file(data, file));
            Files.delete(part);
        } finally {
            // The archive stays where the work was cancelled or the disk is full: it is as it was published.
            Files.deleteIfExists(unpacked);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(to, e);
        }
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }

    /** Better told before than after an hour. */
    private static void checkSpace(DataSet data, DataSet.File file, Path part) {
        try {
            long have = Files.isRegularFile(part) ? Files.size(part) : 0;
            long needed = file.downloadBytes() - have + (file.archive().isPresent() ? file.bytes() : 0);
            long free = Files.getFileStore(part.getParent()).getUsableSpace();
            if (free < needed) {
                throw RepriseException.problem("There is no space for this file: " + megabytes(free) + " are free")
                        .at(data.label(file))
                        .expected(megabytes(needed) + " in " + part.getParent())
                        .hint("Delete something, or give another home folder with --home or REPRISE_HOME.");
            }
        } catch (IOException e) {
            // Where the system does not say, writing will.
            return;
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }

    private static String expected(DataSet data, DataSet.File file) {
        return file.what() + ", " + String.format(Locale.ROOT, "%,d", file.bytes()) + " bytes with SHA-256 "
                + file.sha256() + " (" + data.licence() + ")";
    }

    private String byHand(DataSet data, DataSet.File file) {
        String what = file.archive()
                .map(archive -> archive.member().isEmpty()
                        ? "Download and unpack "
                        : "Download, and unpack " + archive.member() + " from, ")
                .orElse("Download ");
        return what
                + String.join(" or ", file.urls().stream().map(URI::toString).toList()) + " elsewhere and put "
                + file.name() + " into " + cache.placeForYours(data)
                + ", or name the folder where it lies in REPRISE_DATA.";
    }
}
