package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import java.util.List;

/** Normalisations; the deviations are held away from 0, where gradients are huge. */
final class NormalisationCases {
    private static final double EPSILON = 0.1;

    private NormalisationCases() {}

    static List<OperationCase> cases(int n) {
        return List.of(
                of("rmsNorm", (f, x) -> f.rmsNorm(x.get(0), x.get(1), EPSILON), s(2, 3, n), s(n)),
                of("rmsNorm without gain", (f, x) -> f.rmsNorm(x.get(0), null, EPSILON), s(4, n)),
                of(
                                "batchNorm of images",
                                (f, x) -> f.batchNorm(x.get(0), x.get(1), x.get(2), EPSILON, null),
                                s(2, 3, 2, n),
                                s(3),
                                s(3))
                        .within(1e-4),
                of("batchNorm of vectors", (f, x) -> f.batchNorm(x.get(0), null, null, EPSILON, null), s(4, n))
                        .within(1e-4),
                of(
                                "batchNormWith",
                                (f, x) -> f.batchNormWith(
                                        x.get(0), x.get(1), f.square(x.get(2)), x.get(3), x.get(4), EPSILON),
                                s(2, 3, n),
                                s(3),
                                s(3),
                                s(3),
                                s(3))
                        .within(1e-4),
                of(
                                "groupNorm",
                                (f, x) -> f.groupNorm(x.get(0), 2, x.get(1), x.get(2), EPSILON),
                                s(2, 4, 2, n),
                                s(4),
                                s(4))
                        .within(1e-4),
                of(
                                "instanceNorm",
                                (f, x) -> f.instanceNorm(x.get(0), x.get(1), x.get(2), EPSILON),
                                s(2, 2, 3, n),
                                s(2),
                                s(2))
                        .within(1e-4));
    }
}
