package io.reprise.spiking.adaptivereservoir;

import java.util.Arrays;

/**
 * The local rule by which a reservoir finds its balance (section on self-adaptation; the learning rate and the bound are this
 * project's). While a series goes in, each inhibitory synapse onto neuron i changes by
 * <pre>
 *   W_ij &lt;- min(W_ij - eta (x_i(t+1) - rho_i) x_j(t), -1e-9)
 * </pre>
 * so that a neuron above its target gets more inhibition from those that have just been active, and one below gets less. No
 * synapse changes its sign and none appears. At rest the mean of x_i is rho_i.
 */
final class InhibitoryPlasticity {
    /** The weakest that an inhibitory synapse can get: not 0, which would be no synapse. */
    static final double WEAKEST = -1e-9;

    private final Recurrence recurrence;
    private final double[] rho;
    private final double eta;
    /** The first inhibitory synapse of each row; they follow the excitatory ones. */
    private final int[] inhibitory;

    /**
     * The rule at work on these dynamics.
     *
     * @param excitatory the number of neurons that excite, the first ones
     * @param rho target rates, {@code [N]}
     * @param eta learning rate
     */
    InhibitoryPlasticity(Recurrence recurrence, int excitatory, double[] rho, double eta) {
        this.recurrence = recurrence;
        this.rho = rho;
        this.eta = eta;
        this.inhibitory = inhibitory(recurrence, excitatory);
    }

    /** Where the inhibitory synapses of each row begin. */
    static int[] inhibitory(Recurrence recurrence, int excitatory) {
        int[] first = new int[recurrence.neurons()];
        for (int i = 0; i < first.length; i++) {
            int at = Arrays.binarySearch(recurrence.from, recurrence.begin[i], recurrence.begin[i + 1], excitatory);
            first[i] = at >= 0 ? at : -at - 1;
        }
        return first;
    }

    /** One step of the network, and of the rule; the parameters are those of {@link Recurrence#step}. */
    void step(double[] x, double[] u, int t, double[] next) {
        recurrence.step(x, u, t, next);
        int[] from = recurrence.from;
        double[] w = recurrence.weight;
        for (int i = 0; i < next.length; i++) {
            double excess = eta * (next[i] - rho[i]);
            for (int k = inhibitory[i]; k < recurrence.begin[i + 1]; k++) {
                w[k] = Math.min(w[k] - excess * x[from[k]], WEAKEST);
            }
        }
    }
}
