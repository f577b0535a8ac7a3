package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Test;

/** What was built with Java 17 runs on newer ones, without a word of complaint. Skipped where there is none. */
public class OtherJavasIT {
    @Test
    public void runsOnNewerJavas() throws Exception {
        List<Path> newer = newer();
        Assume.assumeFalse("no other Java than that of the build was found", newer.isEmpty());
        for (Path java : newer) {
            Path folder = Folders.empty(OtherJavasIT.class, "java-" + version(java));
            TinyRun.in(folder);
            Reprise reprise = Reprise.at(folder.resolve("home")).in(folder).with(java);

            silent(reprise.run("--version").succeeds());
            silent(reprise.run("list").succeeds());
            reprise.run("install", "dragon-hatchling").succeeds();
            silent(reprise.run("run", "tiny.yaml", "--json").succeeds());
            silent(reprise.run("doctor").succeeds());
        }
    }

    private static void silent(Reprise.Result result) {
        assertThat(result.err()).as(result::toString).doesNotContainIgnoringCase("warning");
    }

    /** The Javas beside the one that runs this, newer and one of each version. */
    private static List<Path> newer() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        List<Path> found = new ArrayList<>();
        for (Path place : List.of(own.getParent(), Path.of("/usr/lib/jvm"))) {
            if (!Files.isDirectory(place)) {
                continue;
            }
            try (Stream<Path> folders = Files.list(place)) {
                folders.filter(folder -> Files.isExecutable(folder.resolve("bin/java")))
                        .filter(folder -> version(folder) > version(own))
                        .filter(folder -> found.stream().noneMatch(other -> version(other) == version(folder)))
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** The first number of a Java's version, from the file that each carries; 0 if it has none. */
    private static int version(Path java) {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(java.resolve("release"))) {
            release.load(reader);
        } catch (IOException e) {
            return 0;
        }
        String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return Integer.parseInt(version.split("[.\\-+]", 2)[0]);
    }
}
