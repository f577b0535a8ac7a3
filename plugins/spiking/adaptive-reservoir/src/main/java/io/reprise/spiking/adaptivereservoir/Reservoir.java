package io.reprise.spiking.adaptivereservoir;

import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.data.Batch;
import io.reprise.data.Schema;
import io.reprise.model.ClosedForm;
import io.reprise.model.Probed;
import io.reprise.model.Sequential;
import io.reprise.model.Signature;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A random recurrent network with a linear readout, which alone is fitted: {@code x(t+1) = phi(W x(t) + w_in u(t))}, prediction
 * {@code [x(t+1), 1] R} (see {@link Recurrence} and {@link Readout}).
 *
 * <p>Its tensors, in double: {@code recurrent} W {@code [N,N]}, a row for each postsynaptic neuron; {@code input} w_in
 * {@code [N,D]}; {@code readout} R {@code [N + 1, K]}, zeros until it is fitted. {@code states} can be read: x, {@code [B,T,N]}.
 */
abstract class Reservoir implements ClosedForm, Sequential, Probed {
    /** The probe of the states. */
    static final String STATES = "states";

    private static final String STATE = "x";

    /** What reservoirs take and give. */
    static final Signature SIGNATURE = new Signature(
            Schema.of(Series.input("D")),
            Schema.of(Series.target("K")),
            Schema.of(Series.prediction("K")),
            List.of("D", "K"));

    private final Tensor recurrent;
    private final Tensor input;
    private final Tensor readout;
    private final Activation activation;
    private final Readout readoutFit;
    private final RunContext run;

    /**
     * A reservoir whose readout is not fitted yet.
     *
     * @param recurrent W, row-major
     * @param input w_in, row-major
     * @param neurons N
     * @param inputs D
     * @param targets K
     * @param scope owns the tensors
     */
    Reservoir(
            double[] recurrent,
            double[] input,
            int neurons,
            int inputs,
            int targets,
            Activation activation,
            Readout readoutFit,
            RunContext run,
            TensorScope scope) {
        this.recurrent = scope.of(recurrent, neurons, neurons);
        this.input = scope.of(input, neurons, inputs);
        this.readout = scope.zeros(ElementType.DOUBLE, Shape.of(neurons + 1, targets));
        this.activation = activation;
        this.readoutFit = readoutFit;
        this.run = run;
    }

    /** Input weights, uniform in {@code [-scale, scale)}. */
    static double[] inputWeights(int neurons, int inputs, double scale, RandomSource random) {
        double[] weights = new double[neurons * inputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = scale * (2 * random.nextDouble() - 1);
        }
        return weights;
    }

    /**
     * Another random reservoir with the same settings but for some, readout not fitted.
     *
     * @param changed the settings that differ
     * @param scope owns its tensors
     * @throws RepriseException if this kind of reservoir has no such setting
     */
    abstract Reservoir variant(Map<Parameter, Double> changed, RandomSource random, TensorScope scope);

    /** N. */
    final int neurons() {
        return recurrent.shape().size(0);
    }

    /** D. */
    final int inputs() {
        return input.shape().size(1);
    }

    /** K. */
    final int targets() {
        return readout.shape().size(1);
    }

    /** W, live. */
    final Tensor recurrent() {
        return recurrent;
    }

    final Activation activation() {
        return activation;
    }

    /** How the readout is fitted. */
    final Readout readoutFit() {
        return readoutFit;
    }

    final RunContext run() {
        return run;
    }

    /** The dynamics as the weights are now. */
    final Recurrence recurrence() {
        return recurrence(recurrent);
    }

    /** The dynamics with other recurrent weights. */
    final Recurrence recurrence(Tensor weights) {
        return Recurrence.of(weights, input, activation);
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("input", input);
        state.put("recurrent", recurrent);
        state.put("readout", readout);
        return state;
    }

    /** The states that inputs {@code [B,T,D]} lead to, each series from rest: {@code [B,T,N]}, state t after input t. */
    final Tensor states(Ops f, Tensor inputs) {
        return states(f, inputs, recurrence());
    }

