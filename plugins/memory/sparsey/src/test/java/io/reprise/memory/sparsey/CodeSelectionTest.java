package io.reprise.memory.sparsey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.api.RepriseException;
import io.reprise.memory.sparsey.CodeSelection.Form;
import org.junit.jupiter.api.Test;

class CodeSelectionTest {
    private static double[] weights(
            Form form, double lambda, double phi, double chi, double gMin, double g, double... v) {
        double[] psi = v.clone();
        new CodeSelection(form, lambda, phi, chi, 2, gMin).weigh(psi, g);
        return psi;
    }

    @Test
    void givesEveryUnitTheSameChanceForAnInputThatIsNew() {
        assertThat(weights(Form.ADDITIVE, 20, 14, 10, 0.1, 0.1, 0, 0.5, 1)).containsExactly(1, 1, 1);
        assertThat(weights(Form.ADDITIVE, 20, 14, 10, 0.1, 0, 0, 0.5, 1)).containsExactly(1, 1, 1);
        assertThat(weights(Form.REPOSITORY, 8, 5, 1.5, 0.2, 0.2, 0, 0.5, 1)).containsExactly(1e-6, 1e-6, 1e-6);
    }

    @Test
    void weighsByTheSigmoidOfTheFitWhereTheInputIsKnown() {
        // eta - 1 = 1^2 * 10 * 3; sigmoid(20 - 14) = 0.997527, sigmoid(10 - 14) = 0.0179862, sigmoid(-14) = 8.3153e-7.
        double[] additive = weights(Form.ADDITIVE, 20, 14, 10, 0.1, 1, 1, 0.5, 0);
        assertThat(additive[0]).isCloseTo(1 + 30 * 0.9975273768, within(1e-8));
        assertThat(additive[1]).isCloseTo(1 + 30 * 0.0179862100, within(1e-8));
        assertThat(additive[2]).isCloseTo(1 + 30 * 8.3152803e-7, within(1e-8));
        // familiarity 0.55 is half way from 0.1 to 1; gamma = 2 leaves a quarter.
        assertThat(weights(Form.ADDITIVE, 20, 14, 10, 0.1, 0.55, 1, 0.5, 0)[0])
                .isCloseTo(1 + 7.5 * 0.9975273768, within(1e-8));
        // eta = 1.5 * (0.6 - 0.2) / 0.8; sigmoid(8 - 5) = 0.9525741268.
        assertThat(weights(Form.REPOSITORY, 8, 5, 1.5, 0.2, 0.6, 1, 0)[0])
                .isCloseTo(0.75 * 0.9525741268 + 1e-6, within(1e-8));
    }

    @Test
    void refusesALeastFamiliarityOf1() {
        assertThatThrownBy(() -> new CodeSelection(Form.ADDITIVE, 1, 1, 1, 1, 1))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("model.gMin");
    }
}
