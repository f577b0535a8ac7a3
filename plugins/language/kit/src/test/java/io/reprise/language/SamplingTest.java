package io.reprise.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.RandomSource;
import io.reprise.testkit.TestRun;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private static final int DRAWS = 20_000;

    private static double[] shares(Sampling sampling, float... logits) {
        double[] shares = new double[logits.length];
        try (TestRun run = TestRun.open()) {
            RandomSource random = run.random();
            for (int i = 0; i < DRAWS; i++) {
                shares[sampling.next(logits, random)] += 1.0 / DRAWS;
            }
        }
        return shares;
    }

    @Test
    void choosesByTheSoftmaxOfScores() {
        // exp(0), exp(ln 2), exp(ln 5) make 1/8, 2/8, 5/8; the deviation of a share is below 0.0036
        double[] shares = shares(new Sampling(1, 0), 0, (float) Math.log(2), (float) Math.log(5));
        assertThat(shares).containsExactly(new double[] {0.125, 0.25, 0.625}, within(0.015));
    }

    @Test
    void dividesScoresByTheTemperature() {
        // at temperature 1/2 odds are squared: 1 to 4
        double[] shares = shares(new Sampling(0.5, 0), 0, (float) Math.log(2));
        assertThat(shares).containsExactly(new double[] {0.2, 0.8}, within(0.015));
    }

    @Test
    void leavesAllButTheBestOut() {
        double[] shares = shares(new Sampling(1, 2), 1, 3, 2, 3, -1);
        assertThat(shares).containsExactly(new double[] {0, 0.5, 0, 0.5, 0}, within(0.015));
    }

    @Property(tries = 200)
    void takesTheBestWhereOnlyOneMayBeChosen(
            @ForAll @Size(min = 1, max = 20) @FloatRange(min = -100, max = 100) float[] logits,
            @ForAll @IntRange(min = 0, max = 100) int seed) {
        try (TestRun run = TestRun.open(seed)) {
            int chosen = new Sampling(1, 1).next(logits, run.random());
            for (float logit : logits) {
                assertThat(logits[chosen]).isGreaterThanOrEqualTo(logit);
            }
        }
    }
}
