package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Setting;

/** A reservoir that obeys Dale's law. */
public record DaleSettings(
        @Setting(value = "200", min = 2, max = 8192, description = "N: number of neurons")
        int neurons,

        @Setting(
                value = "0.8",
                min = 0.01,
                max = 0.99,
                description = "share of neurons that excite; the others inhibit")
        double excitatory,

        @Setting(value = "0.1", min = 0.0001, max = 1, description = "probability of a synapse between two neurons")
        double density,

        @Setting(value = "4", min = 0, max = 1e6, description = "gE: total excitatory weight of a neuron, on average")
        double gain,

        @Setting(
                value = "1",
                min = 0,
                max = 1e6,
                description =
                        "total inhibition over total excitation: below 1 excitation dominates, above 1 inhibition")
        double balance,

        @Setting(value = "0.3", min = 0, max = 1e6, description = "s: input weights are uniform between -s and s")
        double inputScale,

        @Setting(
                value = "200",
                min = 0,
                max = 1e6,
                description = "first steps that the readout is not fitted to",
                unit = "steps")
        int washOut,

        @Setting(value = "1e-7", min = 1e-300, max = 1e12, description = "lambda: penalty of the ridge regression")
        double penalty) {
    Readout readout() {
        return new Readout(washOut, penalty);
    }

    /** The number of neurons that excite, the first ones; at least one, and at least one inhibits. */
    int excitatoryNeurons() {
        return (int) Math.max(1, Math.min(neurons - 1L, Math.round(excitatory * neurons)));
    }
}
