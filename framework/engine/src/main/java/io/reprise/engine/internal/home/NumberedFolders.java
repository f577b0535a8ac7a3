package io.reprise.engine.internal.home;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.text.Nearest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Folders called {@code NUMBER-NAME} in one folder, such as runs. Processes and threads may make them at the same time. */
public final class NumberedFolders {
    private static final Pattern NAME = Pattern.compile("(\\d{4,9})-(.+)");

    /** Two threads of one process cannot both ask for a file lock. */
    private static final Object NUMBERS = new Object();

    private final Path parent;
    private final String what;

    /**
     * The numbered folders in a folder, which need not be there yet.
     *
     * @param what one of them, for messages: {@code run}
     */
    public NumberedFolders(Path parent, String what) {
        this.parent = parent;
        this.what = what;
    }

    /**
     * Makes the folder with the next free number; the parent must be there.
     *
     * @throws RepriseException if the parent cannot be written
     */
    public Path create(String name) {
        synchronized (NUMBERS) {
            try (FileChannel channel = FileChannel.open(
                            parent.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                // The lock's validity is what makes the number ours.
                if (!lock.isValid()) {
                    throw new IOException("the lock of the folder was lost");
                }
                List<Path> all = list();
                int highest = all.isEmpty() ? 0 : number(all.get(all.size() - 1));
                return Files.createDirectory(
                        parent.resolve(String.format(Locale.ROOT, "%04d-%s", highest + 1, word(name))));
            } catch (IOException e) {
                throw RepriseException.problem("The folder of the " + what + " could not be made: " + e.getMessage())
                        .at(parent.toString())
                        .expected("a folder in which files can be made")
                        .hint("Give another home folder with --home or REPRISE_HOME.")
                        .because(e);
            }
        }
    }

    /** A name in lower case whose every other character is a letter, digit, dot or hyphen. */
    public static String word(String name) {
        String word =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return word.isEmpty() ? "run" : word;
    }

    /** All of them, by number. */
    public List<Path> list() {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(folder ->
                            NAME.matcher(folder.getFileName().toString()).matches())
                    .sorted(Comparator.comparingInt(NumberedFolders::number))
                    .toList();
        } catch (IOException e) {
            throw RepriseException.problem("The " + what + "s cannot be listed: " + e.getMessage())
                    .at(parent.toString())
                    .because(e);
        }
    }

    /** Those that are called so: by their name or their number alone. */
    public List<Path> named(String id) {
        return list().stream()
                .filter(folder -> folder.getFileName().toString().equals(id)
                        || (id.matches("\\d{1,9}") && number(folder) == Integer.parseInt(id)))
                .toList();
    }

    /** The error for a name that none of them has, with the nearest names. */
    public RepriseException unknown(String id) {
        return RepriseException.problem("There is no " + what + " '" + id + "'")
                .at(parent.toString())
                .hint(Nearest.hint(
                        id,
                        list().stream()
                                .map(folder -> folder.getFileName().toString())
                                .toList()));
    }

    private static int number(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }
}
