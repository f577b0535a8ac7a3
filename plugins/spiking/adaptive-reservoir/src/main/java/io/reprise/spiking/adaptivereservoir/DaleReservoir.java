package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.RunContext;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * A reservoir of neurons that either excite or inhibit all others they reach (Dale's law), with one balance of the two for the
 * whole network. The first neurons are the excitatory ones.
 * <pre>
 *   A_ij ~ U(0, 1) with probability p, i != j        synapse from neuron j to neuron i
 *   W_ij =  A_ij gE / mean_i sum_{j excites} A_ij           where j excites
 *   W_ij = -A_ij balance gE / mean_i sum_{j inhibits} A_ij  where j inhibits
 *   x(t+1) = 1 / (1 + exp(-(W x(t) + w_in u(t))))
 * </pre>
 * so that the total excitatory weight of a neuron is gE on average, and the total inhibitory one {@code balance gE}.
 */
class DaleReservoir extends Reservoir {
    static final String NAME = "dale-reservoir";

    private static final Set<Parameter> PARAMETERS =
            EnumSet.of(Parameter.GAIN, Parameter.BALANCE, Parameter.INPUT_SCALE);

    private final DaleSettings settings;

    DaleReservoir(
            DaleSettings settings, int inputs, int targets, RandomSource random, RunContext run, TensorScope scope) {
        super(
                weights(settings, random.split("recurrent")),
                inputWeights(settings.neurons(), inputs, settings.inputScale(), random.split("input")),
                settings.neurons(),
                inputs,
                targets,
                Activation.LOGISTIC,
                settings.readout(),
                run,
                scope);
        this.settings = settings;
    }

    /** The number of neurons that excite, the first ones. */
    final int excitatoryNeurons() {
        return settings.excitatoryNeurons();
    }

    /** W, row-major: a row for each postsynaptic neuron. */
    private static double[] weights(DaleSettings s, RandomSource random) {
        int n = s.neurons();
        int excitatory = s.excitatoryNeurons();
        double[] w = new double[n * n];
        double excitation = 0;
        double inhibition = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double strength = random.nextDouble();
                if (random.nextDouble() < s.density() && i != j) {
                    w[i * n + j] = strength;
                    excitation += j < excitatory ? strength : 0;
                    inhibition += j < excitatory ? 0 : strength;
                }
            }
        }
        double excite = excitation == 0 ? 0 : s.gain() / (excitation / n);
        double inhibit = inhibition == 0 ? 0 : -s.balance() * s.gain() / (inhibition / n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                w[i * n + j] *= j < excitatory ? excite : inhibit;
            }
        }
        return w;
    }

    @Override
    Reservoir variant(Map<Parameter, Double> changed, RandomSource random, TensorScope scope) {
        Parameter.check(changed, PARAMETERS, NAME);
        return new DaleReservoir(changed(settings, changed), inputs(), targets(), random, run(), scope);
    }

    /** Settings with some parameters changed. */
    static DaleSettings changed(DaleSettings s, Map<Parameter, Double> changed) {
        return new DaleSettings(
                s.neurons(),
                s.excitatory(),
                s.density(),
                changed.getOrDefault(Parameter.GAIN, s.gain()),
                changed.getOrDefault(Parameter.BALANCE, s.balance()),
                changed.getOrDefault(Parameter.INPUT_SCALE, s.inputScale()),
                s.washOut(),
                s.penalty());
    }
}
