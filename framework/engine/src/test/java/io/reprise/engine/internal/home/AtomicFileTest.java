package io.reprise.engine.internal.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void replacesTheContentAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "old");
        AtomicFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void leavesTheOldContentWhenTheDiskFillsUp() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, "old");

        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(RepriseException.class)
                .hasMessage(
                        file + ": The file could not be written: No space left on device. Check that the disk is not "
                                + "full and that the folder may be written; nothing half-written was left.");

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void saysThatAFolderIsMissing() {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("nowhere/a.txt"), "new"))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("nowhere/a.txt: The file could not be written");
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
