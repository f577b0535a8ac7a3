package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.LifNeuron;
import io.reprise.tensor.LifNeuron.Reset;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.SpikingOps;
import io.reprise.tensor.Surrogate;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Comparison;
import io.reprise.tensor.service.kernels.SpikingKernels.LifGradient;
import io.reprise.tensor.service.kernels.SpikingKernels.LifRun;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
import java.util.List;

/** Spiking neurons: single steps made of operations, sequences in one pass. */
final class Spiking implements SpikingOps {
    /** The operations that these belong to: what compositions are made of. */
    private final Ops ops;

    private final Workspace w;

    Spiking(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    @Override
    public Tensor spike(Tensor tensor, Surrogate surrogate) {
        NativeTensor x = Workspace.floating("spike", tensor);
        NativeTensor out = w.emptyLike(x);
        if (w.composes()) {
            stepFunction(x, out);
            w.recordFormula(out, (f, dy, i) -> f.multiply(dy, slope(f.scope().ops(), surrogate, x)), x);
            return out;
        }
        w.fused.spiking().spike(x, out);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        boolean started = g.started(0);
                        w.fused.spiking().spikeGradient(surrogate, x, g.gradient(), g.over(0), started);
                    },
                    x);
        }
        return out;
    }

    private void stepFunction(NativeTensor x, NativeTensor out) {
        NativeTensor zero = w.empty(x.type(), Shape.SCALAR);
        NativeTensor holds = w.empty(ElementType.BOOL, x.shape());
        NativeTensor equal = w.emptyLike(x);
        w.kernels.fill(zero, 0);
        w.kernels.compare(Comparison.EQUAL, x, zero, holds);
        w.kernels.cast(holds, equal);
        w.kernels.compare(Comparison.GREATER, x, zero, holds);
        w.kernels.cast(holds, out);
        w.kernels.binary(Binary.ADD, out, equal, out);
        w.release(zero);
        w.release(holds);
        w.release(equal);
    }

    /** The surrogate at x, of operations that record nothing. */
    private static Tensor slope(Ops f, Surrogate surrogate, Tensor x) {
        Tensor z = f.scale(x, surrogate.slope());
        Tensor square = f.square(z);
        Tensor size = f.sqrt(square);
        Tensor one = f.scope().full(x.type(), Shape.SCALAR, 1);
        Tensor g =
                switch (surrogate.form()) {
                    case FAST_SIGMOID -> f.divide(one, f.square(f.offset(size, 1)));
                    case TRIANGLE -> f.relu(f.offset(f.negate(size), 1));
                    case ARCTAN -> f.divide(one, f.offset(f.scale(square, Math.PI * Math.PI / 4), 1));
                    case GAUSSIAN -> f.exp(f.scale(square, -0.5));
                    case SIGMOID -> {
                        Tensor sigmoid = f.sigmoid(size);
                        yield f.scale(f.multiply(sigmoid, f.sigmoid(f.negate(size))), 4);
                    }
                    case BOXCAR -> {
                        Tensor half = f.scope().full(x.type(), Shape.SCALAR, 0.5);
                        yield f.subtract(one, f.cast(f.greater(size, half), x.type()));
                    }
                };
        return f.scale(g, surrogate.height());
    }

    // --- single steps ---

    @Override
    public LifState lifStep(Tensor input, LifState state, LifNeuron neuron) {
        return lifStep(input, null, state, neuron);
    }

    @Override
    public LifState lifStep(Tensor input, Tensor decay, LifState state, LifNeuron neuron) {
        NativeTensor x = Workspace.floating("lifStep", input);
        requireDecay("lifStep", x, decay);
        requireState("lifStep", state, x.type(), x.shape(), neuron);
        return step(x, decay, state, neuron);
    }

    private LifState step(Tensor x, Tensor decay, LifState state, LifNeuron neuron) {
        LifState before = state == null ? rest(x.type(), x.shape(), neuron) : state;
        Tensor current =
                neuron.synapseDecay() == 0 ? null : ops.add(ops.scale(before.current(), neuron.synapseDecay()), x);
        Tensor adaptation = neuron.adaptationStrength() == 0
                ? null
                : ops.add(ops.scale(before.adaptation(), neuron.adaptationDecay()), before.spikes());
        Tensor kept = afterReset(before, neuron);
        Tensor leaked = decay == null ? ops.scale(kept, neuron.decay()) : ops.multiply(kept, decay);
        Tensor membrane = ops.add(leaked, current == null ? x : current);
        Tensor margin = ops.offset(membrane, -neuron.threshold());
        if (adaptation != null) {
            margin = ops.subtract(margin, ops.scale(adaptation, neuron.adaptationStrength()));
        }
        Tensor spikes = spike(margin, neuron.surrogate());
        if (neuron.refractory() == 0) {
            return new LifState(membrane, spikes, current, adaptation, null);
        }
        Ops plain = ops.scope().ops();
        Tensor zero = ops.scope().full(x.type(), Shape.SCALAR, 0);
        Tensor resting = plain.cast(plain.greater(before.refractory(), zero), x.type());
        spikes = ops.multiply(spikes, plain.offset(plain.negate(resting), 1));
        Tensor fired = plain.scale(spikes, 1);
        Tensor counted = plain.relu(plain.offset(before.refractory(), -1));
        Tensor left = plain.add(
                plain.scale(fired, neuron.refractory()), plain.multiply(counted, plain.offset(plain.negate(fired), 1)));
        return new LifState(membrane, spikes, current, adaptation, left);
    }

    private Tensor afterReset(LifState state, LifNeuron neuron) {
        if (neuron.reset() == Reset.NONE) {
            return state.membrane();
        }
        // A copy by operations that record nothing is what no gradient flows to.
        Tensor spikes = neuron.detachReset() ? ops.scope().ops().scale(state.spikes(), 1) : state.spikes();
        return ops.subtract(
                state.membrane(),
                neuron.reset() == Reset.ZERO
                        ? ops.multiply(spikes, state.membrane())
                        : ops.scale(spikes, neuron.threshold()));
    }

    private LifState rest(ElementType type, Shape shape, LifNeuron neuron) {
        return new LifState(
                zeros(type, shape),
                zeros(type, shape),
                neuron.synapseDecay() == 0 ? null : zeros(type, shape),
                neuron.adaptationStrength() == 0 ? null : zeros(type, shape),
                neuron.refractory() == 0 ? null : zeros(type, shape));
    }

    private NativeTensor zeros(ElementType type, Shape shape) {
        NativeTensor zeros = w.empty(type, shape);
        w.kernels.fill(zeros, 0);
        return zeros;
    }

    @Override
    public IzhikevichState izhikevichStep(Tensor input, IzhikevichState state, IzhikevichNeuron neuron) {
        if (neuron.substeps() < 1) {
            throw new IllegalArgumentException(
                    "izhikevichStep: wants at least one substep, and got " + neuron.substeps());
        }
        double h = neuron.dt() / neuron.substeps();
        Tensor v = state.membrane();
        Tensor u = state.recovery();
        Tensor drive = ops.offset(ops.subtract(input, u), 140);
        for (int i = 0; i < neuron.substeps(); i++) {
            Tensor slope = ops.add(ops.add(ops.scale(ops.square(v), 0.04), ops.scale(v, 5)), drive);
            v = ops.add(v, ops.scale(slope, h));
        }
        Tensor pull = ops.subtract(ops.multiply(neuron.b(), v), u);
        u = ops.add(u, ops.scale(ops.multiply(neuron.a(), pull), neuron.dt()));
        Tensor spikes = spike(ops.offset(v, -30), neuron.surrogate());
        v = ops.add(v, ops.multiply(spikes, ops.subtract(neuron.c(), v)));
        u = ops.add(u, ops.multiply(neuron.d(), spikes));
        return new IzhikevichState(v, u, spikes);
    }

    // --- sequences ---

    @Override
    public LifSequence lif(Tensor inputs, Tensor recurrent, Tensor decay, LifNeuron neuron, LifState initial) {
        NativeTensor x = Workspace.floating("lif", inputs);
        NativeTensor weights = Workspace.inOrNull(recurrent);
        Workspace.require(
                x.shape().rank() == 3 && x.shape().size(0) > 0, "lif", "[steps, batch, n] with at least one step", x);
        int n = x.shape().size(2);
        Workspace.require(
                weights == null
                        || (weights.type() == x.type() && weights.shape().equals(Shape.of(n, n))),
                "lif",
                "recurrent weights " + x.type() + "[" + n + ", " + n + "] or none",
                weights);
        requireDecay("lif", x, decay);
        Shape row = Shape.of(x.shape().size(1), n);
        requireState("lif", initial, x.type(), row, neuron);
        return w.composes()
                ? stepByStep(x, weights, decay, neuron, initial)
                : inOnePass(x, weights, Workspace.inOrNull(decay), neuron, initial);
    }

    private LifSequence stepByStep(
            NativeTensor x, NativeTensor weights, Tensor decay, LifNeuron neuron, LifState initial) {
        int steps = x.shape().size(0);
        int[] one = x.shape().toArray();
        one[0] = 1;
        List<Tensor> spikes = new ArrayList<>();
        List<Tensor> membranes = new ArrayList<>();
        Shape row = Shape.of(one[1], one[2]);
        LifState state = initial == null ? rest(x.type(), row, neuron) : initial;
        for (int t = 0; t < steps; t++) {
            Tensor input = x.rows(t, 1).reshape(one[1], one[2]);
            if (weights != null) {
                input = ops.add(input, ops.matmul(state.spikes(), weights));
            }
            state = step(input, decay, state, neuron);
            spikes.add(ops.reshape(state.spikes(), one));
            membranes.add(ops.reshape(state.membrane(), one));
        }
        return new LifSequence(ops.concat(spikes, 0), ops.concat(membranes, 0), state);
    }

    private LifSequence inOnePass(
            NativeTensor x, NativeTensor weights, NativeTensor decay, LifNeuron neuron, LifState initial) {
        int steps = x.shape().size(0);
        int batch = x.shape().size(1);
        int n = x.shape().size(2);
        int m = batch * n;
        Shape row = Shape.of(batch, n);
        NativeTensor decays = w.empty(x.type(), row);
        w.kernels.fill(decays, decay == null ? neuron.decay() : 0);
        if (decay != null) {
            w.kernels.binary(Binary.ADD, decays, decay, decays);
        }
        NativeTensor[] from = initial == null
                ? new NativeTensor[4]
                : new NativeTensor[] {
                    Workspace.in(initial.membrane()),
                    Workspace.in(initial.spikes()),
                    Workspace.inOrNull(initial.current()),
                    Workspace.inOrNull(initial.adaptation())
                };
        NativeTensor start = zeros(x.type(), Shape.of(4, m));
        for (int i = 0; i < 4; i++) {
            if (from[i] != null) {
                w.kernels.copyRuns(from[i], 0, 0, start, i * m, 0, 1, m, false);
            }
        }
        boolean rests = neuron.refractory() > 0;
        NativeTensor refractory = rests ? zeros(x.type(), row) : null;
        if (rests && initial != null) {
            w.kernels.affine(Workspace.in(initial.refractory()), 1, 0, refractory, false);
        }
        NativeTensor allowed = rests ? w.empty(x.type(), Shape.of(steps, m)) : null;
        boolean hasCurrent = neuron.synapseDecay() != 0;
        boolean adapts = neuron.adaptationStrength() != 0;
        int planes = 2 + (hasCurrent ? 1 : 0) + (adapts ? 1 : 0);
        NativeTensor trace = w.empty(x.type(), Shape.of(planes, steps, batch, n));
        LifRun run = new LifRun(neuron, steps, batch, n, decays, weights, start, trace, refractory, allowed);
        w.fused.spiking().lif(run, x);
        NativeTensor[] inputs = {x, weights, decay, from[0], from[1], from[2], from[3]};
        boolean recorded = false;
        for (NativeTensor input : inputs) {
            recorded |= w.records(input);
        }
        if (recorded) {
            w.record(trace, g -> gradient(g, run), inputs);
        } else {
            release(run);
        }
        int last = steps - 1;
        LifState end = new LifState(
                trace.view(row, run.membraneAt(last)),
                trace.view(row, run.spikesAt(last)),
                hasCurrent ? trace.view(row, run.driveAt(last)) : null,
                adapts ? trace.view(row, run.adaptationAt(last)) : null,
                refractory);
        return new LifSequence(trace.view(x.shape(), 0), trace.view(x.shape(), run.membraneAt(0)), end);
    }

    private void release(LifRun run) {
        w.release(run.decays());
        w.release(run.start());
        w.release(run.allowed());
    }

    private void gradient(Flow g, LifRun run) {
        NativeTensor d = g.gradient();
        int m = run.m();
        NativeTensor dstart = w.emptyLike(run.start());
        NativeTensor ddecays = g.needs(2) ? zeros(d.type(), run.decays().shape()) : null;
        boolean addRecurrent = g.needs(1) && g.started(1);
        NativeTensor drecurrent = g.needs(1) ? g.into(1) : null;
        w.fused.spiking().lifGradient(new LifGradient(run, d, drecurrent, addRecurrent, ddecays, dstart));
        if (g.needs(0)) {
            boolean started = g.started(0);
            w.kernels.copyRuns(d, run.driveAt(0), 0, g.into(0), 0, 0, 1, run.steps() * m, started);
        }
        if (ddecays != null) {
            boolean started = g.started(2);
            w.sumTo(ddecays, g.into(2), started);
            w.release(ddecays);
        }
        for (int i = 0; i < 4; i++) {
            if (g.needs(3 + i)) {
                boolean started = g.started(3 + i);
                w.kernels.copyRuns(dstart, i * m, 0, g.into(3 + i), 0, 0, 1, m, started);
            }
        }
        w.release(dstart);
        release(run);
    }

    // --- checks ---

    private static void requireDecay(String operation, NativeTensor x, Tensor decay) {
        if (decay != null) {
            NativeTensor own = Workspace.in(decay);
            Workspace.require(
                    x.shape().rank() >= 1
                            && own.type() == x.type()
                            && own.shape().equals(Shape.of(x.shape().size(-1))),
                    operation,
                    "a decay [n] of the type of the inputs [..., n]",
                    own,
                    x);
        }
    }

    private static void requireState(
            String operation, LifState state, ElementType type, Shape shape, LifNeuron neuron) {
        if (state == null) {
            return;
        }
        requirePart(operation, "membrane", state.membrane(), true, type, shape);
        requirePart(operation, "spikes", state.spikes(), true, type, shape);
        requirePart(operation, "current", state.current(), neuron.synapseDecay() != 0, type, shape);
        requirePart(operation, "adaptation", state.adaptation(), neuron.adaptationStrength() != 0, type, shape);
        requirePart(operation, "refractory", state.refractory(), neuron.refractory() > 0, type, shape);
    }

    private static void requirePart(
            String operation, String name, Tensor part, boolean wanted, ElementType type, Shape shape) {
        NativeTensor own = Workspace.inOrNull(part);
        Workspace.require(
                wanted
                        ? own != null && own.type() == type && own.shape().equals(shape)
                        : own == null || (own.type() == type && own.shape().equals(shape)),
                operation,
                "a state whose " + name + " is " + type + shape + (wanted ? "" : " or none"),
                own);
    }
}
