package io.reprise.language.dragonhatchling;

import io.reprise.api.RepriseException;
import io.reprise.api.Setting;

/** The sizes of a {@link Bdh}; the defaults are those of the authors' {@code bdh.py}. */
public record BdhSettings(
        @Setting(
                value = "6",
                min = 1,
                max = 1000,
                description = "L: number of layers, which all share one set of parameters")
        int layers,

        @Setting(
                value = "256",
                min = 2,
                max = 65536,
                description = "D: width of the residual stream and of a synapse's target")
        int width,

        @Setting(value = "4", min = 1, max = 1024, description = "H: number of heads")
        int heads,

        @Setting(
                value = "128",
                min = 1,
                max = 65536,
                description = "m: neurons for each element of the width; n = m D neurons in all")
        int expansion,

        @Setting(value = "0.1", min = 0, max = 0.9, description = "share of the active neurons p silenced in training")
        double dropout) {
    private static final long MOST_NEURONS = 1 << 24;

    /** Checks that the neurons divide into heads, and within a head into the pairs that positions rotate. */
    public BdhSettings {
        long neurons = (long) expansion * width;
        if (neurons % (2L * heads) != 0 || neurons > MOST_NEURONS) {
            throw RepriseException.problem("An expansion of " + expansion + " and a width of " + width + " make "
                            + neurons + " neurons")
                    .at("model.expansion")
                    .expected("a multiple of " + 2 * heads + ", as they come in pairs in " + heads
                            + " heads, and at most " + MOST_NEURONS)
                    .hint("Change model.expansion, model.width or model.heads.");
        }
    }

    /** N: the number of neurons in a head. */
    public int neuronsPerHead() {
        return expansion * width / heads;
    }

    /** n: the number of neurons. */
    public int neurons() {
        return expansion * width;
    }
}
