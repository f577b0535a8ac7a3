package io.reprise.language.dragonhatchling;

import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;

/**
 * The rotations that tell neurons the time: at position t, the pair {@code i = 2j, 2j+1} turns by {@code 2 pi} times the
 * fraction of {@code t freq_i}, with {@code freq_i = 1 / (theta^(2 floor(i/2) / N) 2 pi)} and {@code theta = 2^16}
 * ({@code bdh.py}, {@code get_freqs} and {@code phases_cos_sin}).
 *
 * @param cos {@code [T,N]}, equal within a pair
 * @param sin {@code [T,N]}, equal within a pair
 */
record RotaryPhases(Tensor cos, Tensor sin) {
    private static final double THETA = 65536;

    /** The rotations at the positions {@code first} to {@code first + count - 1}. */
    static RotaryPhases at(TensorScope scope, long first, int count, int neurons) {
        float[] cos = new float[count * neurons];
        float[] sin = new float[count * neurons];
        for (int i = 0; i < neurons; i += 2) {
            double frequency = 1 / (Math.pow(THETA, (double) i / neurons) * 2 * Math.PI);
            for (int t = 0; t < count; t++) {
                // Double, and reduced to one turn before the sine, so that late positions keep their phase.
                double turns = (first + t) * frequency;
                double phase = (turns - Math.floor(turns)) * 2 * Math.PI;
                int at = t * neurons + i;
                cos[at] = cos[at + 1] = (float) Math.cos(phase);
                sin[at] = sin[at + 1] = (float) Math.sin(phase);
            }
        }
        return new RotaryPhases(scope.of(cos, count, neurons), scope.of(sin, count, neurons));
    }

    /** The rotations at the first positions of these. */
    RotaryPhases first(int count) {
        return new RotaryPhases(cos.rows(0, count), sin.rows(0, count));
    }

    /** The number of positions. */
    int count() {
        return cos.shape().size(0);
    }
}
