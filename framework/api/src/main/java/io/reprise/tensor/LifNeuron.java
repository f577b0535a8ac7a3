package io.reprise.tensor;

/**
 * A leaky integrate-and-fire neuron in discrete time. With {@code x} the input of a step, {@code W} recurrent weights (row:
 * from, column: to), {@code H(z) = 1} for {@code z >= 0} and else 0:
 *
 * <pre>
 * i(t) = β i(t-1) + x(t) + s(t-1) W                    synaptic current
 * a(t) = ρ a(t-1) + s(t-1)                             adaptation
 * v(t) = α r(v(t-1), s(t-1)) + i(t)                    membrane, before its reset
 * s(t) = H(v(t) - θ - κ a(t)), 0 while refractory      spikes
 * r(v, s) = v - θ s (SUBTRACT), v (1 - s) (ZERO), v (NONE)
 * </pre>
 *
 * <p>After a spike the neuron gives none for {@code refractory} steps, while its membrane goes on integrating. In the
 * gradient the {@link Surrogate} stands for the slope of H. Where neurons have membrane decays of their own, they are given
 * beside this, and {@code decay} is not used.
 *
 * @param decay α, of the membrane in one step; {@code exp(-dt / tau)}
 * @param synapseDecay β, of the synaptic current; 0 for inputs that act in their own step only
 * @param threshold θ
 * @param reset r
 * @param detachReset whether gradients leave out the way through the spike within r
 * @param refractory in steps; 0 for none
 * @param adaptationDecay ρ
 * @param adaptationStrength κ; 0 for a fixed threshold (Bellec et al. 2018 have the adaptive one)
 * @param surrogate what stands for the slope of H
 */
public record LifNeuron(
        double decay,
        double synapseDecay,
        double threshold,
        Reset reset,
        boolean detachReset,
        int refractory,
        double adaptationDecay,
        double adaptationStrength,
        Surrogate surrogate) {
    /** What a spike does to the membrane. */
    public enum Reset {
        /** It takes the threshold off. */
        SUBTRACT,
        /** It sets the membrane to 0. */
        ZERO,
        /** Nothing. */
        NONE
    }

    /** Checks what has bounds. */
    public LifNeuron {
        if (reset == null || surrogate == null || refractory < 0) {
            throw new IllegalArgumentException(
                    "lif: wants a reset, a surrogate and a refractory time of 0 or more, and got " + reset + ", "
                            + surrogate + ", " + refractory);
        }
    }

    /** Resets by subtraction; inputs act at once; no adaptation, no refractory time. */
    public static LifNeuron of(double decay, double threshold, Surrogate surrogate) {
        return new LifNeuron(decay, 0, threshold, Reset.SUBTRACT, false, 0, 0, 0, surrogate);
    }

    /** The same with another reset. */
    public LifNeuron resetting(Reset other, boolean detach) {
        return new LifNeuron(
                decay,
                synapseDecay,
                threshold,
                other,
                detach,
                refractory,
                adaptationDecay,
                adaptationStrength,
                surrogate);
    }

    /** The same with a synaptic current that decays by {@code beta} in a step. */
    public LifNeuron withSynapse(double beta) {
        return new LifNeuron(
                decay, beta, threshold, reset, detachReset, refractory, adaptationDecay, adaptationStrength, surrogate);
    }

    /** The same with a refractory time in steps. */
    public LifNeuron withRefractory(int steps) {
        return new LifNeuron(
                decay,
                synapseDecay,
                threshold,
                reset,
                detachReset,
                steps,
                adaptationDecay,
                adaptationStrength,
                surrogate);
    }

    /** The same with a threshold that each spike raises by {@code strength}, which decays by {@code rho} in a step. */
    public LifNeuron adapting(double rho, double strength) {
        return new LifNeuron(decay, synapseDecay, threshold, reset, detachReset, refractory, rho, strength, surrogate);
    }
}
