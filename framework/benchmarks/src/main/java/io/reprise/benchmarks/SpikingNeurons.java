package io.reprise.benchmarks;

import io.reprise.tensor.LifNeuron;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Surrogate;
import io.reprise.tensor.Tensor;
import java.util.List;

/** A training step through 100 steps of 256 recurrent LIF neurons, batch 32, with gradients by weights and inputs. */
final class SpikingNeurons {
    private static final int STEPS = 100;
    private static final int B = 32;
    private static final int N = 256;

    private SpikingNeurons() {}

    static List<Work> works() {
        // Rounding decides on a spike now and then, and what follows it differs.
        return List.of(Work.withProducts("lif-100-steps", 3, OurNeurons::new, TorchNeurons::new)
                .within(0.05));
    }

    private static float[] inputs() {
        return Numbers.between(0.6, STEPS * B * N, 1);
    }

    private static float[] weights() {
        return Numbers.between(0.1, N * N, 2);
    }

    private static float[] cotangent() {
        return Numbers.between(1, STEPS * B * N, 3);
    }

    private static final class OurNeurons extends OurTraining {
        private static final LifNeuron NEURON = LifNeuron.of(0.9, 1, Surrogate.fastSigmoid(10));

        private final Tensor x = parameter(inputs(), STEPS, B, N);
        private final Tensor w = parameter(weights(), N, N);
        private final Tensor c = lasting.of(cotangent(), STEPS, B, N);

        @Override
        Tensor loss(Ops f) {
            return f.sum(f.multiply(f.spiking().lif(x, w, NEURON).spikes(), c));
        }
    }

    /**
     * A spike with a surrogate slope is, in Python, a function of one's own: two operations forward, six backward. Here it is
     * the step plus 0 times the slope, which is as many and no more to compute.
     */
    private static final class TorchNeurons extends TorchTraining {
        TorchNeurons() {
            parameter("x", inputs(), STEPS, B, N);
            parameter("w", SpikingNeurons.weights(), N, N);
            data("c", array(cotangent(), STEPS, B, N));
            load("""
                    v = torch.zeros([32, 256])
                    s = torch.zeros([32, 256])
                    spikes = annotate(List[Tensor], [])
                    inputs = torch.unbind(x, 0)
                    for t in range(100):
                      v = torch.add(torch.addmm(inputs[t], s, w), torch.sub(v, s), alpha=0.9)
                      known = torch.detach(v)
                      z = torch.sub(known, 1.)
                      slope = torch.reciprocal(torch.square_(torch.add_(torch.mul_(torch.abs(z), 10.), 1.)))
                      s = torch.addcmul(torch._cast_Float(torch.ge(z, 0.)), torch.sub(v, known), slope)
                      spikes = torch.append(spikes, s)
                    loss = torch.sum(torch.mul(torch.stack(spikes), c))
                    """);
        }
    }
}
