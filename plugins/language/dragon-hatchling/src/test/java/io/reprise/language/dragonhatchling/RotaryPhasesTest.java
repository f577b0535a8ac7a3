package io.reprise.language.dragonhatchling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.testkit.TestRun;
import org.junit.jupiter.api.Test;

class RotaryPhasesTest {
    @Test
    void turnsThePairsByTheirFrequencies() {
        try (TestRun run = TestRun.open()) {
            float[] cos = RotaryPhases.at(run.tensors(), 0, 4, 4).cos().toFloats();
            float[] sin = RotaryPhases.at(run.tensors(), 0, 4, 4).sin().toFloats();
            // N = 4: the pairs turn by 1 and by 65536^(-2/4) = 1/256 radian a position.
            for (int t = 0; t < 4; t++) {
                for (int i = 0; i < 4; i++) {
                    double phase = i < 2 ? t : t / 256.0;
                    assertThat(cos[4 * t + i]).isCloseTo((float) Math.cos(phase), within(1e-6f));
                    assertThat(sin[4 * t + i]).isCloseTo((float) Math.sin(phase), within(1e-6f));
                }
            }
        }
    }

    @Test
    void keepsThePhaseOfLatePositions() {
        try (TestRun run = TestRun.open()) {
            // In 32-bit numbers the phase of the first pair would be lost at this position.
            long late = 1_000_000_000L;
            float[] cos = RotaryPhases.at(run.tensors(), late, 2, 2).cos().toFloats();
            assertThat(cos[0]).isCloseTo((float) Math.cos((double) late), within(1e-5f));
            assertThat(cos[2]).isCloseTo((float) Math.cos((double) late + 1), within(1e-5f));
        }
    }
}
