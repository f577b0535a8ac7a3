package io.reprise.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The POSIX start script, with a Java that prints what it is given. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for the other systems")
class StartScriptTest {
    private record Result(int status, String out) {}

    @TempDir
    Path folder;

    private Path script;
    private Path java;

    @BeforeEach
    void makeDistributionAndJava() throws IOException {
        folder = folder.toRealPath();
        script = Files.createDirectories(folder.resolve("a distribution/bin")).resolve("reprise");
        Files.copy(Path.of("src/main/bin/reprise"), script);
        executable(script);
        Files.createDirectories(folder.resolve("a distribution/lib"));
        java = java("17.0.2");
    }

    @Test
    void startsTheLauncherBesideIt() throws Exception {
        Result result = run(Map.of(), script, "list", "two words", "$HOME");
        assertThat(result.out())
                .contains("[-jar]\n[" + folder.resolve("a distribution/lib/reprise-launcher.jar")
                        + "]\n[list]\n[two words]\n[$HOME]\n");
        assertThat(result.status()).as("the status of the command").isEqualTo(7);
    }

    @Test
    void findsItselfThroughLinks() throws Exception {
        Path links = Files.createDirectories(folder.resolve("links"));
        Files.createSymbolicLink(links.resolve("relative"), Path.of("../a distribution/bin/reprise"));
        Path absolute = Files.createSymbolicLink(links.resolve("absolute"), links.resolve("relative"));
        assertThat(run(Map.of(), absolute, "list").out())
                .contains(folder.resolve("a distribution/lib/reprise-launcher.jar")
                        .toString());
    }

    @Test
    void refusesAnOldJava() throws Exception {
        Result result = run(Map.of("JAVA_HOME", java("11.0.2").toString()), script, "list");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).contains("is Java 11.0.2. Reprise needs version 17 or newer: set JAVA_HOME to one.");
    }

    @Test
    void takesTheVersionFromJavaItselfIfNothingElseSaysIt() throws Exception {
        Files.delete(java.resolve("release"));
        assertThat(run(Map.of(), script, "list").status()).isEqualTo(7);
    }

    @Test
    void saysThatJavaHomeHoldsNoJava() throws Exception {
        Result result = run(Map.of("JAVA_HOME", folder.toString()), script, "list");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).contains("JAVA_HOME is " + folder + ", but there is no bin/java in it.");
    }

    @Test
    void tellsNewerJavasThatNativeMemoryIsMeant() throws Exception {
        String flag = "[--sun-misc-unsafe-memory-access=allow]";
        assertThat(run(Map.of(), script, "list").out()).doesNotContain(flag);
        assertThat(run(Map.of("JAVA_HOME", java("25.0.1").toString()), script, "list")
                        .out())
                .contains(flag);
    }

    @Test
    void usesTheClassArchiveOfItsJavaOnly() throws Exception {
        Path archive = Files.createFile(folder.resolve("a distribution/lib/java-17.0.2.jsa"));
        String flag = "[-XX:SharedArchiveFile=" + archive + "]";
        assertThat(run(Map.of(), script, "list").out()).contains(flag);
        assertThat(run(Map.of("JAVA_HOME", java("17.0.3").toString()), script, "list")
                        .out())
                .doesNotContain("SharedArchiveFile");
    }

    @Test
    void tellsTheCompilerWhichLoopsToKeepApart() throws Exception {
        Path loops = Files.createFile(folder.resolve("a distribution/lib/kernels.compile"));
        assertThat(run(Map.of(), script, "list").out()).contains("[-XX:CompileCommandFile=" + loops + "]");
    }

    @Test
    void keepsSettingsForOtherProgramsFromTheMatrixLibrary() throws Exception {
        Map<String, String> set = Map.of("OPENBLAS_CORETYPE", "Haswell", "OPENBLAS_L2_SIZE", "1");
        assertThat(run(set, script, "list").out()).contains("CORETYPE= L2= OMP=1 BLAS=1");
        Map<String, String> meant =
                Map.of("OPENBLAS_CORETYPE", "Haswell", "REPRISE_KEEP_BLAS_ENV", "1", "OMP_NUM_THREADS", "2");
        assertThat(run(meant, script, "list").out()).contains("CORETYPE=Haswell L2= OMP=2 BLAS=1");
    }

    @Test
    void givesJavaTheOptionsOfTheUser() throws Exception {
        assertThat(run(Map.of("REPRISE_JAVA_OPTS", "-Xmx2g -Da=b"), script, "list")
                        .out())
                .contains("[-Xmx2g]\n[-Da=b]\n[-jar]");
    }

    private Path java(String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve("java-" + version));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Example\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path program = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(
                program,
                "#!/bin/sh\n[ \"$1\" = -version ] && { echo 'openjdk version \"" + version + "\"' >&2; exit; }\n"
                        + "printf '[%s]\\n' \"$@\"\n"
                        + "echo \"CORETYPE=$OPENBLAS_CORETYPE L2=$OPENBLAS_L2_SIZE OMP=$OMP_NUM_THREADS"
                        + " BLAS=$OPENBLAS_NUM_THREADS\"\nexit 7\n");
        executable(program);
        return home;
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result run(Map<String, String> environment, Path program, String... arguments) throws Exception {
        ProcessBuilder process = new ProcessBuilder(program.toString());
        process.command().addAll(List.of(arguments));
        process.environment().keySet().removeIf(name -> !name.equals("PATH"));
        process.environment().put("JAVA_HOME", java.toString());
        process.environment().putAll(environment);
        Process started = process.redirectErrorStream(true).start();
        String out = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(started.waitFor(), out);
    }
}
