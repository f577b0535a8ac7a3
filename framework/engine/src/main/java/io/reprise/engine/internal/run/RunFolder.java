package io.reprise.engine.internal.run;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.home.Home;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a run, and the names in it. */
final class RunFolder {
    /** The name of a run's folder: its number and the pipeline's name. */
    static final Pattern NAME = Pattern.compile("(\\d{4,})-(.+)");

    static final String RECORD = "run.json";
    static final String PIPELINE = "pipeline.yaml";
    static final String METRICS = "metrics.jsonl";
    static final String LOG = "log.txt";
    static final String CHECKPOINT = "checkpoints/final.safetensors";

    /** Two threads of one process cannot both ask for a file lock. */
    private static final Object NUMBERS = new Object();

    private final Path path;
    private final Set<String> taken = new HashSet<>();

    private RunFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes the folder with the next free number.
     *
     * @throws RepriseException if the home folder cannot be written
     */
    static RunFolder create(Home home, String pipeline) {
        Path runs = home.runs();
        String name = word(pipeline);
        try {
            return new RunFolder(next(runs, name));
        } catch (IOException e) {
            throw RepriseException.problem("The folder of the run could not be made: " + e.getMessage())
                    .at(runs.toString())
                    .expected("a folder in which files can be made")
                    .hint("Give another home folder with --home or REPRISE_HOME.")
                    .because(e);
        }
    }

    private static Path next(Path runs, String name) throws IOException {
        synchronized (NUMBERS) {
            try (FileChannel channel = FileChannel.open(
                            runs.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                // The lock's validity is what makes the number ours.
                if (!lock.isValid()) {
                    throw new IOException("the lock of the folder was lost");
                }
                String folder = String.format(Locale.ROOT, "%04d-%s", highest(runs) + 1, name);
                return Files.createDirectory(runs.resolve(folder));
            }
        }
    }

    private static int highest(Path runs) throws IOException {
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.map(folder -> NAME.matcher(folder.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToInt(match -> Integer.parseInt(match.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    /** A name in lower case whose every other character is a letter, digit, dot or hyphen. */
    static String word(String name) {
        String word =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return word.isEmpty() ? "run" : word;
    }

    Path path() {
        return path;
    }

    /** The run's name. */
    String id() {
        return path.getFileName().toString();
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** A folder in this one, made if it is not there. */
    Path folder(String name) {
        Path folder = path.resolve(name);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw AtomicFile.cannotWrite(folder, e);
        }
    }

    /**
     * A name for a file of an evaluator that no other has: the plain one, or with the evaluator's name before it.
     *
     * @param kind the folder, for instance {@code tables}
     */
    String unique(String kind, String evaluator, String name) {
        String plain = word(name);
        String qualified = word(evaluator) + "-" + plain;
        String unique = plain;
        for (int number = 1; !taken.add(kind + "/" + unique); number++) {
            unique = number == 1 ? qualified : qualified + "-" + number;
        }
        return unique;
    }
}
