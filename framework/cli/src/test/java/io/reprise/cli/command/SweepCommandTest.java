package io.reprise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepCommandTest {
    private final Session session = Session.piped();

    @Test
    void runsASweepAndPrintsItsTable() {
        assertThat(session.call("sweep", "rates.yaml", "data.path=my.txt", "--seeds", "2", "--parallel", "3"))
                .as("a run failed")
                .isEqualTo(1);

        assertThat(session.fake.asked)
                .containsExactly("plan rates.yaml {data.path=my.txt} [1, 2] OptionalInt[3]", "sweep rates");
        assertThat(session.out())
                .contains("Sweep 0003-rates: 2 points x 2 seeds, 2 runs at once")
                .contains("runs  1/4  1:05 min left  #1 seed 2 50%  #2 seed 1")
                .contains("failed: #2 trainer.learningRate=0.2, seed 2: The loss became NaN", "warning: something")
                .containsPattern("# +trainer.learningRate +n +validation.loss .nats/byte")
                .containsPattern("2 +0.2 +1 .1 failed. +2 \\*")
                .containsPattern("1 +0.1 +2 +2.5000 ± 0.1250")
                .contains("3 of 4 runs done, 1 failed", "* is the best mean");
    }

    @Test
    void printsThePointsWithoutRunning() {
        assertThat(session.call("sweep", "rates.yaml", "--check")).isZero();

        assertThat(session.fake.asked).containsExactly("plan rates.yaml {} [] OptionalInt.empty");
        assertThat(session.out()).contains("trainer.learningRate=0.2", "2 points x 2 seeds (1, 2): 4 runs, 2 at once");
    }

    @Test
    void goesOnWithASweep() {
        assertThat(session.call("sweep", "--resume", "3", "--retry-failed")).isZero();
        assertThat(session.fake.asked).containsExactly("resume 3 true");

        assertThat(session.call("sweep", "--resume", "4")).isEqualTo(1);
        assertThat(session.err()).contains("cancelled");
        assertThat(session.out()).contains("Go on with:   reprise sweep --resume 0003-rates");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sweep",
                "sweep --retry-failed x.yaml",
                "sweep x.yaml --resume 3",
                "sweep --resume 3 --check",
                "sweep x.yaml --parallel 0",
                "sweep x.yaml --seeds none"
            })
    void refusesWhatDoesNotGoTogether(String line) {
        assertThat(session.call(line.split(" ", -1))).isEqualTo(2);
        assertThat(session.fake.asked).isEmpty();
    }

    @Test
    void listsSweepsAndShowsOne() {
        session.call("sweeps");
        assertThat(session.out()).containsPattern("0003-rates +cancelled +3/4 +0 +trainer.learningRate");

        session.call("sweeps", "3");
        assertThat(session.out()).contains("3 of 4 runs done", "reprise sweep --resume 0003-rates");
    }

    @Test
    void printsJsonWhereAskedTo() {
        session.call("sweep", "rates.yaml", "--json");
        assertThat(session.outJson()
                        .at("/table/rows/1/metrics/validation.loss/deviation")
                        .asDouble())
                .isEqualTo(0.125);
        assertThat(session.outJson().at("/points/1/runs/1/state").asText()).isEqualTo("failed");

        session.call("sweeps", "--json");
        assertThat(session.outJson().get(0).get("id").asText()).isEqualTo("0003-rates");
        session.call("sweep", "rates.yaml", "--check", "--json");
        assertThat(session.outJson().get("parallel").asInt()).isEqualTo(2);
    }
}
