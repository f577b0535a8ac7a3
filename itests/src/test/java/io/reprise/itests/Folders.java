package io.reprise.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The folders that the tests work with: the distribution as it was built, and their own. */
final class Folders {
    private static final Path WORK = Path.of(System.getProperty("reprise.work")).toAbsolutePath();

    private Folders() {}

    /** The distribution that is tested. */
    static Path distribution() {
        return Path.of(System.getProperty("reprise.distribution.folder"))
                .toAbsolutePath()
                .normalize();
    }

    /** A folder of a test class, whether or not it is there. */
    static Path of(Class<?> test, String name) {
        return WORK.resolve(test.getSimpleName()).resolve(name);
    }

    /** An empty folder of a test class. */
    static Path empty(Class<?> test, String name) {
        Path folder = of(test, name);
        try {
            delete(folder);
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A distribution whose repository may be damaged: a copy, except for the bundles, which are linked to. */
    static Path distributionToDamage(Path folder) throws IOException {
        for (Path part : list(distribution())) {
            Path name = folder.resolve(part.getFileName());
            if (List.of("bin", "conf", "lib", "repository")
                    .contains(part.getFileName().toString())) {
                copy(part, name);
            } else {
                Files.createSymbolicLink(name, part);
            }
        }
        return folder;
    }

    /** The files in a folder, ordered; none if there is no folder. */
    static List<Path> list(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    static void copy(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(target.resolve(source.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file, target.resolve(source.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, IOException e) throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
