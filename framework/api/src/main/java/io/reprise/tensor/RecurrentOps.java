package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Recurrent networks: single steps, and whole sequences, for which the inputs of all steps are projected by one product.
 * Formulas and the order of the gates are PyTorch's; its weights {@code [gates h, in]} are the transposes of those here, so
 * that gates lie beside each other in columns.
 */
@ProviderType
public interface RecurrentOps {
    /**
     * One step of an LSTM (Hochreiter, Schmidhuber 1997; with forget gates by Gers et al. 2000). With σ the sigmoid, and i,
     * f, g, o the four quarters of {@code z = x W + b + h U + c}:
     *
     * <pre>
     * cell' = σ(f) cell + σ(i) tanh(g),   h' = σ(o) tanh(cell')
     * </pre>
     *
     * @param x {@code [batch, in]}
     * @param state after the step before; null for zeros
     * @param weights for 4 gates, in the order i, f, g, o
     */
    LstmState lstmCell(Tensor x, LstmState state, Weights weights);

    /**
     * The steps of an LSTM.
     *
     * @param x {@code [steps, batch, in]}, at least one step
     * @param initial state before the first step; null for zeros
     */
    LstmSequence lstm(Tensor x, LstmState initial, Weights weights);

    /**
     * One step of a GRU (Cho et al. 2014), with the thirds r, z, n of {@code x W + b} (1) and of {@code h U + c} (2):
     *
     * <pre>
     * r = σ(r1 + r2),   z = σ(z1 + z2),   n = tanh(n1 + r n2),   h' = (1 - z) n + z h
     * </pre>
     *
     * @param x {@code [batch, in]}
     * @param hidden {@code [batch, h]}; null for zeros
     * @param weights for 3 gates, in the order r, z, n
     */
    Tensor gruCell(Tensor x, Tensor hidden, Weights weights);

    /** The steps of a GRU; {@code x [steps, batch, in]}. */
    Sequence gru(Tensor x, Tensor initial, Weights weights);

    /** One step of a simple network, {@code h' = f(x W + b + h U + c)}, with f relu or tanh (Elman 1990). */
    Tensor rnnCell(Tensor x, Tensor hidden, Weights weights, boolean relu);

    /** The steps of a simple network; {@code x [steps, batch, in]}. */
    Sequence rnn(Tensor x, Tensor initial, Weights weights, boolean relu);

    /**
     * A leaky integrator: {@code y(t) = decay y(t-1) + x(t)}.
     *
     * @param x {@code [steps, ...]}, at least one step
     * @param decay broadcast to one step; may be learned
     * @param initial {@code y} before the first step; null for zeros
     */
    Sequence leaky(Tensor x, Tensor decay, Tensor initial);

    /**
     * Weights of a layer with g gates.
     *
     * @param input W, {@code [in, g h]}
     * @param recurrent U, {@code [h, g h]}
     * @param inputBias b, {@code [g h]}; null for none
     * @param recurrentBias c, {@code [g h]}; null for none
     */
    record Weights(Tensor input, Tensor recurrent, Tensor inputBias, Tensor recurrentBias) {}

    /** {@code [batch, h]} twice. */
    record LstmState(Tensor hidden, Tensor cell) {}

    /**
     * What an LSTM gave.
     *
     * @param outputs the hidden states, {@code [steps, batch, h]}
     */
    record LstmSequence(Tensor outputs, LstmState last) {}

    /**
     * What a network with one state gave.
     *
     * @param outputs {@code [steps, batch, h]}
     */
    record Sequence(Tensor outputs, Tensor last) {}
}
