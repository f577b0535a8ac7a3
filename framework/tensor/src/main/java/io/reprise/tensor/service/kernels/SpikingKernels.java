package io.reprise.tensor.service.kernels;

import io.reprise.tensor.LifNeuron;
import io.reprise.tensor.Surrogate;
import io.reprise.tensor.service.memory.NativeTensor;

/** Layers of spiking neurons over whole sequences, forward and back through time. */
public interface SpikingKernels {
    /** {@code out = 1 where x >= 0, else 0}. */
    void spike(NativeTensor x, NativeTensor out);

    /** {@code dx (+)= dy * surrogate(x)}. */
    void spikeGradient(Surrogate surrogate, NativeTensor x, NativeTensor dy, NativeTensor dx, boolean add);

    /** All steps of {@link LifNeuron}; the inputs {@code [steps, m]} are read, the trace is written. */
    void lif(LifRun run, NativeTensor inputs);

    /** Backpropagation through {@link #lif}. */
    void lifGradient(LifGradient call);

    /**
     * A layer over a sequence; {@code m = batch * n} neurons.
     *
     * @param decays {@code [m]}
     * @param recurrent {@code [n, n]} or null
     * @param start {@code [4, m]}: membrane, spikes, current and adaptation before the first step
     * @param trace {@code [planes, steps, m]}: spikes, membranes, and as far as there are any currents and adaptations
     * @param refractory {@code [m]}: steps of rest that are left, overwritten; null without a refractory time
     * @param allowed {@code [steps, m]}: takes 1 where a neuron could spike; null without a refractory time
     */
    record LifRun(
            LifNeuron neuron,
            int steps,
            int batch,
            int n,
            NativeTensor decays,
            NativeTensor recurrent,
            NativeTensor start,
            NativeTensor trace,
            NativeTensor refractory,
            NativeTensor allowed) {
        /** The neurons of all sequences. */
        public int m() {
            return batch * n;
        }

        /** Whether there is a synaptic current beside the membrane. */
        public boolean hasCurrent() {
            return neuron.synapseDecay() != 0;
        }

        /** Whether the threshold moves. */
        public boolean adapts() {
            return neuron.adaptationStrength() != 0;
        }

        /** How many planes the trace has. */
        public int planes() {
            return 2 + (hasCurrent() ? 1 : 0) + (adapts() ? 1 : 0);
        }

        /** Where the spikes of a step begin in the trace. */
        public int spikesAt(int step) {
            return step * m();
        }

        /** Where the membranes of a step begin in the trace. */
        public int membraneAt(int step) {
            return (steps + step) * m();
        }

        /** Where what inputs are added to begins in the trace: currents, or membranes where there are none. */
        public int driveAt(int step) {
            return ((hasCurrent() ? 2 : 1) * steps + step) * m();
        }

        /** Where the adaptations of a step begin in the trace. */
        public int adaptationAt(int step) {
            return ((hasCurrent() ? 3 : 2) * steps + step) * m();
        }
    }

    /**
     * The arguments of {@link #lifGradient}.
     *
     * @param dtrace the gradient by the trace; overwritten, and afterwards its drive plane is the gradient by the inputs
     * @param drecurrent {@code [n, n]} or null
     * @param addRecurrent whether to add to it
     * @param ddecays {@code [m]}, added to; or null
     * @param dstart {@code [4, m]}, overwritten
     */
    record LifGradient(
            LifRun run,
            NativeTensor dtrace,
            NativeTensor drecurrent,
            boolean addRecurrent,
            NativeTensor ddecays,
            NativeTensor dstart) {}
}
