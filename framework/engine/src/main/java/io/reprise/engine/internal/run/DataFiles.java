package io.reprise.engine.internal.run;

import io.reprise.api.RepriseException;
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
 * Finds the data files of users: where the path says, else in the data folders, which are those of the environment variable
 * {@code REPRISE_DATA} and {@code data} in the home folder.
 */
public final class DataFiles {
    private static final int DEPTH = 3;

    private final List<Path> folders;

    /** The files in these folders, the first first. */
    DataFiles(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /**
     * The files of this process.
     *
     * @param reprisedata the environment variable's value; may be null
     */
    public static DataFiles of(String reprisedata, Home home) {
        List<Path> folders = new ArrayList<>();
        if (reprisedata != null) {
            Arrays.stream(reprisedata.split(File.pathSeparator, -1))
                    .filter(folder -> !folder.isBlank())
                    .map(Path::of)
                    .forEach(folders::add);
        }
        folders.add(home.data());
        return new DataFiles(folders);
    }

    /**
     * The file of a path; see {@link io.reprise.api.RunContext#dataFile}.
     *
     * @throws RepriseException if it is missing or no regular readable file
     */
    Path get(Path path, String purpose) {
        if (path.toString().isEmpty()) {
            throw RepriseException.problem("No file is given").expected(purpose);
        }
        Path found = find(path).orElseThrow(() -> missing(path, purpose));
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

    /** The file or folder of a path, if there is one; a relative one is looked for in the data folders too. */
    public Optional<Path> find(Path path) {
        if (Files.exists(path)) {
            return Optional.of(path);
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

    private RepriseException missing(Path path, String purpose) {
        String places = folders.stream().map(Path::toString).collect(Collectors.joining(" and "));
        return RepriseException.problem("There is no such file")
                .at(path.toString())
                .expected(purpose)
                .hint(
                        path.isAbsolute()
                                ? "Check the path."
                                : "It was looked for from " + Path.of("").toAbsolutePath() + " and below " + places
                                        + ". Give the whole path, or name the folder where your data lies in REPRISE_DATA.");
    }
}
