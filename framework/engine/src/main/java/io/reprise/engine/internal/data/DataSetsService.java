package io.reprise.engine.internal.data;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.DataSet;
import io.reprise.engine.DataSets;
import io.reprise.engine.ProgressListener;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.home.ProcessLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks at, fetches and deletes the files that bundles declare. */
@Component(service = DataSets.class)
public final class DataSetsService implements DataSets {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DataFiles files;

    /** The service over these files. */
    @Activate
    public DataSetsService(@Reference DataFiles files) {
        this.files = files;
    }

    @Override
    public List<DataSet> list() {
        return files.declarations().list();
    }

    @Override
    public List<String> problems() {
        return files.declarations().problems();
    }

    @Override
    public List<Status> status(List<String> names) {
        return files.declarations().named(names).stream().map(this::status).toList();
    }

    private Status status(Declarations.Declared declared) {
        Optional<Path> own = files.own(declared.data(), declared.file());
        Path cached = files.cache().file(declared.data(), declared.file());
        Optional<Path> path = own.isPresent() ? own : Optional.of(cached).filter(Files::exists);
        if (path.isEmpty()) {
            return of(declared, Status.State.MISSING, path, "");
        }
        try {
            long bytes = Files.size(path.get());
            if (!Files.isRegularFile(path.get()) || bytes != declared.file().bytes()) {
                return of(
                        declared,
                        Status.State.DAMAGED,
                        path,
                        "It has " + bytes + " bytes, not " + declared.file().bytes());
            }
        } catch (IOException e) {
            return of(declared, Status.State.DAMAGED, path, "It cannot be read: " + e.getMessage());
        }
        return of(declared, own.isPresent() ? Status.State.YOURS : Status.State.CACHED, path, "");
    }

    private static Status of(Declarations.Declared declared, Status.State state, Optional<Path> path, String detail) {
        return new Status(declared.data(), declared.file(), state, path, detail);
    }

    @Override
    public List<Status> check(List<String> names, Listener listener, Cancellation cancellation) {
        ProgressListener alive = alive(listener, cancellation);
        List<Status> checked = new ArrayList<>();
        for (Declarations.Declared declared : files.declarations().named(names)) {
            Status status = status(declared);
            boolean readable = status.state() == Status.State.YOURS || status.state() == Status.State.CACHED;
            checked.add(readable ? compare(declared, status, alive) : status);
        }
        return checked;
    }

    private static Status compare(Declarations.Declared declared, Status status, ProgressListener alive) {
        String detail;
        try {
            String found = Hashes.sha256(
                    status.path().orElseThrow(),
                    done -> alive.progress(
                            "checking " + declared.label(),
                            done,
                            declared.file().bytes()));
            if (found.equals(declared.file().sha256())) {
                return status;
            }
            detail = "It has SHA-256 " + found + ", not " + declared.file().sha256();
        } catch (IOException e) {
            detail = "It cannot be read: " + e.getMessage();
        }
        return of(declared, Status.State.DAMAGED, status.path(), detail);
    }

    private static ProgressListener alive(Listener listener, Cancellation cancellation) {
        return (task, done, total) -> {
            if (cancellation.isCancelled()) {
                throw new CancelledException();
            }
            listener.progress(task, done, total);
        };
    }

    @Override
    public List<Fetched> fetch(List<String> names, Listener listener, Cancellation cancellation) {
        List<Fetched> fetched = new ArrayList<>();
        for (Declarations.Declared declared : files.declarations().named(names)) {
            fetched.add(fetch(declared, listener, cancellation));
        }
        return fetched;
    }

    private Fetched fetch(Declarations.Declared declared, Listener listener, Cancellation cancellation) {
        DataSet data = declared.data();
        DataSet.File file = declared.file();
        Optional<Path> own = files.own(data, file);
        if (own.isPresent()) {
            return new Fetched(data, file, Fetched.Outcome.PRESENT, own, "");
        }
        if (files.fetcher().isIntact(data, file, alive(listener, cancellation))) {
            return new Fetched(
                    data,
                    file,
                    Fetched.Outcome.PRESENT,
                    Optional.of(files.cache().file(data, file)),
                    "");
        }
        try {
            Path path = files.fetcher().fetch(data, file, listener, cancellation);
            return new Fetched(data, file, Fetched.Outcome.DOWNLOADED, Optional.of(path), "");
        } catch (RepriseException e) {
            return new Fetched(data, file, Fetched.Outcome.FAILED, Optional.empty(), e.getMessage());
        }
    }

    @Override
    public List<Path> clean(List<String> names) {
        List<Path> deleted = new ArrayList<>();
        Set<Path> declared = new HashSet<>();
        for (Declarations.Declared one : files.declarations().named(names)) {
            Path file = files.cache().file(one.data(), one.file());
            Path part = files.cache().part(one.data(), one.file());
            Path unpacked = files.cache().unpacked(one.data(), one.file());
            try (ProcessLock lock = ProcessLock.take(
                    files.cache().lock(one.data(), one.file()),
                    "fetching " + one.label(),
                    PATIENCE,
                    ProgressListener.NONE)) {
                delete(file, deleted);
                delete(part, deleted);
                delete(unpacked, deleted);
            }
            declared.addAll(List.of(file, part, unpacked));
        }
        if (names.isEmpty()) {
            leftovers(declared).forEach(file -> delete(file, deleted));
        }
        return deleted;
    }

    /** What is in the cache beside these and the locks. */
    private List<Path> leftovers(Set<Path> known) {
        Path folder = files.cache().folder();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, 2)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !known.contains(file))
                    .filter(file -> !file.getParent().getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }

    private static void delete(Path file, List<Path> deleted) {
        try {
            if (Files.deleteIfExists(file)) {
                deleted.add(file);
            }
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(file, e);
        }
    }

    @Override
    public Offline goOffline() {
        return files.fetcher().goOffline();
    }
}
