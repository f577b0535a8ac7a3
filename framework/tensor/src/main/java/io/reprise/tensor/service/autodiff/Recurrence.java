package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.RecurrentOps;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
import java.util.List;

/** Recurrent networks, made of operations. */
final class Recurrence implements RecurrentOps {
    /** The operations that these belong to. */
    private final Ops ops;

    Recurrence(Ops ops) {
        this.ops = ops;
    }

    // --- LSTM ---

    @Override
    public LstmState lstmCell(Tensor x, LstmState state, Weights weights) {
        requireWeights("lstmCell", x, 2, weights, 4);
        LstmState before = state == null ? zeros(x, weights) : state;
        requireState("lstmCell", x, before.hidden(), weights);
        requireState("lstmCell", x, before.cell(), weights);
        return lstmStep(ops.linear(x, weights.input(), weights.inputBias()), before, weights);
    }

    private LstmState lstmStep(Tensor projected, LstmState state, Weights weights) {
        Tensor z = ops.add(projected, ops.linear(state.hidden(), weights.recurrent(), weights.recurrentBias()));
        Tensor input = ops.sigmoid(gate(z, 0, weights));
        Tensor forget = ops.sigmoid(gate(z, 1, weights));
        Tensor candidate = ops.tanh(gate(z, 2, weights));
        Tensor output = ops.sigmoid(gate(z, 3, weights));
        Tensor cell = ops.add(ops.multiply(forget, state.cell()), ops.multiply(input, candidate));
        return new LstmState(ops.multiply(output, ops.tanh(cell)), cell);
    }

    @Override
    public LstmSequence lstm(Tensor x, LstmState initial, Weights weights) {
        requireWeights("lstm", x, 3, weights, 4);
        LstmState state = initial == null ? zeros(step(x, 0), weights) : initial;
        requireState("lstm", step(x, 0), state.hidden(), weights);
        requireState("lstm", step(x, 0), state.cell(), weights);
        Tensor projected = ops.linear(x, weights.input(), weights.inputBias());
        List<Tensor> outputs = new ArrayList<>();
        for (int t = 0; t < x.shape().size(0); t++) {
            state = lstmStep(step(projected, t), state, weights);
            outputs.add(state.hidden());
        }
        return new LstmSequence(stacked(outputs), state);
    }

    private LstmState zeros(Tensor x, Weights weights) {
        return new LstmState(zero(x, weights), zero(x, weights));
    }

    // --- networks with one state ---

    @Override
    public Tensor gruCell(Tensor x, Tensor hidden, Weights weights) {
        requireWeights("gruCell", x, 2, weights, 3);
        Tensor before = hidden == null ? zero(x, weights) : hidden;
        requireState("gruCell", x, before, weights);
        return gruStep(ops.linear(x, weights.input(), weights.inputBias()), before, weights);
    }

    private Tensor gruStep(Tensor projected, Tensor hidden, Weights weights) {
        Tensor fed = ops.linear(hidden, weights.recurrent(), weights.recurrentBias());
        Tensor reset = ops.sigmoid(ops.add(gate(projected, 0, weights), gate(fed, 0, weights)));
        Tensor update = ops.sigmoid(ops.add(gate(projected, 1, weights), gate(fed, 1, weights)));
        Tensor fresh = ops.tanh(ops.add(gate(projected, 2, weights), ops.multiply(reset, gate(fed, 2, weights))));
        return ops.add(fresh, ops.multiply(update, ops.subtract(hidden, fresh)));
    }

    @Override
    public Sequence gru(Tensor x, Tensor initial, Weights weights) {
        return sequence("gru", x, initial, weights, 3, this::gruStep);
    }

    @Override
    public Tensor rnnCell(Tensor x, Tensor hidden, Weights weights, boolean relu) {
        requireWeights("rnnCell", x, 2, weights, 1);
        Tensor before = hidden == null ? zero(x, weights) : hidden;
        requireState("rnnCell", x, before, weights);
        return rnnStep(ops.linear(x, weights.input(), weights.inputBias()), before, weights, relu);
    }

    private Tensor rnnStep(Tensor projected, Tensor hidden, Weights weights, boolean relu) {
        Tensor z = ops.add(projected, ops.linear(hidden, weights.recurrent(), weights.recurrentBias()));
        return relu ? ops.relu(z) : ops.tanh(z);
    }

    @Override
    public Sequence rnn(Tensor x, Tensor initial, Weights weights, boolean relu) {
        return sequence("rnn", x, initial, weights, 1, (p, h, w) -> rnnStep(p, h, w, relu));
    }

