package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.LayerOps.LinearAttended;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RecurrentOps.LstmSequence;
import io.reprise.tensor.RecurrentOps.LstmState;
import io.reprise.tensor.RecurrentOps.Sequence;
import io.reprise.tensor.RecurrentOps.Weights;
import io.reprise.tensor.Tensor;
import java.util.List;

/** Networks with a state that is carried on. */
final class RecurrentCases {
    private RecurrentCases() {}

    static List<OperationCase> cases(int n) {
        return List.of(
                of("lstm", (f, x) -> lstm(f, x), s(3, 2, n), s(n, 8), s(2, 8), s(8), s(8), s(2, 2), s(2, 2)),
                of(
                        "lstmCell",
                        (f, x) -> f.recurrent()
                                .lstmCell(x.get(0), null, new Weights(x.get(1), x.get(2), null, null))
                                .cell(),
                        s(2, n),
                        s(n, 8),
                        s(2, 8)),
                of(
                        "gru",
                        (f, x) -> joined(
                                f,
                                f.recurrent()
                                        .gru(x.get(0), x.get(5), new Weights(x.get(1), x.get(2), x.get(3), x.get(4)))),
                        s(3, 2, n),
                        s(n, 6),
                        s(2, 6),
                        s(6),
                        s(6),
                        s(2, 2)),
                of(
                        "gruCell",
                        (f, x) ->
                                f.recurrent().gruCell(x.get(0), x.get(3), new Weights(x.get(1), x.get(2), null, null)),
                        s(2, n),
                        s(n, 6),
                        s(2, 6),
                        s(2, 2)),
                of(
                        "rnn",
                        (f, x) -> joined(
                                f,
                                f.recurrent()
                                        .rnn(x.get(0), null, new Weights(x.get(1), x.get(2), x.get(3), null), false)),
                        s(3, 2, n),
                        s(n, 2),
                        s(2, 2),
                        s(2)),
                of(
                        "rnnCell, relu",
                        (f, x) -> f.recurrent()
                                .rnnCell(x.get(0), x.get(3), new Weights(x.get(1), x.get(2), null, null), true),
                        s(2, n),
                        s(n, 2),
                        s(2, 2),
                        s(2, 2)),
                of(
                        "leaky",
                        (f, x) -> joined(f, f.recurrent().leaky(x.get(0), x.get(1), x.get(2))),
                        s(3, 2, n),
                        s(n),
                        s(2, n)),
                of(
                        "linearAttention",
                        (f, x) -> joined(f, f.linearAttention(x.get(0), x.get(1), x.get(2), null, false, x.get(3))),
                        s(2, 4, n),
                        s(2, 4, n),
                        s(2, 4, 3),
                        s(2, n, 3)),
                of(
                                "linearAttention, decaying, normalised",
                                (f, x) -> joined(
                                        f,
                                        f.linearAttention(
                                                f.exp(x.get(0)),
                                                f.exp(x.get(1)),
                                                x.get(2),
                                                f.sigmoid(x.get(3)),
                                                true,
                                                f.exp(x.get(4)))),
                                s(2, 2, 4, 3),
                                s(2, 2, 4, 3),
                                s(2, 2, 4, n),
                                s(2, 1, 4),
                                s(2, 2, 3, n + 1))
                        .within(1e-4));
    }

    private static Tensor lstm(Ops f, List<Tensor> x) {
        Weights weights = new Weights(x.get(1), x.get(2), x.get(3), x.get(4));
        LstmSequence lstm = f.recurrent().lstm(x.get(0), new LstmState(x.get(5), x.get(6)), weights);
        return f.concat(
                List.of(f.reshape(lstm.outputs(), -1), f.reshape(lstm.last().cell(), -1)), 0);
    }

    private static Tensor joined(Ops f, Sequence sequence) {
        return f.concat(List.of(f.reshape(sequence.outputs(), -1), f.reshape(sequence.last(), -1)), 0);
    }

    private static Tensor joined(Ops f, LinearAttended attended) {
        return f.concat(List.of(f.reshape(attended.output(), -1), f.reshape(attended.state(), -1)), 0);
    }
}
