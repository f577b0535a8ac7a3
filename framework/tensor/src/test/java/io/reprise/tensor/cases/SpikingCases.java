package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.LifNeuron;
import io.reprise.tensor.LifNeuron.Reset;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.SpikingOps.IzhikevichNeuron;
import io.reprise.tensor.SpikingOps.IzhikevichState;
import io.reprise.tensor.SpikingOps.LifSequence;
import io.reprise.tensor.SpikingOps.LifState;
import io.reprise.tensor.Surrogate;
import io.reprise.tensor.Surrogate.Form;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.cases.OperationCase.Trait;
import io.reprise.tensor.cases.OperationCase.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * Spiking neurons: what one pass gives is held to what single steps give. Numbers and constants are such that membranes are
 * computed exactly: rounding may then decide no spike.
 */
final class SpikingCases {
    private SpikingCases() {}

    static List<OperationCase> cases(int n) {
        LifNeuron plain = LifNeuron.of(0.5, 0.5, Surrogate.fastSigmoid(2));
        LifNeuron full = plain.withSynapse(0.5).withRefractory(2).adapting(0.5, 0.25);
        List<OperationCase> cases = new ArrayList<>();
        for (Form form : Form.values()) {
            Surrogate surrogate = new Surrogate(form, 1, 0.6);
            cases.add(of("spike, " + form, (f, x) -> f.spiking().spike(x.get(0), surrogate), s(2, n)));
            LifNeuron neuron = LifNeuron.of(0.5, 0.25, surrogate);
            cases.add(of(
                    "lif, " + form,
                    (f, x) -> joined(f, f.spiking().lif(x.get(0), f.scale(x.get(1), 0.25), neuron)),
                    s(3, 2, n),
                    s(n, n)));
        }
        cases.add(of(
                "lif without weights",
                (f, x) -> f.spiking().lif(x.get(0), null, plain).spikes(),
                s(4, 2, n)));
        for (Reset reset : Reset.values()) {
            for (boolean detach : new boolean[] {false, true}) {
                LifNeuron neuron = full.resetting(reset, detach);
                cases.add(of(
                        "lif with all parts, reset " + reset + (detach ? ", detached" : ""),
                        (f, x) -> joined(
                                f, f.spiking().lif(x.get(0), f.scale(x.get(1), 0.25), x.get(2), neuron, state(f, x))),
                        s(4, 2, n),
                        s(n, n),
                        s(n),
                        s(2, n),
                        s(2, n),
                        s(2, n),
                        s(2, n)));
            }
        }
        cases.add(of(
                "lif, one step after another",
                (f, x) -> {
                    LifSequence first = f.spiking().lif(x.get(0), f.scale(x.get(1), 0.25), null, full, null);
                    return joined(f, f.spiking().lif(x.get(0), f.scale(x.get(1), 0.25), null, full, first.last()));
                },
                s(2, 2, n),
                s(n, n)));
        cases.add(of(
                "lifStep",
                (f, x) -> {
                    LifState state = f.spiking().lifStep(x.get(0), x.get(1), null, full);
                    return f.spiking().lifStep(x.get(0), x.get(1), state, full).membrane();
                },
                s(2, n),
                s(n)));
        cases.add(of("izhikevichStep", SpikingCases::izhikevich, s(2, n), s(2, n), s(2, n)));
        return cases.stream()
                .map(c -> c.on(Values.QUARTERS).with(Trait.NOT_ITS_SLOPE))
                .toList();
    }

    private static LifState state(Ops f, List<Tensor> x) {
        Tensor rest = f.scope().zeros(x.get(3).type(), x.get(3).shape());
        return new LifState(x.get(3), x.get(4), x.get(5), x.get(6), rest);
    }

    /** Everything that a sequence gives, so that every way of the gradient is taken. */
    private static Tensor joined(Ops f, LifSequence lif) {
        List<Tensor> parts = new ArrayList<>(List.of(f.reshape(lif.spikes(), -1), f.reshape(lif.membranes(), -1)));
        LifState last = lif.last();
        for (Tensor part : new Tensor[] {last.membrane(), last.spikes(), last.current(), last.adaptation()}) {
            if (part != null) {
                parts.add(f.reshape(part, -1));
            }
        }
        return f.concat(parts, 0);
    }

    private static Tensor izhikevich(Ops f, List<Tensor> x) {
        IzhikevichNeuron neuron = new IzhikevichNeuron(
                one(f, x, 0.02), one(f, x, 0.2), one(f, x, -65), one(f, x, 8), 1, 2, Surrogate.arctan(2));
        Tensor v = f.offset(f.scale(x.get(1), 30), 20);
        IzhikevichState state =
                f.spiking().izhikevichStep(f.scale(x.get(0), 10), new IzhikevichState(v, x.get(2), null), neuron);
        return f.concat(List.of(f.scale(state.membrane(), 0.01), state.recovery(), state.spikes()), 0);
    }

    private static Tensor one(Ops f, List<Tensor> x, double value) {
        return f.scope().full(x.get(0).type(), Shape.of(1), value);
    }
}
