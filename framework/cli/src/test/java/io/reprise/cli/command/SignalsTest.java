package io.reprise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {
    @Test
    void callsTheInnermostHandlerAndGivesTheSignalBack() throws IOException, InterruptedException {
        assumeThat(System.getProperty("os.name")).doesNotStartWith("Windows");
        CountDownLatch outer = new CountDownLatch(1);
        CountDownLatch inner = new CountDownLatch(1);

        try (Signals all = Signals.handle(Map.of("CONT", outer::countDown))) {
            Signals nested = Signals.handle(Map.of("CONT", inner::countDown));
            continueThisProcess();
            assertThat(inner.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(outer.getCount()).isOne();

            nested.close();
            continueThisProcess();
            assertThat(outer.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(all).isNotNull();
        }
    }

    @Test
    void leavesUnknownSignalsAlone() {
        try (Signals signals = Signals.handle(Map.of("NOSUCHSIGNAL", () -> {}))) {
            assertThat(signals).isNotNull();
        }
    }

    private static void continueThisProcess() throws IOException, InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-CONT", pid).start().waitFor()).isZero();
    }
}
