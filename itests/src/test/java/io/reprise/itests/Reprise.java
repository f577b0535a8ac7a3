package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Starts the command of a distribution as a user does, in a process of its own. Immutable. */
final class Reprise {
    private static final long PATIENCE_SECONDS = 120;

    private final Path distribution;
    private final Path home;
    private final Path folder;
    private final Path java;

    private Reprise(Path distribution, Path home, Path folder, Path java) {
        this.distribution = distribution;
        this.home = home;
        this.folder = folder;
        this.java = java;
    }

    /** The command of the distribution that is tested, with a home folder. */
    static Reprise at(Path home) {
        return new Reprise(
                Folders.distribution(),
                home,
                home.toAbsolutePath().getParent(),
                Path.of(System.getProperty("java.home")));
    }

    /** The command of another distribution. */
    Reprise of(Path other) {
        return new Reprise(other, home, folder, java);
    }

    /** The command started in another working directory. */
    Reprise in(Path other) {
        return new Reprise(distribution, home, other, java);
    }

    /** The command run by another Java. */
    Reprise with(Path otherJava) {
        return new Reprise(distribution, home, folder, otherJava);
    }

    /** Starts it; whoever does so ends it. Its output goes nowhere. */
    Process start(String... arguments) throws IOException {
        // Not through the start script, so that a kill meets the process itself.
        ProcessBuilder builder = builder(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private ProcessBuilder builder(String... arguments) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win");
        List<String> command = new ArrayList<>(List.of(
                distribution
                        .resolve(windows ? "bin/reprise.cmd" : "bin/reprise")
                        .toString(),
                "--home",
                home.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("REPRISE_"));
        builder.environment().put("JAVA_HOME", java.toString());
        return builder;
    }

    /** Runs it to its end. */
    Result run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("reprise", ".out");
        Path err = Files.createTempFile("reprise", ".err");
        try {
            ProcessBuilder builder =
                    builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile());
            List<String> command = builder.command();
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        command + " did not end. It had written: " + Files.readString(out) + Files.readString(err));
            }
            return new Result(command, process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** How a command ended. */
    record Result(List<String> command, int exit, String out, String err) {
        /** Fails unless the command succeeded without a word on the error stream. */
        Result succeeds() {
            assertThat(exit).as(this::toString).isZero();
            return this;
        }

        /** Fails unless the command refused a wrong request by a clear sentence that has these parts. */
        Result refuses(String... parts) {
            return ends(2, parts);
        }

        /** Fails unless what was asked for failed, with a clear sentence that has these parts. */
        Result fails(String... parts) {
            return ends(1, parts);
        }

        private Result ends(int status, String... parts) {
            assertThat(exit).as(this::toString).isEqualTo(status);
            assertThat(words(err)).as(this::toString).contains(parts);
            assertThat(err + out)
                    .as(this::toString)
                    .doesNotContain("\tat ", "Exception", "null")
                    .doesNotContain("java.", "io.reprise.engine.internal");
            return this;
        }

        /** The output as JSON. */
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + this, e);
            }
        }

        /** A text without the breaks of its lines, which depend on the width of the screen. */
        private static String words(String text) {
            return text.replaceAll("\\s+", " ");
        }

        @Override
        public String toString() {
            return String.join(" ", command) + "\nexit status " + exit + "\n--- out ---\n" + out + "\n--- err ---\n"
                    + err;
        }
    }
}