    /** One step of a network with one state. */
    @FunctionalInterface
    private interface Step {
        Tensor next(Tensor projected, Tensor hidden, Weights weights);
    }

    private Sequence sequence(String operation, Tensor x, Tensor initial, Weights weights, int gates, Step step) {
        requireWeights(operation, x, 3, weights, gates);
        Tensor hidden = initial == null ? zero(step(x, 0), weights) : initial;
        requireState(operation, step(x, 0), hidden, weights);
        Tensor projected = ops.linear(x, weights.input(), weights.inputBias());
        List<Tensor> outputs = new ArrayList<>();
        for (int t = 0; t < x.shape().size(0); t++) {
            hidden = step.next(step(projected, t), hidden, weights);
            outputs.add(hidden);
        }
        return new Sequence(stacked(outputs), hidden);
    }

    @Override
    public Sequence leaky(Tensor inputs, Tensor decay, Tensor initial) {
        NativeTensor x = Workspace.floating("leaky", inputs);
        Workspace.require(x.shape().rank() >= 1 && x.shape().size(0) > 0, "leaky", "[steps, ...] with a step", x);
        Tensor state = initial;
        List<Tensor> outputs = new ArrayList<>();
        for (int t = 0; t < x.shape().size(0); t++) {
            Tensor input = step(x, t);
            state = state == null ? input : ops.add(ops.multiply(state, decay), input);
            NativeTensor own = Workspace.in(state);
            Workspace.require(
                    own.shape().equals(input.shape()), "leaky", "a state and decays that fit one step", own, x);
            outputs.add(state);
        }
        return new Sequence(stacked(outputs), state);
    }

    // --- what they share ---

    /** One step of a sequence, without the axis of steps. */
    private static Tensor step(Tensor x, int t) {
        int[] sizes = x.shape().toArray();
        int[] row = new int[sizes.length - 1];
        System.arraycopy(sizes, 1, row, 0, row.length);
        return x.rows(t, 1).reshape(row);
    }

    private Tensor stacked(List<Tensor> steps) {
        int[] sizes = steps.get(0).shape().toArray();
        int[] one = new int[sizes.length + 1];
        one[0] = 1;
        System.arraycopy(sizes, 0, one, 1, sizes.length);
        return ops.concat(steps.stream().map(x -> ops.reshape(x, one)).toList(), 0);
    }

    private Tensor gate(Tensor z, int number, Weights weights) {
        int h = weights.recurrent().shape().size(0);
        return ops.slice(z, -1, number * h, (number + 1) * h);
    }

    private Tensor zero(Tensor x, Weights weights) {
        return ops.scope()
                .zeros(
                        x.type(),
                        Shape.of(x.shape().size(0), weights.recurrent().shape().size(0)));
    }

    private static void requireWeights(String operation, Tensor input, int rank, Weights weights, int gates) {
        NativeTensor x = Workspace.floating(operation, input);
        NativeTensor w = Workspace.floating(operation, weights.input());
        NativeTensor u = Workspace.floating(operation, weights.recurrent());
        Workspace.require(
                x.shape().rank() == rank
                        && (rank == 2 || x.shape().size(0) > 0)
                        && u.shape().rank() == 2
                        && u.shape().size(1) == gates * u.shape().size(0)
                        && w.shape()
                                .equals(Shape.of(x.shape().size(-1), u.shape().size(1)))
                        && w.type() == x.type()
                        && u.type() == x.type(),
                operation,
                (rank == 3 ? "[steps, batch, in] with a step" : "[batch, in]") + ", weights [in, " + gates
                        + " h] and [h, " + gates + " h] of one type",
                x,
                w,
                u);
        for (Tensor bias : new Tensor[] {weights.inputBias(), weights.recurrentBias()}) {
            NativeTensor own = Workspace.inOrNull(bias);
            Workspace.require(
                    own == null
                            || (own.type() == x.type()
                                    && own.shape().equals(Shape.of(u.shape().size(1)))),
                    operation,
                    "biases [" + u.shape().size(1) + "] or none",
                    own);
        }
    }

    private static void requireState(String operation, Tensor x, Tensor state, Weights weights) {
        NativeTensor own = Workspace.in(state);
        Shape wanted = Shape.of(x.shape().size(0), weights.recurrent().shape().size(0));
        Workspace.require(
                own.type() == x.type() && own.shape().equals(wanted), operation, "a state " + x.type() + wanted, own);
    }
}
