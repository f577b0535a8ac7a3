package io.reprise.engine.internal.run;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.home.AtomicFile;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.home.NumberedFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a run, and the names in it. */
public final class RunFolder {
    /** Names of files that are being written, see {@link io.reprise.engine.internal.home.AtomicFile}; those of tensors too. */
    private static final Pattern UNFINISHED = Pattern.compile("\\..*\\.tmp");

    static final String RECORD = "run.json";
    static final String PIPELINE = "pipeline.yaml";
    /** The lines of steps and evaluators. */
    public static final String METRICS = "metrics.jsonl";

    static final String LOG = "log.txt";

    /** The model as it was at the end. */
    public static final String CHECKPOINT = "checkpoints/final.safetensors";

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
        return new RunFolder(new NumberedFolders(home.runs(), "run").create(pipeline));
    }

    /** The folder of a run that goes on. What a killed process left of a file that it was writing is deleted. */
    static RunFolder of(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file ->
                            UNFINISHED.matcher(file.getFileName().toString()).matches())
                    .toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            throw RepriseException.problem("The folder of the run cannot be read: " + e.getMessage())
                    .at(path.toString())
                    .because(e);
        }
        return new RunFolder(path);
    }

    /** A name in lower case whose every other character is a letter, digit, dot or hyphen. */
    static String word(String name) {
        return NumberedFolders.word(name);
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
