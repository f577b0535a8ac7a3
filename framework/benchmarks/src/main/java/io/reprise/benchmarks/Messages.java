package io.reprise.benchmarks;

import io.reprise.tensor.LossOps.Reduction;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A training step of message passing on 32 molecules of 20 atoms: a ring of bonds with one across, each in both directions; 4
 * layers of 64. Messages are made of both ends of a bond and summed where they arrive; a molecule is the sum of its atoms.
 *
 * <pre>
 * m = relu([h(source), h(target)] W + b),   h' = h + relu([h, sum of m] U + c)
 * </pre>
 */
final class Messages {
    private static final int MOLECULES = 32;
    private static final int ATOMS = 20;
    private static final int LAYERS = 4;
    private static final int D = 64;
    private static final int NODES = MOLECULES * ATOMS;
    private static final int[] SOURCES = ends(true);
    private static final int[] TARGETS = ends(false);

    private Messages() {}

    static List<Work> works() {
        return List.of(Work.withProducts("message-passing", 3, OurNetwork::new, TorchNetwork::new));
    }

    /** Bonds of each atom to its neighbours in the ring and to the atom across, ordered by where they arrive. */
    private static int[] ends(boolean sources) {
        List<Integer> ends = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            int first = node / ATOMS * ATOMS;
            for (int step : new int[] {1, ATOMS / 2, ATOMS - 1}) {
                ends.add(sources ? first + (node - first + step) % ATOMS : node);
            }
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] molecules() {
        int[] molecules = new int[NODES];
        for (int node = 0; node < NODES; node++) {
            molecules[node] = node / ATOMS;
        }
        return molecules;
    }

    private static float[] weights(int out, long seed) {
        return Numbers.between(1 / Math.sqrt(2 * D), 2 * D * out, seed);
    }

    private static final class OurNetwork extends OurTraining {
        private final Tensor atoms = lasting.of(Numbers.between(1, NODES * D, 1), NODES, D);
        private final Tensor goals = lasting.of(Numbers.between(1, MOLECULES, 2), MOLECULES, 1);
        private final Tensor sources = lasting.of(SOURCES, SOURCES.length);
        private final Tensor targets = lasting.of(TARGETS, TARGETS.length);
        private final Tensor molecules = lasting.of(molecules(), NODES);
        private final List<Tensor> w = new ArrayList<>();
        private final List<Tensor> b = new ArrayList<>();
        private final List<Tensor> u = new ArrayList<>();
        private final List<Tensor> c = new ArrayList<>();
        private final Tensor readout;

        OurNetwork() {
            for (int layer = 0; layer < LAYERS; layer++) {
                w.add(parameter(weights(D, 10 + layer), 2 * D, D));
                b.add(parameter(new float[D], D));
                u.add(parameter(weights(D, 20 + layer), 2 * D, D));
                c.add(parameter(new float[D], D));
            }
            readout = parameter(Numbers.between(0.1, D, 3), D, 1);
        }

        @Override
        Tensor loss(Ops f) {
            Tensor h = atoms;
            for (int layer = 0; layer < LAYERS; layer++) {
                Tensor ends = f.concat(List.of(f.indexSelect(h, 0, sources), f.indexSelect(h, 0, targets)), 1);
                Tensor messages = f.relu(f.linear(ends, w.get(layer), b.get(layer)));
                Tensor arrived = f.segments().sum(messages, targets, NODES);
                Tensor update = f.linear(f.concat(List.of(h, arrived), 1), u.get(layer), c.get(layer));
                h = f.add(h, f.relu(update));
            }
            Tensor predicted = f.matmul(f.segments().sum(h, molecules, MOLECULES), readout);
            return f.squaredError(predicted, goals, Reduction.MEAN);
        }
    }

    private static final class TorchNetwork extends TorchTraining {
        TorchNetwork() {
            data("atoms", array(Numbers.between(1, NODES * D, 1), NODES, D));
            data("goals", array(Numbers.between(1, MOLECULES, 2), MOLECULES, 1));
            data("sources", indices(SOURCES, SOURCES.length));
            data("targets", indices(TARGETS, TARGETS.length));
            data("molecules", indices(molecules(), NODES));
            StringBuilder program = new StringBuilder("h = atoms\n");
            for (int layer = 0; layer < LAYERS; layer++) {
                weights("w" + layer, Messages.weights(D, 10 + layer), 2 * D, D);
                parameter("b" + layer, new float[D], D);
                weights("u" + layer, Messages.weights(D, 20 + layer), 2 * D, D);
                parameter("c" + layer, new float[D], D);
                program.append("""
                        ends = torch.cat([torch.index_select(h, 0, sources), torch.index_select(h, 0, targets)], 1)
                        messages = torch.relu(torch.linear(ends, w#, b#))
                        arrived = torch.index_add(torch.zeros([640, 64]), 0, targets, messages)
                        h = torch.add(h, torch.relu(torch.linear(torch.cat([h, arrived], 1), u#, c#)))
                        """.replace("#", "" + layer));
            }
            parameter("readout", Numbers.between(0.1, D, 3), D, 1);
            load(program.append("""
                            predicted = torch.matmul(torch.index_add(torch.zeros([32, 64]), 0, molecules, h), readout)
                            loss = torch.mse_loss(predicted, goals)
                            """).toString());
        }
    }
}
