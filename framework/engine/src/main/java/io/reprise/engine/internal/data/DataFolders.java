package io.reprise.engine.internal.data;

import io.reprise.engine.internal.home.Home;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where users keep their data files: the folders of the environment variable {@code REPRISE_DATA}, and {@code data} in the
 * home folder.
 */
public final class DataFolders {
    private static final int DEPTH = 3;

    private final Path base;
    private final List<Path> folders;

    /** These folders, searched in this order, and before them the working directory. */
    public DataFolders(List<Path> folders) {
        this(Path.of(""), folders);
    }

    private DataFolders(Path base, List<Path> folders) {
        this.base = base;
        this.folders = List.copyOf(folders);
    }

    /** The same folders, where a relative path is seen from this one first. */
    DataFolders from(Path folder) {
        return new DataFolders(folder, folders);
    }

    /** The folder from which a relative path is seen first. */
    Path base() {
        return base;
    }

    /**
     * The folders of this process.
     *
     * @param reprisedata the environment variable's value; may be null
     */
    public static DataFolders of(String reprisedata, Home home) {
        List<Path> folders = new ArrayList<>();
        if (reprisedata != null) {
            Arrays.stream(reprisedata.split(File.pathSeparator, -1))
                    .filter(folder -> !folder.isBlank())
                    .map(Path::of)
                    .forEach(folders::add);
        }
        folders.add(home.data());
        return new DataFolders(folders);
    }

    /** The file or folder of a path, if there is one; a relative one is looked for in the data folders too. */
    public Optional<Path> find(Path path) {
        if (Files.exists(base.resolve(path))) {
            return Optional.of(base.resolve(path));
        }
        if (path.isAbsolute()) {
            return Optional.empty();
        }
        for (Path folder : folders) {
            if (Files.exists(folder.resolve(path))) {
                return Optional.of(folder.resolve(path));
            }
            Optional<Path> below = below(folder, path.getFileName());
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }

    /** The first file of this name, in the order of the paths. */
    private static Optional<Path> below(Path folder, Path name) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.find(
                folder,
                DEPTH,
                (file, attributes) -> attributes.isRegularFile() && name.equals(file.getFileName()),
                FileVisitOption.FOLLOW_LINKS)) {
            return files.sorted().findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            // A folder that can't be listed holds nothing for us; the message for a missing file names it.
            return Optional.empty();
        }
    }

    /** The folders as they are named in messages. */
    String describe() {
        return folders.stream().map(Path::toString).collect(Collectors.joining(" and "));
    }
}
