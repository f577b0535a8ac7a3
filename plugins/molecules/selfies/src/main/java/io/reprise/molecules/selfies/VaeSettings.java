package io.reprise.molecules.selfies;

import io.reprise.api.Setting;

/** How large the autoencoder is. The defaults are those of the authors' {@code settingsSELFIES.yml}. */
record VaeSettings(
        @Setting(value = "100", min = 1, max = 100_000, description = "units of the encoder's first layer")
        int layer1,

        @Setting(value = "50", min = 1, max = 100_000, description = "units of the encoder's second layer")
        int layer2,

        @Setting(value = "25", min = 1, max = 100_000, description = "units of the encoder's third layer")
        int layer3,

        @Setting(value = "25", min = 1, max = 100_000, description = "D: numbers of a latent point z")
        int latent,

        @Setting(value = "100", min = 1, max = 100_000, description = "H: units of the decoder's GRU")
        int recurrent,

        @Setting(
                value = "3.99e-6",
                min = 0,
                max = 1e6,
                description = "KLD_alpha: weight of the divergence of the latent points from a normal distribution")
        double divergenceWeight,

        @Setting(
                value = "sample",
                description = "how symbols are chosen for new molecules: sample (by their probability) or most-likely")
        Choice choice) {
    /** How a symbol is chosen. */
    enum Choice {
        /** In proportion to its probability. */
        SAMPLE,
        /** The most probable one. */
        MOST_LIKELY
    }
}
