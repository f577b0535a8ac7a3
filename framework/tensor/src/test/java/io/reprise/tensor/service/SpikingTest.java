package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.Gradients;
import io.reprise.tensor.LifNeuron;
import io.reprise.tensor.LifNeuron.Reset;
import io.reprise.tensor.Ops;
import io.reprise.tensor.SpikingOps.IzhikevichNeuron;
import io.reprise.tensor.SpikingOps.IzhikevichState;
import io.reprise.tensor.SpikingOps.LifSequence;
import io.reprise.tensor.SpikingOps.LifState;
import io.reprise.tensor.Surrogate;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spiking neurons that can be followed by hand. */
class SpikingTest {
    private static final Surrogate SURROGATE = Surrogate.fastSigmoid(2);

    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final Ops f = scope.ops();

    @AfterEach
    void close() {
        scope.close();
        assertThat(service.liveBytes()).isZero();
    }

    /** One neuron with the same input in each step. */
    private LifSequence constant(LifNeuron neuron, float input, int steps) {
        Tensor x = scope.zeros(steps, 1, 1);
        x.fill(input);
        return f.spiking().lif(x, null, neuron);
    }

    @Test
    void membraneLeaksAndLosesTheThresholdAtEachSpike() {
        LifSequence lif = constant(LifNeuron.of(0.5, 1, SURROGATE), 0.75f, 4);
        assertThat(lif.membranes().toFloats()).containsExactly(0.75f, 1.125f, 0.8125f, 1.15625f);
        assertThat(lif.spikes().toFloats()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void membraneStartsAgainFromZeroWhereTheResetSaysSo() {
        LifNeuron neuron = LifNeuron.of(0.5, 1, SURROGATE).resetting(Reset.ZERO, false);
        assertThat(constant(neuron, 0.75f, 4).membranes().toFloats()).containsExactly(0.75f, 1.125f, 0.75f, 1.125f);
    }

    @Test
    void spikesAtTheThresholdItself() {
        assertThat(constant(LifNeuron.of(0.5, 0.75, SURROGATE), 0.75f, 1)
                        .spikes()
                        .toFloats())
                .containsExactly(1);
        assertThat(f.spiking()
                        .spike(scope.of(new float[] {-0f, 0, -1e-30f, Float.NaN, 2}, 5), SURROGATE)
                        .toFloats())
                .containsExactly(1, 1, 0, 0, 1);
    }

    @Test
    void restsForTheRefractoryTimeWhileTheMembraneIntegrates() {
        LifNeuron neuron = LifNeuron.of(1, 1, SURROGATE).withRefractory(2);
        LifSequence lif = constant(neuron, 1, 5);
        assertThat(lif.spikes().toFloats()).containsExactly(1, 0, 0, 1, 0);
        assertThat(lif.membranes().toFloats()).containsExactly(1, 1, 2, 3, 3);
        assertThat(lif.last().refractory().toFloats()).containsExactly(1);
    }

    @Test
    void adaptationRaisesTheThresholdAfterASpike() {
        // a = 0, 1, 1.5, 0.75 and the thresholds 1, 1.5, 1.75, 1.375.
        LifNeuron neuron =
                LifNeuron.of(1, 1, SURROGATE).resetting(Reset.NONE, false).adapting(0.5, 0.5);
        LifSequence lif = f.spiking().lif(scope.of(new float[] {1, 0.5f, 0, 0}, 4, 1, 1), null, neuron);
        assertThat(lif.spikes().toFloats()).containsExactly(1, 1, 0, 1);
        assertThat(lif.last().adaptation().toFloats()).containsExactly(0.75f);
    }

    @Test
    void synapticCurrentLastsAndWeightsCarrySpikesToTheNextStep() {
        // The first neuron spikes in step 0, and its weight of 0.5 reaches the second in step 1.
        LifNeuron neuron = LifNeuron.of(0, 1, SURROGATE).withSynapse(0.5);
        Tensor x = scope.of(new float[] {1, 0, 0, 0, 0, 0}, 3, 1, 2);
        Tensor weights = scope.of(new float[] {0, 0.5f, 0, 0}, 2, 2);
        LifSequence lif = f.spiking().lif(x, weights, neuron);
        assertThat(lif.membranes().toFloats()).containsExactly(1, 0, 0.5f, 0.5f, 0.25f, 0.25f);
    }

    @Test
    void gradientOfASpikeIsTheSurrogate() {
        double[] x = {-0.5, 0, 0.25, 3};
        assertThat(slopes(Surrogate.fastSigmoid(2), x))
                .containsExactly(new double[] {0.25, 1, 4 / 9.0, 1 / 49.0}, within(1e-12));
        assertThat(slopes(Surrogate.triangle(2, 0.3), x))
                .containsExactly(new double[] {0, 0.3, 0.15, 0}, within(1e-12));
        assertThat(slopes(Surrogate.arctan(2), new double[] {0, 1}))
                .containsExactly(new double[] {1, 1 / (1 + Math.PI * Math.PI)}, within(1e-12));
        assertThat(slopes(Surrogate.gaussian(0.5), new double[] {0, 0.5}))
                .containsExactly(new double[] {0.7978845608, 0.4839414490}, within(1e-9));
        assertThat(slopes(Surrogate.sigmoid(4), new double[] {0, 0.25, 2}))
                .containsExactly(new double[] {1, 0.7864477330, 0.0013409507}, within(1e-9));
        assertThat(slopes(Surrogate.boxcar(0.5), x)).containsExactly(new double[] {0, 2, 2, 0}, within(1e-12));
    }

    private double[] slopes(Surrogate surrogate, double... values) {
        Tensor x = scope.of(values, values.length);
        Tape tape = scope.tape(List.of(x));
        return tape.gradients(tape.sum(tape.spiking().spike(x, surrogate)))
                .of(x)
                .toDoubles();
    }

    @Test
    void backpropagationThroughTimeFollowsMembraneAndReset() {
        // v1 = a (v0 - s0) + x1, with surrogate 1 / (1 + 2 |v0 - 1|)^2 for ds0/dv0; v0 = x0.
        Tensor x = scope.of(new double[] {0.75, 0.5}, 2, 1, 1);
        Tape tape = scope.tape(List.of(x));
        LifSequence lif = tape.spiking().lif(x, null, LifNeuron.of(0.5, 1, SURROGATE));
        Gradients g = tape.gradients(tape.sum(lif.last().membrane()));
        double slope = 1 / (1.5 * 1.5);
        assertThat(g.of(x).toDoubles()).containsExactly(new double[] {0.5 * (1 - slope), 1}, within(1e-12));
    }

    @Test
    void izhikevichNeuronResetsAtItsPeak() {
        IzhikevichNeuron neuron = new IzhikevichNeuron(
                scope.of(new double[] {0.02}, 1),
                scope.of(new double[] {0.2}, 1),
                scope.of(new double[] {-65}, 1),
                scope.of(new double[] {8}, 1),
                1,
                2,
                Surrogate.arctan(2));
        Tensor v = scope.of(new double[] {-65, 20}, 2);
        Tensor u = scope.of(new double[] {-13, -13}, 2);
        IzhikevichState state =
                f.spiking().izhikevichStep(scope.of(new double[] {10, 10}, 2), new IzhikevichState(v, u, null), neuron);
        // From -65: half steps of 0.04 v^2 + 5 v + 163 are 169 - 325 + 163 = 7, then 150.45 - 307.5 + 163 = 5.95.
        assertThat(state.membrane().toDoubles()).containsExactly(new double[] {-61.5 + 0.5 * 6.79, -65}, within(1e-9));
        assertThat(state.spikes().toDoubles()).containsExactly(0, 1);
        double first = -13 + 0.02 * (0.2 * (-61.5 + 0.5 * 6.79) + 13);
        assertThat(state.recovery().toDoubles()[0]).isCloseTo(first, within(1e-9));
        assertThat(state.recovery().toDoubles()[1]).isGreaterThan(-5);
    }

    @Test
    void wrongArgumentsAreNamed() {
        LifNeuron neuron = LifNeuron.of(0.5, 1, SURROGATE);
        Tensor x = scope.zeros(3, 2, 4);
        assertThatThrownBy(() -> f.spiking().lif(scope.zeros(3, 2), null, neuron))
                .hasMessageContaining("lif: wants [steps");
        assertThatThrownBy(() -> f.spiking().lif(scope.zeros(0, 2, 4), null, neuron))
                .hasMessageContaining("one step");
        assertThatThrownBy(() -> f.spiking().lif(x, scope.zeros(4, 3), neuron)).hasMessageContaining("[4, 4]");
        assertThatThrownBy(() -> f.spiking().lif(x, null, scope.zeros(3), neuron, null))
                .hasMessageContaining("decay");
        Tensor row = scope.zeros(2, 4);
        assertThatThrownBy(() -> f.spiking()
                        .lif(x, null, null, neuron.withSynapse(0.5), new LifState(row, row, null, null, null)))
                .hasMessageContaining("current");
        assertThatThrownBy(() -> Surrogate.gaussian(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> neuron.withRefractory(-1)).hasMessageContaining("refractory");
    }
}
