package io.reprise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.engine.Claim;
import io.reprise.engine.ClaimResult;
import io.reprise.engine.ClaimResult.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReproduceCommandTest {
    private static final Claim CLAIM = FakeEngine.claim("lower-loss", FakeEngine.atMost(2.1));
    private static final ClaimResult HOLDS = FakeEngine.result(CLAIM, Verdict.HOLDS, "", 2.0, 2.0625);
    private static final ClaimResult FAILS = FakeEngine.result(CLAIM, Verdict.FAILS, "", 2.25);
    private static final ClaimResult NOT_RUN =
            FakeEngine.result(CLAIM, Verdict.NOT_RUN, "put tinyshakespeare.txt under data/");

    private final Session session = Session.piped();

    @Test
    void printsTheTableWithMeanAndSpread() {
        session.fake.claimResults = List.of(HOLDS);

        assertThat(session.call("reproduce", "dragon-hatchling")).isZero();

        assertThat(session.out())
                .contains("Claim 1 of 1, dragon-hatchling lower-loss: BDH reaches")
                .contains("bdh, seed 1337: training  1/1  loss 2")
                .containsPattern(
                        "lower-loss +rivals GPT2 +2.0313 \u00b1 0.1250 +bdh/validation.loss at most 2.1 +holds")
                .contains("reduced scale: 0.43 M parameters")
                .contains("1 claim: 1 holds.");
    }

    @Test
    void exitsWith1IfAClaimFailsAndSaysWhy() {
        session.fake.claimResults = List.of(HOLDS, FAILS, NOT_RUN);

        assertThat(session.call("reproduce", "dragon-hatchling")).isEqualTo(1);

        assertThat(session.out())
                .contains("lower-loss: fails: bdh/validation.loss is 2.2500, expected at most 2.1.")
                .contains("lower-loss: not run: put tinyshakespeare.txt under data/")
                .contains("3 claims: 1 holds, 1 fails, 1 not run.");
    }

    @Test
    void doesNotFailForAClaimThatCouldNotBeRun() {
        session.fake.claimResults = List.of(NOT_RUN);

        assertThat(session.call("reproduce", "dragon-hatchling")).isZero();
    }

    @Test
    void printsWhatIsDecidedWhenCancelled() {
        session.fake.claimResults = List.of(HOLDS);
        session.fake.failsWhileTraining = new CancelledException();

        assertThat(session.call("reproduce", "dragon-hatchling")).isEqualTo(1);

        assertThat(session.out()).contains("1 claim: 1 holds.");
        assertThat(session.err()).contains("cancelled");
    }

    @Test
    void passesOnWhatWasAskedFor() {
        session.call(
                "reproduce",
                "dragon-hatchling",
                "data.path=x.txt",
                "--claim",
                "a",
                "--seeds",
                "2",
                "--quick",
                "--fresh");

        assertThat(session.fake.asked)
                .containsExactly("reproduce dragon-hatchling Options[claims=[a], seeds=[1, 2],"
                        + " overrides={data.path=x.txt}, quick=true, fresh=true]");
    }

    @Test
    void looksUpAllNamesBeforeItRunsTheFirst() {
        assertThat(session.call("reproduce", "dragon-hatchling", "sparsley")).isEqualTo(2);

        assertThat(session.err()).contains("There is no method 'sparsley'");
        assertThat(session.fake.asked).isEmpty();
    }

    @Test
    void takesAllInstalledMethodsWhenAsked() {
        session.call("reproduce", "--all");

        assertThat(session.fake.asked).hasSize(1).first().asString().startsWith("reproduce dragon-hatchling");
        assertThat(session.call("reproduce", "--all", "dragon-hatchling")).isEqualTo(2);
        assertThat(session.call("reproduce")).isEqualTo(2);
    }

    @Test
    void writesJsonThatSaysWhatWasExpectedAndMeasured() {
        session.fake.claimResults = List.of(HOLDS);

        session.call("reproduce", "dragon-hatchling", "--json");

        var claim = session.outJson().get(0);
        assertThat(claim.get("verdict").asText()).isEqualTo("holds");
        assertThat(claim.at("/measured/0/max").asDouble()).isEqualTo(2.1);
        assertThat(claim.at("/measured/0/min").isNull()).isTrue();
        assertThat(claim.at("/measured/0/mean").asDouble()).isEqualTo(2.03125);
    }

    @Test
    void readsSeedsAsACountOrAList() {
        assertThat(ReproduceCommand.seeds("")).isEmpty();
        assertThat(ReproduceCommand.seeds("3")).containsExactly(1L, 2L, 3L);
        assertThat(ReproduceCommand.seeds("1337, 7")).containsExactly(1337L, 7L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "x", "1,,2", "7,7", "1.5"})
    void refusesWhatSaysNoSeeds(String text) {
        assertThatThrownBy(() -> ReproduceCommand.seeds(text))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("--seeds: '" + text + "' says no seeds");
    }
}
