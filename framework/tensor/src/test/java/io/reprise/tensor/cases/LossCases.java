package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.LossOps.CrossEntropy;
import io.reprise.tensor.LossOps.Reduction;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.cases.OperationCase.Values;
import java.util.List;

/** Losses. */
final class LossCases {
    private LossCases() {}

    static List<OperationCase> cases(int n) {
        CrossEntropy mean = CrossEntropy.mean();
        return List.of(
                of("crossEntropy", (f, x) -> f.crossEntropy(x.get(0), targets(f, n)), s(3, n + 2)),
                of(
                        "crossEntropy, ignoring",
                        (f, x) -> f.crossEntropy(x.get(0), targets(f, n), mean.ignoring(n + 1)),
                        s(3, n + 2)),
                of(
                        "crossEntropy, ignoring, used twice",
                        (f, x) -> f.add(
                                f.sum(f.square(x.get(0))),
                                f.crossEntropy(
                                        x.get(0),
                                        targets(f, n),
                                        mean.ignoring(0).reduced(Reduction.SUM))),
                        s(3, n + 2)),
                of(
                        "crossEntropy, smoothed, weighted",
                        (f, x) -> f.crossEntropy(
                                x.get(0),
                                targets(f, n),
                                mean.smoothed(0.1).ignoring(0).weighted(weights(f, x.get(0), n + 2))),
                        s(3, n + 2)),
                of(
                        "crossEntropy of rows",
                        (f, x) -> f.crossEntropy(x.get(0), targets(f, n), mean.reduced(Reduction.NONE)),
                        s(3, n + 2)),
                of(
                        "softCrossEntropy",
                        (f, x) -> f.softCrossEntropy(x.get(0), f.softmax(x.get(1)), Reduction.MEAN),
                        s(3, n),
                        s(3, n)),
                of(
                        "binaryCrossEntropy",
                        (f, x) -> f.binaryCrossEntropy(x.get(0), f.sigmoid(x.get(1)), null, Reduction.NONE),
                        s(2, n),
                        s(2, n)),
                of(
                        "binaryCrossEntropy, weighted",
                        (f, x) -> f.binaryCrossEntropy(
                                x.get(0), f.sigmoid(x.get(1)), weights(f, x.get(0), n), Reduction.MEAN),
                        s(2, n),
                        s(2, n)),
                of("squaredError", (f, x) -> f.squaredError(x.get(0), x.get(1), Reduction.MEAN), s(2, n), s(n)),
                of("absoluteError", (f, x) -> f.absoluteError(x.get(0), x.get(1), Reduction.SUM), s(2, n), s(2, n)),
                of("huber", (f, x) -> f.huber(x.get(0), x.get(1), 0.7, Reduction.NONE), s(2, n), s(2, n)),
                of("smoothL1", (f, x) -> f.smoothL1(x.get(0), x.get(1), 0.7, Reduction.MEAN), s(2, n), s(2, n)),
                of(
                        "klDivergence",
                        (f, x) -> f.klDivergence(f.logSoftmax(x.get(0)), f.logSoftmax(x.get(1)), Reduction.NONE),
                        s(2, n),
                        s(2, n)),
                of("cosineSimilarity", (f, x) -> f.cosineSimilarity(x.get(0), x.get(1), 1e-8), s(2, 3, n + 1), s(n + 1))
                        .within(1e-4),
                of(
                                "cosineEmbedding",
                                (f, x) ->
                                        f.cosineEmbedding(x.get(0), x.get(1), labels(f, x.get(0)), 0.1, Reduction.MEAN),
                                s(2, n + 1),
                                s(2, n + 1))
                        .within(1e-4),
                of("infoNce", (f, x) -> f.infoNce(x.get(0), x.get(1), 0.5, false), s(4, n + 1), s(4, n + 1))
                        .within(1e-4),
                of("infoNce, symmetric", (f, x) -> f.infoNce(x.get(0), x.get(1), 0.5, true), s(4, n + 1), s(4, n + 1))
                        .within(1e-4),
                of(
                                "gaussianNegativeLogLikelihood",
                                (f, x) -> f.gaussianNegativeLogLikelihood(
                                        x.get(0), x.get(1), x.get(2), 1e-6, Reduction.MEAN),
                                s(2, n),
                                s(2, n),
                                s(2, n))
                        .on(Values.POSITIVE),
                of(
                        "poissonNegativeLogLikelihood",
                        (f, x) -> f.poissonNegativeLogLikelihood(x.get(0), x.get(1), Reduction.MEAN),
                        s(2, n),
                        s(2, n)),
                of("hinge", (f, x) -> f.hinge(x.get(0), labels(f, x.get(0)), 1, Reduction.MEAN), s(2)));
    }

    private static Tensor targets(Ops f, int n) {
        return f.scope().of(new int[] {n + 1, 0, n / 2}, 3);
    }

    private static Tensor weights(Ops f, Tensor like, int n) {
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            weights[i] = 0.5 + i % 3;
        }
        return f.scope().ops().cast(f.scope().of(weights, n), like.type());
    }

    private static Tensor labels(Ops f, Tensor like) {
        return f.scope().ops().cast(f.scope().of(new double[] {1, -1}, 2), like.type());
    }
}
