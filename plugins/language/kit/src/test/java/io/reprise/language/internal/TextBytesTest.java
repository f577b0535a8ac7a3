package io.reprise.language.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.testkit.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextBytesTest {
    @TempDir
    Path folder;

    private void create(Path file) {
        try (TestRun run = TestRun.open()) {
            new TextBytes().create(new TextBytes.Settings(file, 64, 0.9), run);
        }
    }

    @Test
    void refusesAMissingFile() {
        assertThatThrownBy(() -> create(folder.resolve("missing.txt")))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("missing.txt");
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> create(folder))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        Path file = Files.createFile(folder.resolve("empty.txt"));
        assertThatThrownBy(() -> create(file))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("empty.txt")
                .hasMessageContaining("The text is empty");
    }

    @Test
    void refusesAFileTooShortForOneBatch() throws Exception {
        Path file = Files.writeString(folder.resolve("short.txt"), "To be, or not to be");
        assertThatThrownBy(() -> create(file))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("short.txt")
                .hasMessageContaining("too short for one batch")
                .hasMessageContaining("at least 65 bytes");
    }
}
