package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.LifNeuron;
import io.reprise.tensor.LifNeuron.Reset;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Surrogate;
import io.reprise.tensor.service.memory.NativeTensor;

/** Layers of spiking neurons as their formulas read. */
class ScalarSpiking implements SpikingKernels {
    private final HostKernels kernels;

    ScalarSpiking(HostKernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public void spike(NativeTensor x, NativeTensor out) {
        fire(x, 0, 0, out, 0, x.count());
    }

    @Override
    public void spikeGradient(Surrogate surrogate, NativeTensor x, NativeTensor dy, NativeTensor dx, boolean add) {
        for (int i = 0; i < x.count(); i++) {
            double value = dy.get(i) * slope(surrogate, x.get(i));
            dx.put(i, add ? dx.get(i) + value : value);
        }
    }

    /** The surrogate's value. */
    static double slope(Surrogate surrogate, double x) {
        double z = surrogate.slope() * x;
        double size = Math.abs(z);
        return surrogate.height()
                * switch (surrogate.form()) {
                    case FAST_SIGMOID -> 1 / ((1 + size) * (1 + size));
                    case TRIANGLE -> Math.max(0, 1 - size);
                    case ARCTAN -> 1 / (1 + (Math.PI / 2 * z) * (Math.PI / 2 * z));
                    case GAUSSIAN -> Math.exp(-0.5 * z * z);
                    case SIGMOID -> {
                        double e = Math.exp(-size);
                        yield 4 * e / ((1 + e) * (1 + e));
                    }
                    case BOXCAR -> size <= 0.5 ? 1 : 0;
                };
    }

    @Override
    public void lif(LifRun run, NativeTensor inputs) {
        LifNeuron neuron = run.neuron();
        NativeTensor trace = run.trace();
        int m = run.m();
        int n = run.n();
        kernels.copyRuns(inputs, 0, 0, trace, run.driveAt(0), 0, 1, run.steps() * m, false);
        NativeTensor margin = run.adapts() ? trace.owner().allocate(trace.type(), Shape.of(m)) : null;
        for (int t = 0; t < run.steps(); t++) {
            NativeTensor before = t == 0 ? run.start() : trace;
            int membrane = t == 0 ? 0 : run.membraneAt(t - 1);
            int spikes = t == 0 ? m : run.spikesAt(t - 1);
            int drive = run.driveAt(t);
            if (run.recurrent() != null) {
                kernels.gemm()
                        .multiply(
                                false,
                                false,
                                run.batch(),
                                n,
                                n,
                                1,
                                before,
                                spikes,
                                n,
                                run.recurrent(),
                                0,
                                n,
                                1,
                                trace,
                                drive,
                                n);
            }
            if (run.hasCurrent()) {
                addScaled(before, t == 0 ? 2 * m : run.driveAt(t - 1), neuron.synapseDecay(), trace, drive, m);
            }
            integrate(run, before, membrane, spikes, drive, run.membraneAt(t));
            if (run.adapts()) {
                int adaptation = run.adaptationAt(t);
                kernels.copyRuns(before, spikes, 0, trace, adaptation, 0, 1, m, false);
                int last = t == 0 ? 3 * m : run.adaptationAt(t - 1);
                addScaled(before, last, neuron.adaptationDecay(), trace, adaptation, m);
                margin(run, t, margin);
                fire(margin, 0, 0, trace, run.spikesAt(t), m);
            } else {
                fire(trace, run.membraneAt(t), neuron.threshold(), trace, run.spikesAt(t), m);
            }
            if (run.refractory() != null) {
                rest(run, t);
            }
        }
        if (margin != null) {
            margin.owner().release(margin);
        }
    }

    private void margin(LifRun run, int t, NativeTensor margin) {
        LifNeuron neuron = run.neuron();
        kernels.copyRuns(run.trace(), run.membraneAt(t), 0, margin, 0, 0, 1, run.m(), false);
        addScaled(run.trace(), run.adaptationAt(t), -neuron.adaptationStrength(), margin, 0, run.m());
        kernels.affine(margin, 1, -neuron.threshold(), margin, false);
    }

    /**
     * With D the gradient by v(t+1), A that by a(t+1), and I that by i(t+1):
     *
     * <pre>
     * ds(t) += I W^T + A + α D dr/ds
     * e = ds(t) ψ,   dv(t) += α D dr/dv + e,   da(t) += ρ A - κ e,   di(t) += dv(t) + β I
     * </pre>
     */
    @Override
    public void lifGradient(LifGradient c) {
        LifRun run = c.run();
        LifNeuron neuron = run.neuron();
        NativeTensor trace = run.trace();
        NativeTensor d = c.dtrace();
        int m = run.m();
        int n = run.n();
        NativeTensor scratch = d.owner().allocate(d.type(), Shape.of(m));
        NativeTensor back = run.recurrent() == null
                ? null
                : d.owner().allocate(d.type(), run.recurrent().shape());
        if (back != null) {
            // Once, for the products of all steps: OpenBLAS is faster at matrices that are not transposed.
            kernels.permute(run.recurrent(), new int[] {1, 0}, back, false);
        }
        for (int t = run.steps() - 1; t >= 0; t--) {
            boolean last = t == run.steps() - 1;
            if (!last) {
                intoSpikes(c, back, run.driveAt(t + 1), run.adaptationAt(t + 1), d, run.spikesAt(t));
            }
            if (run.adapts()) {
                margin(run, t, scratch);
                slopes(neuron.surrogate(), scratch, 0, 0, scratch, 0, m);
            } else {
                slopes(neuron.surrogate(), trace, run.membraneAt(t), neuron.threshold(), scratch, 0, m);
            }
            if (run.allowed() != null) {
                multiply(run.allowed(), t * m, scratch, m);
            }
            backStep(run, t, d, scratch, last);
            if (run.adapts()) {
                if (!last) {
                    addScaled(d, run.adaptationAt(t + 1), neuron.adaptationDecay(), d, run.adaptationAt(t), m);
                }
                addScaled(scratch, 0, -neuron.adaptationStrength(), d, run.adaptationAt(t), m);
            }
            if (run.hasCurrent()) {
                if (!last) {
                    addScaled(d, run.driveAt(t + 1), neuron.synapseDecay(), d, run.driveAt(t), m);
                }
                addScaled(d, run.membraneAt(t), 1, d, run.driveAt(t), m);
            }
            if (c.ddecays() != null) {
                NativeTensor before = t == 0 ? run.start() : trace;
                int membrane = t == 0 ? 0 : run.membraneAt(t - 1);
                int spikes = t == 0 ? m : run.spikesAt(t - 1);
                decayGradient(run, before, membrane, spikes, d, run.membraneAt(t), c.ddecays());
            }
        }
        startGradient(c, back);
        if (c.drecurrent() != null) {
            double beta = c.addRecurrent() ? 1 : 0;
            int rows = run.batch();
            kernels.gemm()
                    .multiply(
                            true,
                            false,
                            n,
                            n,
                            rows,
                            1,
                            run.start(),
                            m,
                            n,
                            d,
                            run.driveAt(0),
                            n,
                            beta,
                            c.drecurrent(),
                            0,
                            n);
            if (run.steps() > 1) {
                rows *= run.steps() - 1;
                kernels.gemm()
                        .multiply(
                                true, false, n, n, rows, 1, trace, 0, n, d, run.driveAt(1), n, 1, c.drecurrent(), 0, n);
            }
        }
        scratch.owner().release(scratch);
        if (back != null) {
            back.owner().release(back);
        }
    }

    /** What flows to the spikes of a step through the weights and the adaptation of the next. */
    private void intoSpikes(LifGradient c, NativeTensor back, int drive, int adaptation, NativeTensor out, int start) {
        LifRun run = c.run();
        int n = run.n();
        if (back != null) {
            kernels.gemm()
                    .multiply(false, false, run.batch(), n, n, 1, c.dtrace(), drive, n, back, 0, n, 1, out, start, n);
        }
        if (run.adapts()) {
            addScaled(c.dtrace(), adaptation, 1, out, start, run.m());
        }
    }

    private void startGradient(LifGradient c, NativeTensor back) {
        LifRun run = c.run();
        LifNeuron neuron = run.neuron();
        int m = run.m();
        kernels.fill(c.dstart(), 0);
        if (run.steps() == 0) {
            return;
        }
        intoSpikes(c, back, run.driveAt(0), run.adapts() ? run.adaptationAt(0) : 0, c.dstart(), m);
        throughReset(run, run.start(), 0, m, c.dtrace(), run.membraneAt(0), c.dstart(), 0, m);
        if (run.hasCurrent()) {
            addScaled(c.dtrace(), run.driveAt(0), neuron.synapseDecay(), c.dstart(), 2 * m, m);
        }
        if (run.adapts()) {
            addScaled(c.dtrace(), run.adaptationAt(0), neuron.adaptationDecay(), c.dstart(), 3 * m, m);
        }
    }

    private void backStep(LifRun run, int t, NativeTensor d, NativeTensor slopes, boolean last) {
        if (!last) {
            int next = run.membraneAt(t + 1);
            throughReset(
                    run,
                    run.trace(),
                    run.membraneAt(t),
                    run.spikesAt(t),
                    d,
                    next,
                    d,
                    run.membraneAt(t),
                    run.spikesAt(t));
        }
        throughSpike(d, run.spikesAt(t), slopes, d, run.membraneAt(t), run.m());
    }

    /** How much of a membrane is lost where there is a spike: this share, and this much. */
    static double lostShare(LifNeuron neuron) {
        return neuron.reset() == Reset.ZERO ? 1 : 0;
    }

    static double lostPart(LifNeuron neuron) {
        return neuron.reset() == Reset.SUBTRACT ? neuron.threshold() : 0;
    }

    // --- runs of m elements ---

    /** {@code out += factor * x}. */
    void addScaled(NativeTensor x, int start, double factor, NativeTensor out, int outStart, int m) {
        for (int i = 0; i < m; i++) {
            out.put(outStart + i, out.get(outStart + i) + factor * x.get(start + i));
        }
    }

    /** {@code out *= x}. */
    void multiply(NativeTensor x, int start, NativeTensor out, int m) {
        for (int i = 0; i < m; i++) {
            out.put(i, out.get(i) * x.get(start + i));
        }
    }

    /** {@code v(t) = α r(v, s) + drive}. */
    void integrate(LifRun run, NativeTensor before, int membrane, int spikes, int drive, int out) {
        double share = lostShare(run.neuron());
        double part = lostPart(run.neuron());
        for (int i = 0; i < run.m(); i++) {
            double v = before.get(membrane + i);
            double s = before.get(spikes + i);
            double kept = v - s * (share * v + part);
            run.trace().put(out + i, run.decays().get(i) * kept + run.trace().get(drive + i));
        }
    }

    /** {@code s = 1 where x >= threshold, else 0}. */
    void fire(NativeTensor x, int start, double threshold, NativeTensor out, int outStart, int m) {
        double rounded = x.type() == ElementType.FLOAT ? (float) threshold : threshold;
        for (int i = 0; i < m; i++) {
            out.put(outStart + i, x.get(start + i) >= rounded ? 1 : 0);
        }
    }

    /** Takes back the spikes of neurons at rest, and counts. */
    void rest(LifRun run, int t) {
        int spikes = run.spikesAt(t);
        for (int i = 0; i < run.m(); i++) {
            double left = run.refractory().get(i);
            double allowed = left > 0 ? 0 : 1;
            double s = run.trace().get(spikes + i) * allowed;
            run.allowed().put(t * run.m() + i, allowed);
            run.trace().put(spikes + i, s);
            run.refractory().put(i, s > 0 ? run.neuron().refractory() : Math.max(0, left - 1));
        }
    }

    /** {@code out = surrogate(x - threshold)}. */
    void slopes(
            Surrogate surrogate, NativeTensor x, int start, double threshold, NativeTensor out, int outStart, int m) {
        for (int i = 0; i < m; i++) {
            out.put(outStart + i, slope(surrogate, x.get(start + i) - threshold));
        }
    }

    /** {@code dv += α D dr/dv} and {@code ds += α D dr/ds}. */
    void throughReset(
            LifRun run,
            NativeTensor state,
            int membrane,
            int spikes,
            NativeTensor next,
            int nextStart,
            NativeTensor out,
            int dv,
            int ds) {
        double share = lostShare(run.neuron());
        double part = lostPart(run.neuron());
        boolean detached = run.neuron().detachReset();
        for (int i = 0; i < run.m(); i++) {
            double flow = run.decays().get(i) * next.get(nextStart + i);
            out.put(dv + i, out.get(dv + i) + flow * (1 - share * state.get(spikes + i)));
            if (!detached) {
                out.put(ds + i, out.get(ds + i) - flow * (share * state.get(membrane + i) + part));
            }
        }
    }

    /** {@code e = ds ψ}, which goes where ψ was, and {@code dv += e}. */
    void throughSpike(NativeTensor ds, int start, NativeTensor slopes, NativeTensor dv, int dvStart, int m) {
        for (int i = 0; i < m; i++) {
            double e = ds.get(start + i) * slopes.get(i);
            slopes.put(i, e);
            dv.put(dvStart + i, dv.get(dvStart + i) + e);
        }
    }

    /** {@code dα += dv(t) r(v(t-1), s(t-1))}. */
    void decayGradient(
            LifRun run, NativeTensor before, int membrane, int spikes, NativeTensor d, int dv, NativeTensor ddecays) {
        double share = lostShare(run.neuron());
        double part = lostPart(run.neuron());
        for (int i = 0; i < run.m(); i++) {
            double v = before.get(membrane + i);
            double kept = v - before.get(spikes + i) * (share * v + part);
            ddecays.put(i, ddecays.get(i) + d.get(dv + i) * kept);
        }
    }
}
