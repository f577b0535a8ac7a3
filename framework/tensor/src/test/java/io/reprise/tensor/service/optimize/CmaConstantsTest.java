package io.reprise.tensor.service.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CmaConstantsTest {
    /** The weights of pycma 4.4 for 10 parameters and 10 candidates. */
    @Test
    void weightsAreThoseOfTheReference() {
        CmaConstants c = CmaConstants.of(10, 0, false);
        assertThat(c.muEff()).isCloseTo(3.1672992814107017, within(1e-12));
        assertThat(c.weights())
                .containsExactly(
                        new double[] {
                            0.45627264690340597,
                            0.2707530970017852,
                            0.16223111715866978,
                            0.08523354710016448,
                            0.025509591835974777,
                            -0.08001260758087224,
                            -0.22176416099914653,
                            -0.34455494178482093,
                            -0.45286408637842196,
                            -0.5497499176973853
                        },
                        within(1e-12));
    }

    @Test
    void positiveWeightsSumToOneAndTheCovarianceCannotTurnNegative() {
        for (int n : new int[] {1, 2, 3, 10, 100, 1000}) {
            for (int population : new int[] {0, 4, 5, 11, 200}) {
                CmaConstants c = CmaConstants.of(n, population, false);
                double positive = 0;
                double negative = 0;
                for (double w : c.weights()) {
                    positive += Math.max(0, w);
                    negative -= Math.min(0, w);
                }
                assertThat(positive).isCloseTo(1, within(1e-12));
                // The covariance keeps this share of itself before negative weights take n times their own.
                assertThat(1 - c.rankOne() - c.rankMu() * (1 - negative) - n * c.rankMu() * negative)
                        .isGreaterThan(-1e-12);
                assertThat(c.rankOne() + c.rankMu()).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void separableOneLearnsFasterAndFromTheBetterHalf() {
        CmaConstants full = CmaConstants.of(100, 0, false);
        CmaConstants separable = CmaConstants.of(100, 0, true);
        assertThat(separable.rankOne()).isCloseTo(full.rankOne() * 34, within(1e-12));
        assertThat(separable.rankMu()).isCloseTo(full.rankMu() * 34, within(1e-12));
        assertThat(separable.counted()).isEqualTo(separable.weights().length / 2);
    }
}
