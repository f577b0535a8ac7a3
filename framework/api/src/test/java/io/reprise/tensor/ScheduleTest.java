package io.reprise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The numbers are those of PyTorch 1.13's schedulers of the same names. */
class ScheduleTest {
    private static void check(Schedule schedule, double... expected) {
        double[] values = new double[expected.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = schedule.at(i);
        }
        assertThat(values).containsExactly(expected, within(1e-12));
    }

    @Test
    void cosineFallsAlongHalfAWave() {
        check(
                Schedule.cosine(1, 0.1, 10),
                1.0,
                0.9779754323328191,
                0.9140576474687263,
                0.8145033635316129,
                0.6890576474687263,
                0.55,
                0.41094235253127376,
                0.2854966364683872,
                0.18594235253127372,
                0.12202456766718092,
                0.1,
                0.1);
    }

    @Test
    void oneCycleRisesAndFalls() {
        check(
                Schedule.oneCycle(1, 10, 0.3, 25, 1e4),
                0.04,
                0.52,
                1.0,
                0.9504846320134737,
                0.8117456539497631,
                0.6112620219362893,
                0.38874197806371075,
                0.18825834605023697,
                0.049519367986526286,
                4e-06,
                4e-06);
        assertThatThrownBy(() -> Schedule.oneCycle(1, 3, 0.3, 25, 1e4)).hasMessageContaining("too few");
    }

    @Test
    void stepsExponentialsLinesAndPowersAreTheFormulas() {
        check(Schedule.constant(2), 2, 2, 2);
        check(Schedule.exponential(1, 0.9), 1, 0.9, 0.81, 0.729);
        check(Schedule.step(1, 0.5, 3), 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25);
        check(Schedule.linear(0.25, 1, 4), 0.25, 0.4375, 0.625, 0.8125, 1, 1);
        check(Schedule.polynomial(1, 0, 2, 8), 1, 0.765625, 0.5625, 0.390625, 0.25, 0.140625, 0.0625, 0.015625, 0, 0);
    }

    @Test
    void piecesFollowOneAnother() {
        check(Schedule.piecewise(new double[] {1, 0.1, 0.01}, 2, 5), 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01);
        check(
                Schedule.chained(List.of(Schedule.linear(0.25, 1, 3), Schedule.exponential(1, 0.5)), 3),
                0.25,
                0.5,
                0.75,
                1,
                0.5,
                0.25,
                0.125);
        check(Schedule.linear(1, 0, 4).warmedUp(2), 0.5, 1, 1, 0.75, 0.5, 0.25, 0, 0);
        assertThatThrownBy(() -> Schedule.piecewise(new double[] {1, 2}, 0)).hasMessageContaining("ascending");
        assertThatThrownBy(() -> Schedule.chained(List.of(), 3)).hasMessageContaining("one schedule more");
        assertThatThrownBy(() -> Schedule.cosine(1, 0, 0)).hasMessageContaining("cosine: wants 1 or more steps");
    }
}
