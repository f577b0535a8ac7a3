package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Surrogate;
import io.reprise.tensor.service.memory.NativeTensor;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Layers of spiking neurons on vectors of floats. */
final class VectorSpiking extends ScalarSpiking {
    /** As long as runs of {@link VectorKernels} are. */
    private static final int PART = 2048;

    VectorSpiking(HostKernels kernels) {
        super(kernels);
    }

    private static int at(NativeTensor x, int element) {
        return x.offset() + Float.BYTES * element;
    }

    private static boolean floats(NativeTensor x) {
        return x.type() == ElementType.FLOAT;
    }

    /** The elements that whole vectors hold; the formulas of the scalar kernels do the rest. */
    private static int whole(int m) {
        return FloatLanes.SPECIES.loopBound(m);
    }

    @Override
    public void spikeGradient(Surrogate surrogate, NativeTensor x, NativeTensor dy, NativeTensor dx, boolean add) {
        if (!floats(x)) {
            super.spikeGradient(surrogate, x, dy, dx, add);
            return;
        }
        NativeTensor slopes = dy.owner().allocate(x.type(), x.shape());
        slopes(surrogate, x, 0, 0, slopes, 0, x.count());
        for (int i = 0; i < x.count(); i += PART) {
            int n = Math.min(PART, x.count() - i);
            if (add) {
                FloatLoops.multiplyAdd(slopes, i, dy, i, dx, i, n);
            } else {
                FloatLoops.multiply(slopes, i, dy, i, dx, i, n);
            }
        }
        slopes.owner().release(slopes);
    }

    @Override
    void addScaled(NativeTensor x, int start, double factor, NativeTensor out, int outStart, int m) {
        if (!floats(x)) {
            super.addScaled(x, start, factor, out, outStart, m);
            return;
        }
        for (int i = 0; i < m; i += PART) {
            int n = Math.min(PART, m - i);
            FloatLoops.affine(x, start + i, (float) factor, 0, out, outStart + i, n, true);
        }
    }

    @Override
    void multiply(NativeTensor x, int start, NativeTensor out, int m) {
        if (!floats(x)) {
            super.multiply(x, start, out, m);
            return;
        }
        for (int i = 0; i < m; i += PART) {
            FloatLoops.multiply(x, start + i, out, i, out, i, Math.min(PART, m - i));
        }
    }

    @Override
    void integrate(LifRun run, NativeTensor before, int membrane, int spikes, int drive, int out) {
        if (!floats(before)) {
            super.integrate(run, before, membrane, spikes, drive, out);
            return;
        }
        float share = (float) lostShare(run.neuron());
        float part = (float) lostPart(run.neuron());
        int m = run.m();
        for (int i = 0; i < m; i += PART) {
            integrate(
                    run.decays(),
                    i,
                    before,
                    membrane + i,
                    spikes + i,
                    share,
                    part,
                    run.trace(),
                    drive + i,
                    out + i,
                    Math.min(PART, m - i));
        }
    }

