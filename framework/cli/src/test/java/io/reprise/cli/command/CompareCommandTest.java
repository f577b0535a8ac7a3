package io.reprise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompareCommandTest {
    private final Session session = Session.piped();

    @Test
    void printsWhatDiffersAndTestsInPlainWords() {
        assertThat(session.call("compare", "7", "sweep:3", "--metric", "validation.loss", "--figure", "loss.svg"))
                .isZero();

        assertThat(session.fake.asked).containsExactly("compare [7, sweep:3] [validation.loss]", "draw loss.svg");
        assertThat(session.out())
                .containsPattern("What differs +A +B +C\nrate +1 +2 +-")
                .containsPattern("Made with +A +B +C\njava +17 +17 +25")
                .containsPattern("validation.loss +2 ± 0.2500 +2.5000 ± 0.1250 +0.5000 +- +-")
                .containsPattern("B - A +validation.loss +3 +0.5000 +0.2500 to 0.7500 +0.01000 +0.2500")
                .contains(
                        "validation.loss: B is higher than A, by 0.5000 on average over 3 seeds (p = 0.02000, adjusted)")
                .contains("validation.loss: the 3 common seeds do not show that C and A differ (p = 0.4000, adjusted)")
                .contains("parameters: B is 8 higher than A with every seed; there is nothing to test.")
                .contains("warning: Only 3 common seeds", "Figure: loss.svg");
    }

    @Test
    void printsJsonWhereAskedTo() {
        session.call("compare", "7", "8", "--json");

        assertThat(session.outJson().at("/tests/0/tAdjusted").asDouble()).isEqualTo(0.02);
        assertThat(session.outJson().at("/tests/2/t").isNull()).isTrue();
        assertThat(session.outJson().at("/settings/rate/2").asText()).isEmpty();
    }
}