    /** As {@link #states(Ops, Tensor)}, with other dynamics. */
    final Tensor states(Ops f, Tensor inputs, Recurrence recurrence) {
        int batch = inputs.shape().size(0);
        int steps = inputs.shape().size(1);
        double[] u = inputs.toDoubles();
        Tensor states = f.scope().zeros(ElementType.DOUBLE, Shape.of(batch, steps, neurons()));
        DoubleBuffer out = states.memory().asDoubleBuffer();
        double[] next = new double[neurons()];
        for (int b = 0; b < batch; b++) {
            double[] x = recurrence.rest();
            for (int t = 0; t < steps; t++) {
                if (t % 1024 == 0) {
                    run.checkCancelled();
                }
                recurrence.step(x, u, b * steps + t, next);
                out.put(next);
                double[] last = x;
                x = next;
                next = last;
            }
        }
        return states;
    }

    @Override
    public Batch apply(Ops f, Batch batch) {
        return Batch.of(Series.PREDICTION, Readout.read(f, states(f, batch.tensor(Series.INPUT)), readout));
    }

    @Override
    public void fit(Ops f, Iterable<Batch> batches) {
        List<Tensor> states = new ArrayList<>();
        List<Tensor> targets = new ArrayList<>();
        for (Batch batch : batches) {
            states.add(readoutFit.settled(f, states(f, batch.tensor(Series.INPUT))));
            targets.add(readoutFit.settled(f, batch.tensor(Series.TARGET)));
        }
        if (states.isEmpty()) {
            throw RepriseException.problem("There are no series to fit the readout to")
                    .expected("at least one");
        }
        readout.set(readoutFit.fit(f, f.concat(states, 0), f.concat(targets, 0)));
    }

    @Override
    public Map<String, Tensor> start(TensorScope scope, int batch) {
        return Map.of(STATE, scope.full(ElementType.DOUBLE, Shape.of(batch, neurons()), activation.rest()));
    }

    @Override
    public Batch step(Ops f, Batch batch, Map<String, Tensor> state) {
        Recurrence recurrence = recurrence();
        double[] u = batch.tensor(Series.INPUT).toDoubles();
        double[] x = new double[neurons()];
        double[] next = new double[neurons()];
        DoubleBuffer states = state.get(STATE).memory().asDoubleBuffer();
        int count = state.get(STATE).shape().size(0);
        for (int b = 0; b < count; b++) {
            states.get(b * x.length, x);
            recurrence.step(x, u, b, next);
            states.put(b * x.length, next);
        }
        Tensor all = f.reshape(state.get(STATE), count, 1, neurons());
        return Batch.of(Series.PREDICTION, Readout.read(f, all, readout));
    }

    @Override
    public List<String> probes() {
        return List.of(STATES);
    }

    @Override
    public Map<String, Tensor> activations(Ops f, Batch batch, Set<String> probes) {
        return probes.contains(STATES) ? Map.of(STATES, states(f, batch.tensor(Series.INPUT))) : Map.of();
    }

    /**
     * Goes on by itself, each prediction being the next input: the series that the reservoir has made its own.
     *
     * @param driven inputs to begin with, {@code [steps, D]}
     * @param from how many of them go in
     * @param steps how many predictions to make
     * @return {@code [steps, D]}
     * @throws RepriseException if predictions are not as many numbers as inputs
     */
    final double[] runFreely(double[] driven, int from, int steps) {
        if (inputs() != targets()) {
            throw RepriseException.problem("A reservoir with " + inputs() + " inputs and " + targets()
                            + " targets can't run by itself")
                    .expected("predictions that are the next inputs")
                    .hint("Use data whose target is its next input, such as chaotic-series, or set freeRun to 0.");
        }
        Recurrence recurrence = recurrence();
        double[] r = readout.toDoubles();
        int n = neurons();
        int k = targets();
        double[] x = recurrence.rest();
        double[] next = new double[n];
        double[] made = new double[steps * k];
        for (int t = 0; t < from + steps - 1; t++) {
            if (t < from) {
                recurrence.step(x, driven, t, next);
            } else {
                recurrence.step(x, made, t - from, next);
            }
            double[] last = x;
            x = next;
            next = last;
            if (t >= from - 1) {
                predict(x, r, made, (t - from + 1) * k, k);
            }
        }
        return made;
    }

    private static void predict(double[] x, double[] r, double[] into, int at, int k) {
        for (int c = 0; c < k; c++) {
            double y = r[x.length * k + c];
            for (int i = 0; i < x.length; i++) {
                y += x[i] * r[i * k + c];
            }
            into[at + c] = y;
        }
    }
}
