package io.reprise.spiking.adaptivereservoir;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;

/** The rates of neurons, averaged over time. */
final class MeanRates {
    private MeanRates() {}

    /**
     * The mean rate of each neuron after the wash-out, {@code [N]}.
     *
     * @param input {@code [B,T,D]}
     */
    static double[] of(Reservoir reservoir, Recurrence recurrence, Tensor input, int washOut, TensorScope owner) {
        try (TensorScope scope = owner.open()) {
            Ops f = scope.ops();
            Tensor states = reservoir.states(f, input, recurrence);
            return f.mean(new Readout(washOut, 0).settled(f, states), 0, false).toDoubles();
        }
    }

    /** The mean over neurons of the distance between rate and target. */
    static double error(double[] rates, double[] rho) {
        double error = 0;
        for (int i = 0; i < rates.length; i++) {
            error += Math.abs(rates[i] - rho[i]) / rates.length;
        }
        return error;
    }
}
