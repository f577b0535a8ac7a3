package io.reprise.engine.internal.data;

import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.DataSet;
import io.reprise.engine.DataSets;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.resources.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Finds the data files that runs ask for: where the path says, else in the data folders, else among what was downloaded; else
 * it downloads them, if a started bundle declares them.
 */
@Component(service = DataFiles.class)
public final class DataFiles {
    private final DataFolders folders;
    private final Declarations declarations;
    private final DataCache cache;
    private final Fetcher fetcher;

    /** The files of this process. */
    @Activate
    public DataFiles(@Reference Home home, @Reference Resources resources) {
        this(DataFolders.of(System.getenv("REPRISE_DATA"), home), resources, home, Fetcher.ofProcess(home));
    }

    /** The files in these folders, and those that the resources declare. */
    public DataFiles(DataFolders folders, Resources resources, Home home, Fetcher fetcher) {
        this.folders = folders;
        this.declarations = new Declarations(resources);
        this.cache = new DataCache(home);
        this.fetcher = fetcher;
    }

    private DataFiles(DataFolders folders, DataFiles others) {
        this.folders = folders;
        this.declarations = others.declarations;
        this.cache = others.cache;
        this.fetcher = others.fetcher;
    }

    /** The same files, where a relative path is seen from this folder first. */
    public DataFiles from(Path folder) {
        return new DataFiles(folders.from(folder), this);
    }

    DataFolders folders() {
        return folders;
    }

    Declarations declarations() {
        return declarations;
    }

    DataCache cache() {
        return cache;
    }

    Fetcher fetcher() {
        return fetcher;
    }

    /**
     * The file of a path; see {@link io.reprise.api.RunContext#dataFile}.
     *
     * @param listener hears of a download
     * @throws RepriseException if it is missing and cannot be downloaded, or is no regular readable file
     * @throws io.reprise.api.CancelledException if it was cancelled while it was downloaded
     */
    public Path get(Path path, String purpose, DataSets.Listener listener, Cancellation cancellation) {
        if (path.toString().isEmpty()) {
            throw RepriseException.problem("No file is given").expected(purpose);
        }
        Path found = find(path).or(() -> fetch(path, listener, cancellation)).orElseThrow(() -> missing(path, purpose));
        if (Files.isDirectory(found)) {
            throw RepriseException.problem("This is a folder, not a file")
                    .at(found.toString())
                    .expected(purpose)
                    .hint("Give the path of a file in it.");
        }
        if (!Files.isRegularFile(found) || !Files.isReadable(found)) {
            throw RepriseException.problem("This file cannot be read")
                    .at(found.toString())
                    .expected(purpose)
                    .hint("Check what it is and who may read it.");
        }
        return found;
    }

    /** The file or folder of a path, if it is here: a relative one also in the data folders and among what was downloaded. */
    public Optional<Path> find(Path path) {
        return folders.find(path)
                .or(() -> declarations
                        .find(path)
                        .filter(declared -> cache.isWhole(declared.data(), declared.file()))
                        .map(declared -> cache.file(declared.data(), declared.file())));
    }

    /**
     * Downloads the file of a path.
     *
     * @return where it is; empty if no started bundle declares it
     * @throws RepriseException if it is declared but cannot be downloaded
     */
    public Optional<Path> fetch(Path path, DataSets.Listener listener, Cancellation cancellation) {
        return declarations
                .find(path)
                .map(declared -> fetcher.fetch(declared.data(), declared.file(), listener, cancellation));
    }

    /** What to call the file of a path when asking for it to be fetched: {@code NAME/FILE}; empty if nothing declares it. */
    public Optional<String> declared(Path path) {
        return declarations.find(path).map(Declarations.Declared::label);
    }

    private RepriseException missing(Path path, String purpose) {
        return RepriseException.problem("There is no such file")
                .at(path.toString())
                .expected(purpose)
                .hint(
                        path.isAbsolute()
                                ? "Check the path."
                                : "It was looked for from " + folders.base().toAbsolutePath() + " and below "
                                        + folders.describe()
                                        + ". Give the whole path, or name the folder where your data lies in REPRISE_DATA.");
    }

    /** The user's own file, if there is one that a run would take. */
    Optional<Path> own(DataSet data, DataSet.File file) {
        return folders.find(Path.of(data.name(), file.name())).or(() -> folders.find(Path.of(file.name())));
    }
}