    private static void integrate(
            NativeTensor decays,
            int start,
            NativeTensor before,
            int membrane,
            int spikes,
            float share,
            float part,
            NativeTensor trace,
            int drive,
            int out,
            int m) {
        Object decayMemory = decays.vectorMemory();
        Object beforeMemory = before.vectorMemory();
        Object traceMemory = trace.vectorMemory();
        int decayAt = at(decays, start);
        int membraneAt = at(before, membrane);
        int spikesAt = at(before, spikes);
        int driveAt = at(trace, drive);
        int outAt = at(trace, out);
        int bytes = whole(m) * Float.BYTES;
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector v = FloatLanes.load(beforeMemory, membraneAt + i);
            FloatVector s = FloatLanes.load(beforeMemory, spikesAt + i);
            FloatVector kept = v.sub(s.mul(v.mul(share).add(part)));
            FloatVector x = FloatLanes.load(traceMemory, driveAt + i);
            FloatLanes.store(FloatLanes.load(decayMemory, decayAt + i).fma(kept, x), traceMemory, outAt + i);
        }
        for (int i = whole(m); i < m; i++) {
            float v = (float) before.get(membrane + i);
            float kept = v - (float) before.get(spikes + i) * (v * share + part);
            trace.put(out + i, Math.fma((float) decays.get(start + i), kept, (float) trace.get(drive + i)));
        }
    }

    @Override
    void fire(NativeTensor x, int start, double threshold, NativeTensor out, int outStart, int m) {
        if (!floats(x)) {
            super.fire(x, start, threshold, out, outStart, m);
            return;
        }
        for (int i = 0; i < m; i += PART) {
            fireRun(x, start + i, (float) threshold, out, outStart + i, Math.min(PART, m - i));
        }
    }

    private static void fireRun(NativeTensor x, int start, float threshold, NativeTensor out, int outStart, int m) {
        Object memory = x.vectorMemory();
        Object outMemory = out.vectorMemory();
        int at = at(x, start);
        int outAt = at(out, outStart);
        int bytes = whole(m) * Float.BYTES;
        FloatVector zero = FloatVector.zero(FloatLanes.SPECIES);
        FloatVector one = FloatVector.broadcast(FloatLanes.SPECIES, 1);
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector v = FloatLanes.load(memory, at + i);
            FloatLanes.store(zero.blend(one, v.compare(VectorOperators.GE, threshold)), outMemory, outAt + i);
        }
        for (int i = whole(m); i < m; i++) {
            out.put(outStart + i, (float) x.get(start + i) >= threshold ? 1 : 0);
        }
    }

    @Override
    void slopes(
            Surrogate surrogate, NativeTensor x, int start, double threshold, NativeTensor out, int outStart, int m) {
        if (!floats(x)) {
            super.slopes(surrogate, x, start, threshold, out, outStart, m);
            return;
        }
        float slope = (float) surrogate.slope();
        float height = (float) surrogate.height();
        float theta = (float) threshold;
        for (int i = 0; i < m; i += PART) {
            int n = Math.min(PART, m - i);
            int from = start + i;
            int to = outStart + i;
            switch (surrogate.form()) {
                case FAST_SIGMOID -> fastSigmoid(x, from, theta, slope, height, out, to, n);
                case TRIANGLE -> triangle(x, from, theta, slope, height, out, to, n);
                case ARCTAN -> arctan(x, from, theta, slope, height, out, to, n);
                case GAUSSIAN -> gaussian(x, from, theta, slope, height, out, to, n);
                case SIGMOID -> sigmoid(x, from, theta, slope, height, out, to, n);
                case BOXCAR -> boxcar(x, from, theta, slope, height, out, to, n);
            }
            for (int j = whole(n); j < n; j++) {
                out.put(to + j, slope(surrogate, (float) x.get(from + j) - theta));
            }
        }
    }

    private static void fastSigmoid(
            NativeTensor x, int start, float theta, float slope, float height, NativeTensor out, int outStart, int m) {
        Object memory = x.vectorMemory();
        Object outMemory = out.vectorMemory();
        int at = at(x, start);
        int outAt = at(out, outStart);
        int bytes = whole(m) * Float.BYTES;
        FloatVector top = FloatVector.broadcast(FloatLanes.SPECIES, height);
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector size =
                    FloatLanes.load(memory, at + i).sub(theta).mul(slope).abs().add(1f);
            FloatLanes.store(top.div(size.mul(size)), outMemory, outAt + i);
        }
    }

    private static void triangle(
            NativeTensor x, int start, float theta, float slope, float height, NativeTensor out, int outStart, int m) {
        Object memory = x.vectorMemory();
        Object outMemory = out.vectorMemory();
        int at = at(x, start);
        int outAt = at(out, outStart);
        int bytes = whole(m) * Float.BYTES;
        FloatVector one = FloatVector.broadcast(FloatLanes.SPECIES, 1);
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector size =
                    FloatLanes.load(memory, at + i).sub(theta).mul(slope).abs();
            FloatLanes.store(one.sub(size).max(0f).mul(height), outMemory, outAt + i);
        }
    }

    private static void arctan(
            NativeTensor x, int start, float theta, float slope, float height, NativeTensor out, int outStart, int m) {
        Object memory = x.vectorMemory();
        Object outMemory = out.vectorMemory();
        int at = at(x, start);
        int outAt = at(out, outStart);
        int bytes = whole(m) * Float.BYTES;
        float factor = slope * (float) (Math.PI / 2);
        FloatVector top = FloatVector.broadcast(FloatLanes.SPECIES, height);
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector z = FloatLanes.load(memory, at + i).sub(theta).mul(factor);
            FloatLanes.store(top.div(z.mul(z).add(1f)), outMemory, outAt + i);
        }
    }

    private static void gaussian(
            NativeTensor x, int start, float theta, float slope, float height, NativeTensor out, int outStart, int m) {
        Object memory = x.vectorMemory();
        Object outMemory = out.vectorMemory();
        int at = at(x, start);
        int outAt = at(out, outStart);
        int bytes = whole(m) * Float.BYTES;
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector z = FloatLanes.load(memory, at + i).sub(theta).mul(slope);
            FloatLanes.store(FloatFunctions.exp(z.mul(z).mul(-0.5f)).mul(height), outMemory, outAt + i);
        }
    }

    private static void sigmoid(
            NativeTensor x, int start, float theta, float slope, float height, NativeTensor out, int outStart, int m) {
        Object memory = x.vectorMemory();
        Object outMemory = out.vectorMemory();
        int at = at(x, start);
        int outAt = at(out, outStart);
        int bytes = whole(m) * Float.BYTES;
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector size =
                    FloatLanes.load(memory, at + i).sub(theta).mul(slope).abs();
            FloatVector e = FloatFunctions.exp(size.neg());
            FloatVector below = e.add(1f);
            FloatLanes.store(e.mul(4 * height).div(below.mul(below)), outMemory, outAt + i);
        }
    }

    private static void boxcar(
            NativeTensor x, int start, float theta, float slope, float height, NativeTensor out, int outStart, int m) {
        Object memory = x.vectorMemory();
        Object outMemory = out.vectorMemory();
        int at = at(x, start);
        int outAt = at(out, outStart);
        int bytes = whole(m) * Float.BYTES;
        FloatVector zero = FloatVector.zero(FloatLanes.SPECIES);
        FloatVector top = FloatVector.broadcast(FloatLanes.SPECIES, height);
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector size =
                    FloatLanes.load(memory, at + i).sub(theta).mul(slope).abs();
            FloatLanes.store(zero.blend(top, size.compare(VectorOperators.LE, 0.5f)), outMemory, outAt + i);
        }
    }

    @Override
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
        if (!floats(state)) {
            super.throughReset(run, state, membrane, spikes, next, nextStart, out, dv, ds);
            return;
        }
        float share = (float) lostShare(run.neuron());
        float part = (float) lostPart(run.neuron());
        int m = run.m();
        for (int i = 0; i < m; i += PART) {
            int n = Math.min(PART, m - i);
            if (!run.neuron().detachReset()) {
                resetIntoSpikes(run.decays(), i, state, membrane + i, next, nextStart + i, share, part, out, ds + i, n);
            }
            resetIntoMembranes(run.decays(), i, state, spikes + i, next, nextStart + i, share, out, dv + i, n);
        }
    }

    private static void resetIntoSpikes(
            NativeTensor decays,
            int start,
            NativeTensor state,
            int membrane,
            NativeTensor next,
            int nextStart,
            float share,
            float part,
            NativeTensor out,
            int ds,
            int m) {
        Object decayMemory = decays.vectorMemory();
        Object stateMemory = state.vectorMemory();
        Object nextMemory = next.vectorMemory();
        Object outMemory = out.vectorMemory();
        int decayAt = at(decays, start);
        int membraneAt = at(state, membrane);
        int nextAt = at(next, nextStart);
        int outAt = at(out, ds);
        int bytes = whole(m) * Float.BYTES;
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector flow = FloatLanes.load(decayMemory, decayAt + i).mul(FloatLanes.load(nextMemory, nextAt + i));
            FloatVector lost =
                    FloatLanes.load(stateMemory, membraneAt + i).mul(share).add(part);
            FloatLanes.store(FloatLanes.load(outMemory, outAt + i).sub(flow.mul(lost)), outMemory, outAt + i);
        }
        for (int i = whole(m); i < m; i++) {
            float flow = (float) decays.get(start + i) * (float) next.get(nextStart + i);
            out.put(ds + i, (float) out.get(ds + i) - flow * ((float) state.get(membrane + i) * share + part));
        }
    }

    private static void resetIntoMembranes(
            NativeTensor decays,
            int start,
            NativeTensor state,
            int spikes,
            NativeTensor next,
            int nextStart,
            float share,
            NativeTensor out,
            int dv,
            int m) {
        Object decayMemory = decays.vectorMemory();
        Object stateMemory = state.vectorMemory();
        Object nextMemory = next.vectorMemory();
        Object outMemory = out.vectorMemory();
        int decayAt = at(decays, start);
        int spikesAt = at(state, spikes);
        int nextAt = at(next, nextStart);
        int outAt = at(out, dv);
        int bytes = whole(m) * Float.BYTES;
        FloatVector one = FloatVector.broadcast(FloatLanes.SPECIES, 1);
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector flow = FloatLanes.load(decayMemory, decayAt + i).mul(FloatLanes.load(nextMemory, nextAt + i));
            FloatVector kept =
                    one.sub(FloatLanes.load(stateMemory, spikesAt + i).mul(share));
            FloatLanes.store(flow.fma(kept, FloatLanes.load(outMemory, outAt + i)), outMemory, outAt + i);
        }
        for (int i = whole(m); i < m; i++) {
            float flow = (float) decays.get(start + i) * (float) next.get(nextStart + i);
            float kept = 1 - (float) state.get(spikes + i) * share;
            out.put(dv + i, Math.fma(flow, kept, (float) out.get(dv + i)));
        }
    }

    @Override
    void throughSpike(NativeTensor ds, int start, NativeTensor slopes, NativeTensor dv, int dvStart, int m) {
        if (!floats(ds)) {
            super.throughSpike(ds, start, slopes, dv, dvStart, m);
            return;
        }
        for (int i = 0; i < m; i += PART) {
            int n = Math.min(PART, m - i);
            FloatLoops.multiply(ds, start + i, slopes, i, slopes, i, n);
            FloatLoops.addTo(slopes, i, dv, dvStart + i, n);
        }
    }
}
