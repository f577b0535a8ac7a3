package io.reprise.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RepriseExceptionTest {
    @Test
    void saysWhereWhatExpectedAndWhatToDoInThatOrder() {
        RepriseException error = RepriseException.problem("The file is empty")
                .at("text.txt")
                .expected("at least 65 bytes")
                .hint("Set data.path to a longer text.");

        assertThat(error)
                .hasMessage(
                        "text.txt: The file is empty. Expected: at least 65 bytes. Set data.path to a longer text.");
    }

    @Test
    void leavesOutThePartsThatWereNotGiven() {
        assertThat(RepriseException.problem("The index cannot be read")).hasMessage("The index cannot be read.");
    }

    @Test
    void keepsTheFailureBehindIt() {
        IOException cause = new IOException("disk full");

        RepriseException error =
                RepriseException.problem("Cannot write").because(cause).at("run.json");

        assertThat(error).hasCause(cause).hasMessage("run.json: Cannot write.");
    }
}
