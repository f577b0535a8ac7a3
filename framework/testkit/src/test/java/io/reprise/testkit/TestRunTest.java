package io.reprise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestRunTest {
    @Test
    void givesEachPartItsOwnStreamAndFolder() {
        try (TestRun run = TestRun.open(5);
                TestRun again = TestRun.open(5)) {
            long model = run.part("model").random().nextLong();
            assertThat(model).isEqualTo(again.part("model").random().nextLong());
            assertThat(model).isNotEqualTo(run.part("data").random().nextLong());
            assertThat(run.part("model").folder())
                    .isDirectory()
                    .isNotEqualTo(run.part("data").folder());
        }
    }

    @Test
    void findsDataFilesInItsFolder() throws IOException {
        try (TestRun run = TestRun.open()) {
            Files.writeString(run.dataFolder().resolve("a.txt"), "text");
            assertThat(run.dataFile(Path.of("a.txt"), "a text")).hasContent("text");
            assertThatThrownBy(() -> run.dataFile(Path.of("b.txt"), "a text"))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("b.txt");
            assertThatThrownBy(() -> run.dataFile(Path.of("."), "a text"))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("no regular file");
        }
    }

    @Test
    void cancelsAfterSoManyChecks() {
        try (TestRun run = TestRun.open()) {
            run.checkCancelled();
            run.cancelAfter(1);
            run.progress("work", 0, 2);
            assertThatThrownBy(() -> run.part("model").checkCancelled()).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void deletesItsFolderAndGivesItsTensorsBack() {
        Path folder;
        long before = TestTensors.service().liveBytes();
        try (TestRun run = TestRun.open()) {
            folder = run.folder();
            run.tensors().zeros(100);
        }
        assertThat(folder).doesNotExist();
        assertThat(TestTensors.service().liveBytes()).isEqualTo(before);
    }
}
