package io.reprise.memory.sparsey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.memory.sparsey.Synapses.Permanence;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SynapsesTest {
    /** The same as sets of inputs: what the bits must amount to. */
    @Property(tries = 50)
    void overlapsAsSetsDo(@ForAll @IntRange(min = 1, max = 200) int inputs, @ForAll boolean[] noise) {
        boolean[] first = new boolean[inputs];
        boolean[] second = new boolean[inputs];
        Set<Integer> set = new HashSet<>();
        int common = 0;
        for (int i = 0; i < inputs; i++) {
            first[i] = noise.length > 0 && noise[i % noise.length] && i % 3 != 1;
            second[i] = noise.length > 0 && noise[(i + 1) % noise.length] || i % 5 == 0;
            if (first[i]) {
                set.add(i);
                common += second[i] ? 1 : 0;
            }
        }
        try (TestRun run = TestRun.open();
                TensorScope scope = run.tensors().open()) {
            Synapses synapses = new Synapses("w", inputs, 3, Permanence.FOR_EVER, scope);
            synapses.set(1, Synapses.bits(first, 0, inputs), 1);
            synapses.set(1, Synapses.bits(first, 0, inputs), 2);
            long[] bits = Synapses.bits(second, 0, inputs);
            assertThat(overlaps(synapses, bits, 9)).containsExactly(0, common, 0);
            assertThat(synapses.weights(1)).isEqualTo(first);
            assertThat(synapses.saturation(1)).isEqualTo((double) set.size() / inputs);
            assertThat(synapses.saturation()).isCloseTo(set.size() / 3.0 / inputs, within(1e-12));
            synapses.restored();
            assertThat(synapses.saturation(1)).isEqualTo((double) set.size() / inputs);
        }
    }

    private static double[] overlaps(Synapses synapses, long[] active, long now) {
        double[] overlaps = new double[3];
        synapses.overlaps(active, now, overlaps);
        return overlaps;
    }

    @Example
    void fadesAsInTheTestingSystemUnlessRefreshed() {
        Permanence permanence = Permanence.of(10, 5);
        // (1 + 5/10) / (1 + 5/(10 - t)): 1 at once, 1.5 / 2 after 5 steps, 1.5 / 6 after 9, then nothing.
        assertThat(permanence.left(0)).isCloseTo(1, within(1e-12));
        assertThat(permanence.left(5)).isCloseTo(0.75, within(1e-12));
        assertThat(permanence.left(9)).isCloseTo(0.25, within(1e-12));
        assertThat(permanence.left(10)).isZero();
        try (TestRun run = TestRun.open();
                TensorScope scope = run.tensors().open()) {
            Synapses synapses = new Synapses("w", 4, 3, permanence, scope);
            synapses.set(0, new long[] {0b0011}, 1);
            synapses.set(0, new long[] {0b0001}, 6);
            assertThat(overlaps(synapses, new long[] {0b1111}, 6)[0]).isCloseTo(1.75, within(1e-12));
            assertThat(overlaps(synapses, new long[] {0b1111}, 11)[0]).isCloseTo(0.75, within(1e-12));
        }
    }
}
