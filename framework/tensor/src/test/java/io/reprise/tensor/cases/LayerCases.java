package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.NativeTensorService;
import java.util.List;

/** Operations of the layers and losses of networks. */
final class LayerCases {
    private LayerCases() {}

    static List<OperationCase> cases(int n) {
        return List.of(
                of("softmax", (f, x) -> f.softmax(x.get(0)), s(3, 5)),
                of("logSoftmax", (f, x) -> f.logSoftmax(x.get(0)), s(3, 5)),
                of("layerNorm", (f, x) -> f.layerNorm(x.get(0), null, null, 1e-5), s(3, 5)),
                of(
                        "layerNorm with gain and bias",
                        (f, x) -> f.layerNorm(x.get(0), x.get(1), x.get(2), 1e-5),
                        s(2, 3, 5),
                        s(5),
                        s(5)),
                of("dropout", (f, x) -> f.dropout(x.get(0), 0.3, seeded()), s(40)),
                of(
                        "rotatePairs",
                        (f, x) -> f.rotatePairs(x.get(0), angles(f, x.get(0), true), angles(f, x.get(0), false)),
                        s(2, 3, 4)),
                of(
                        "attention",
                        (f, x) -> f.attention(x.get(0), x.get(1), x.get(2), false),
                        s(2, 3, 4),
                        s(2, 5, 4),
                        s(2, 5, 3)),
                of(
                        "attention, causal",
                        (f, x) -> f.attention(x.get(0), x.get(1), x.get(2), true),
                        s(2, 4, 3),
                        s(2, 4, 3),
                        s(2, 4, 2)),
                of("attention on itself", (f, x) -> f.attention(x.get(0), x.get(0), x.get(0), true), s(2, 4, 3)),
                of(
                        "linear attention",
                        (f, x) -> linear(f, x.get(0), x.get(1), x.get(2)),
                        s(2, 2, 4, 6),
                        s(2, 2, 4, 6),
                        s(2, 1, 4, 3)),
                of(
                        "linear attention, keys as queries",
                        (f, x) -> linear(f, x.get(0), x.get(0), x.get(1)),
                        s(2, 2, 4, 6),
                        s(2, 1, 4, 3)),
                of(
                        "linear attention, scores not kept",
                        (f, x) -> linear(f, x.get(0), x.get(0), x.get(1)),
                        s(2, 6, 2),
                        s(2, 6, 3)),
                of("linear attention on itself", (f, x) -> linear(f, x.get(0), x.get(0), x.get(0)), s(2, 4, 3)),
                of(
                        "linear attention, values of one head",
                        (f, x) -> linear(f, x.get(0), x.get(1), x.get(2)),
                        s(2, 2, 3, 2),
                        s(2, 2, 3, 2),
                        s(3, 3)),
                of(
                        "linear attention, values of heads",
                        (f, x) -> linear(f, x.get(0), x.get(1), x.get(2)),
                        s(2, 2, 3, 2),
                        s(2, 2, 3, 2),
                        s(2, 3, 3)));
    }

    private static RandomSource seeded() {
        return new NativeTensorService().random(5);
    }

    private static Tensor linear(Ops f, Tensor q, Tensor k, Tensor v) {
        return f.strictlyCausalLinearAttention(q, k, v);
    }

    private static Tensor angles(Ops f, Tensor like, boolean cos) {
        double[] values = new double[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = cos ? Math.cos(pair(i)) : Math.sin(pair(i));
        }
        return f.scope().ops().cast(f.scope().of(values, 3, 4), like.type());
    }

    private static double pair(int i) {
        return i - i % 2;
    }
}
