package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.Setting;

/** An echo state network. */
public record EchoSettings(
        @Setting(value = "200", min = 1, max = 8192, description = "N: number of neurons")
        int neurons,

        @Setting(value = "0.1", min = 0.0001, max = 1, description = "probability of a synapse between two neurons")
        double density,

        @Setting(
                value = "0.9",
                min = 0,
                max = 1e3,
                description = "largest absolute eigenvalue of the recurrent weights")
        double spectralRadius,

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
}
