package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/** Spiking neurons in discrete time. Spikes are 1, no spike is 0, in the type of the inputs. */
@ProviderType
public interface SpikingOps {
    /**
     * Spikes: 1 where {@code x >= 0}, else 0 (also for NaN). Its gradient is {@code dy} times the surrogate at x; a second
     * gradient takes the surrogate for a constant.
     */
    Tensor spike(Tensor x, Surrogate surrogate);

    /**
     * One step of {@link LifNeuron}.
     *
     * @param input {@code x(t) + s(t-1) W}, {@code [..., n]}
     * @param state after the step before, or null at rest
     */
    LifState lifStep(Tensor input, LifState state, LifNeuron neuron);

    /**
     * As {@link #lifStep(Tensor, LifState, LifNeuron)}, with a membrane decay for each neuron.
     *
     * @param decay {@code [n]}; may be learned
     */
    LifState lifStep(Tensor input, Tensor decay, LifState state, LifNeuron neuron);

    /**
     * Many steps of {@link LifNeuron} at once, and their backpropagation through time; faster than single steps.
     *
     * @param inputs {@code x}, {@code [steps, batch, n]}
     * @param recurrent {@code W}, {@code [n, n]}, or null for none
     * @param decay the membrane decay of each neuron, {@code [n]}, or null for {@link LifNeuron#decay()}
     * @param initial state before the first step, its tensors {@code [batch, n]}; or null at rest
     */
    LifSequence lif(Tensor inputs, Tensor recurrent, Tensor decay, LifNeuron neuron, LifState initial);

    /** As {@link #lif(Tensor, Tensor, Tensor, LifNeuron, LifState)}, from rest and with one decay. */
    default LifSequence lif(Tensor inputs, Tensor recurrent, LifNeuron neuron) {
        return lif(inputs, recurrent, null, neuron, null);
    }

    /**
     * One step of Izhikevich's neuron (2003), with {@code dt} in milliseconds and v in millivolts:
     *
     * <pre>
     * v += h (0.04 v² + 5 v + 140 - u + I), {@code substeps} times with h = dt / substeps
     * u += dt a (b v - u)
     * s = H(v - 30);  v = v (1 - s) + c s;  u += d s
     * </pre>
     *
     * @param input I, {@code [..., n]}
     * @param state after the step before
     */
    IzhikevichState izhikevichStep(Tensor input, IzhikevichState state, IzhikevichNeuron neuron);

    /**
     * The state of LIF neurons. What a neuron does not have is null: a current without a synapse, an adaptation without its
     * strength, steps of rest without a refractory time.
     *
     * @param membrane v, before the reset that {@code spikes} cause
     * @param spikes s
     * @param current i
     * @param adaptation a
     * @param refractory for how many more steps there are no spikes; no gradient
     */
    record LifState(Tensor membrane, Tensor spikes, Tensor current, Tensor adaptation, Tensor refractory) {}

    /**
     * What LIF neurons did.
     *
     * @param spikes {@code [steps, batch, n]}
     * @param membranes {@code [steps, batch, n]}, before resets
     * @param last the state after the last step
     */
    record LifSequence(Tensor spikes, Tensor membranes, LifState last) {}

    /**
     * The constants of Izhikevich neurons.
     *
     * @param a {@code [n]} or one element
     * @param b as a
     * @param c as a
     * @param d as a
     * @param dt the length of a step in milliseconds
     * @param substeps how many steps the membrane makes in one; 2 is usual for dt = 1
     * @param surrogate what stands for the slope of the spike
     */
    record IzhikevichNeuron(Tensor a, Tensor b, Tensor c, Tensor d, double dt, int substeps, Surrogate surrogate) {}

    /**
     * The state of Izhikevich neurons.
     *
     * @param membrane v, after the reset
     * @param recovery u
     * @param spikes s of the last step; null before the first
     */
    record IzhikevichState(Tensor membrane, Tensor recovery, Tensor spikes) {}
}
