package io.reprise.spiking.adaptivereservoir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.Tensor;
import io.reprise.testkit.TestRun;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RecurrenceTest {
    @Property(tries = 50)
    void goesOnAsTheDenseFormulaSays(
            @ForAll @IntRange(min = 1, max = 12) int n,
            @ForAll @IntRange(min = 1, max = 3) int d,
            @ForAll @DoubleRange(min = 0, max = 1) double density,
            @ForAll long seed) {
        Random random = new Random(seed);
        double[] w = new double[n * n];
        Arrays.setAll(w, i -> random.nextDouble() < density ? random.nextGaussian() : 0);
        double[] in = random.doubles((long) n * d, -1, 1).toArray();
        double[] u = random.doubles(2L * d, -1, 1).toArray();
        double[] x = random.doubles(n).toArray();
        double[] next = new double[n];
        try (TestRun run = TestRun.open()) {
            Recurrence.of(run.tensors().of(w, n, n), run.tensors().of(in, n, d), Activation.TANH)
                    .step(x, u, 1, next);
        }
        for (int i = 0; i < n; i++) {
            double z = 0;
            for (int j = 0; j < n; j++) {
                z += w[i * n + j] * x[j];
            }
            for (int c = 0; c < d; c++) {
                z += in[i * d + c] * u[d + c];
            }
            assertThat(next[i]).isCloseTo(Math.tanh(z), within(1e-12));
        }
    }

    /** Values of a NumPy program written from the formulas: dense weights, a masked outer product. */
    @Test
    void adaptsAsAMaskedOuterProductDoes() {
        double[] w = {0, 1.2, -0.8, 0.5, 0, -1.1, 0.9, 0.4, 0};
        double[] u = {1, -0.5, 0.25, 0.8};
        try (TestRun run = TestRun.open()) {
            Tensor recurrent = run.tensors().of(w, 3, 3);
            Recurrence recurrence = Recurrence.of(
                    recurrent, run.tensors().of(new double[] {0.3, -0.5, 0.2}, 3, 1), Activation.LOGISTIC);
            InhibitoryPlasticity rule = new InhibitoryPlasticity(recurrence, 2, new double[] {0.3, 0.5, 0.6}, 0.1);
            double[] x = recurrence.rest();
            double[] next = new double[3];
            for (int t = 0; t < u.length; t++) {
                rule.step(x, u, t, next);
                System.arraycopy(next, 0, x, 0, 3);
            }
            recurrence.store(recurrent);
            assertThat(x)
                    .containsExactly(
                            new double[] {0.529760968851945, 0.30249903098166, 0.683400659717892}, within(1e-12));
            assertThat(recurrent.toDoubles())
                    .containsExactly(
                            new double[] {0, 1.2, -0.853124696852901, 0.5, 0, -1.06461389624123, 0.9, 0.4, 0},
                            within(1e-12));
        }
    }
}
