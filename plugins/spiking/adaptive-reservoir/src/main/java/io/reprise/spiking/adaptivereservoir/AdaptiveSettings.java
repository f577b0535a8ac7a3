package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.RepriseException;
import io.reprise.api.Setting;

/** A reservoir that obeys Dale's law and adapts its inhibition to target rates. */
public record AdaptiveSettings(
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
                description = "total inhibition over total excitation before the adaptation")
        double balance,

        @Setting(value = "0.3", min = 0, max = 1e6, description = "s: input weights are uniform between -s and s")
        double inputScale,

        @Setting(value = "0.5", min = 0.01, max = 0.99, description = "m: the target rate, or the mean of beta targets")
        double target,

        @Setting(
                value = "equal",
                description =
                        "how targets differ: equal; beta, Beta(c m, c (1 - m)); or uniform, between low and high whatever m")
        TargetRates.Distribution targets,

        @Setting(value = "4", min = 0.01, max = 1e6, description = "c: how close beta targets keep to their mean")
        double concentration,

        @Setting(value = "0.1", min = 0.001, max = 0.999, description = "the lowest uniform target")
        double low,

        @Setting(value = "0.7", min = 0.001, max = 0.999, description = "the highest uniform target")
        double high,

        @Setting(
                value = "200",
                min = 0,
                max = 1e6,
                description = "first steps that the readout is not fitted to",
                unit = "steps")
        int washOut,

        @Setting(value = "1e-7", min = 1e-300, max = 1e12, description = "lambda: penalty of the ridge regression")
        double penalty) {
    /** Checks the range of targets. */
    public AdaptiveSettings {
        if (low > high) {
            throw RepriseException.problem("Targets can't lie between " + low + " and " + high)
                    .at("model.low")
                    .expected("at most model.high")
                    .hint("Exchange model.low and model.high.");
        }
    }

    /** The network before its adaptation. */
    DaleSettings dale() {
        return new DaleSettings(neurons, excitatory, density, gain, balance, inputScale, washOut, penalty);
    }

    /** The targets. */
    TargetRates targetRates() {
        return new TargetRates(targets, target, concentration, low, high);
    }
}
