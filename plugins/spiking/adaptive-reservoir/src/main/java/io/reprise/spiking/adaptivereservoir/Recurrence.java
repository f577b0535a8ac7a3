package io.reprise.spiking.adaptivereservoir;

import io.reprise.tensor.Tensor;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * A reservoir's dynamics,
 * <pre>
 *   x(t+1) = phi(W x(t) + w_in u(t))
 * </pre>
 * with W as compressed rows: of 200 x 200 possible synapses there are about 4,000. A copy of a model's tensors, made where a
 * series begins; nothing is allocated from step to step.
 */
final class Recurrence {
    /** The postsynaptic neuron i has the synapses {@code begin[i]} to {@code begin[i + 1] - 1}. */
    final int[] begin;
    /** The presynaptic neuron of each synapse, ascending within a row. */
    final int[] from;
    /** W, synapse by synapse. */
    final double[] weight;

    private final double[] input;
    private final int inputs;
    private final Activation phi;

    private Recurrence(int[] begin, int[] from, double[] weight, double[] input, int inputs, Activation phi) {
        this.begin = begin;
        this.from = from;
        this.weight = weight;
        this.input = input;
        this.inputs = inputs;
        this.phi = phi;
    }

    /**
     * The dynamics of weights.
     *
     * @param recurrent W, {@code [N,N]}, a row for each postsynaptic neuron; zeros are no synapses
     * @param input w_in, {@code [N,D]}
     */
    static Recurrence of(Tensor recurrent, Tensor input, Activation phi) {
        int n = recurrent.shape().size(0);
        double[] dense = recurrent.toDoubles();
        int synapses = 0;
        for (double w : dense) {
            synapses += w == 0 ? 0 : 1;
        }
        int[] begin = new int[n + 1];
        int[] from = new int[synapses];
        double[] weight = new double[synapses];
        int k = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double w = dense[i * n + j];
                if (w != 0) {
                    from[k] = j;
                    weight[k++] = w;
                }
            }
            begin[i + 1] = k;
        }
        return new Recurrence(
                begin, from, weight, input.toDoubles(), input.shape().size(1), phi);
    }

    /** N. */
    int neurons() {
        return begin.length - 1;
    }

    /** The state that networks start from. */
    double[] rest() {
        double[] x = new double[neurons()];
        Arrays.fill(x, phi.rest());
        return x;
    }

    /**
     * One step.
     *
     * @param x x(t), {@code [N]}
     * @param u a series of inputs, {@code [steps, D]}
     * @param t which of them goes in
     * @param next receives x(t+1), {@code [N]}; another array than x
     */
    void step(double[] x, double[] u, int t, double[] next) {
        int at = t * inputs;
        for (int i = 0; i < next.length; i++) {
            double z = 0;
            for (int k = begin[i]; k < begin[i + 1]; k++) {
                z += weight[k] * x[from[k]];
            }
            for (int d = 0; d < inputs; d++) {
                z += input[i * inputs + d] * u[at + d];
            }
            next[i] = phi.of(z);
        }
    }

    /** Writes the synapses' weights back to W, {@code [N,N]}. */
    void store(Tensor recurrent) {
        DoubleBuffer dense = recurrent.memory().asDoubleBuffer();
        int n = neurons();
        for (int i = 0; i < n; i++) {
            for (int k = begin[i]; k < begin[i + 1]; k++) {
                dense.put(i * n + from[k], weight[k]);
            }
        }
    }
}
