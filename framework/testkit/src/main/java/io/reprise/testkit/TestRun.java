package io.reprise.testkit;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run for tests: the real tensor service, a temporary folder, a seed, and a cancel button.
 *
 * <pre>{@code
 * try (TestRun run = TestRun.open(7)) {
 *     Model model = factory.create(settings, Dimensions.of(Map.of("V", 256)), run.part("model"));
 *     ...
 * }
 * }</pre>
 *
 * Closing it gives all tensors back and deletes the folder.
 */
public final class TestRun implements RunContext, AutoCloseable {
    private final TensorService service;
    private final TensorScope scope;
    private final RandomSource random;
    private final Path folder;
    private final AtomicLong checks = new AtomicLong();
    private volatile boolean randomAskedFor;
    private volatile long cancelledFrom = Long.MAX_VALUE;

    private TestRun(TensorService service, long seed) {
        this.service = service;
        this.scope = service.open("test run");
        this.random = service.random(seed);
        try {
            this.folder = Files.createTempDirectory("reprise-test");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder could be made", e);
        }
    }

    /** A run of seed 1. */
    public static TestRun open() {
        return open(1);
    }

    /** A run of a seed. */
    public static TestRun open(long seed) {
        return new TestRun(TestTensors.service(), seed);
    }

    /** What the run gives to a part of it, as the engine does: a random stream and a folder of its own, the rest shared. */
    public RunContext part(String name) {
        return new Part(name);
    }

    /** From now on {@link #checkCancelled()} and {@link #progress} throw. */
    public void cancel() {
        cancelledFrom = 0;
    }

    /** Lets {@code count} more calls of {@link #checkCancelled()} or {@link #progress} pass; those after them throw. */
    public void cancelAfter(long count) {
        cancelledFrom = checks.get() + count;
    }

    /** How often {@link #checkCancelled()} or {@link #progress} were called. */
    public long checks() {
        return checks.get();
    }

    /** Whether anything has asked for a random stream of this run. */
    public boolean randomAskedFor() {
        return randomAskedFor;
    }

    /** The folder where {@link #dataFile} looks besides the working directory; for a test's own data. */
    public Path dataFolder() {
        return made(folder.resolve("data"));
    }

    @Override
    public RandomSource random() {
        randomAskedFor = true;
        return random;
    }

    @Override
    public TensorScope tensors() {
        return scope;
    }

    @Override
    public TensorService tensorService() {
        return service;
    }

    @Override
    public Path dataFile(Path path, String purpose) {
        Path found = Stream.of(path, folder.resolve("data").resolve(path))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> RepriseException.problem("There is no such file or folder")
                        .at(path.toString())
                        .expected(purpose)
                        .hint("Give the path of a file, or put it into " + folder.resolve("data") + "."));
        if (!Files.isRegularFile(found)) {
            throw RepriseException.problem("This is no regular file")
                    .at(path.toString())
                    .expected(purpose)
                    .hint("Give the path of a file.");
        }
        return found;
    }

    @Override
    public void progress(String task, long done, long total) {
        checkCancelled();
    }

    @Override
    public void checkCancelled() {
        if (checks.getAndIncrement() >= cancelledFrom) {
            throw new CancelledException();
        }
    }

    @Override
    public Logger log() {
        return LoggerFactory.getLogger(TestRun.class);
    }

    @Override
    public Path folder() {
        return made(folder.resolve("run"));
    }

    /** Gives all tensors back and deletes the folder. */
    @Override
    public void close() {
        scope.close();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + folder + " could not be deleted", e);
        }
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " could not be made", e);
        }
    }

    private final class Part implements RunContext {
        private final String name;
        private final RandomSource stream;

        Part(String name) {
            this.name = name;
            this.stream = random.split(name);
        }

        @Override
        public RandomSource random() {
            randomAskedFor = true;
            return stream;
        }

        @Override
        public TensorScope tensors() {
            return TestRun.this.tensors();
        }

        @Override
        public TensorService tensorService() {
            return service;
        }

        @Override
        public Path dataFile(Path path, String purpose) {
            return TestRun.this.dataFile(path, purpose);
        }

        @Override
        public void progress(String task, long done, long total) {
            TestRun.this.progress(task, done, total);
        }

        @Override
        public void checkCancelled() {
            TestRun.this.checkCancelled();
        }

        @Override
        public Logger log() {
            return TestRun.this.log();
        }

        @Override
        public Path folder() {
            return made(TestRun.this.folder().resolve(name));
        }
    }
}
