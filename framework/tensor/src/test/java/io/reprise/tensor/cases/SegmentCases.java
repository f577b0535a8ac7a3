package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.IndexCases.indices;
import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.cases.OperationCase.Values;
import java.util.List;

/** Operations on segments of rows. Of five segments one, the last, has no rows where indices go to the fourth only. */
final class SegmentCases {
    private SegmentCases() {}

    static List<OperationCase> cases(int n) {
        return List.of(
                of("segment sum", (f, x) -> f.segments().sum(x.get(0), indices(f, 4, 7), 5), s(7, n)),
                of("segment sum of sorted rows", (f, x) -> f.segments().sum(x.get(0), sorted(f), 4), s(6, n)),
                of("segment sum of numbers", (f, x) -> f.segments().sum(x.get(0), indices(f, n, 20), n), s(20)),
                of("segment sum of matrices", (f, x) -> f.segments().sum(x.get(0), indices(f, 3, 5), 3), s(5, 2, n)),
                of("segment mean", (f, x) -> f.segments().mean(x.get(0), indices(f, 4, 7), 5), s(7, n)),
                of("segment max", (f, x) -> f.segments().max(x.get(0), indices(f, 4, 7), 5), s(7, n))
                        .on(Values.SEPARATED),
                of("segment min", (f, x) -> f.segments().min(x.get(0), sorted(f), 4), s(6, n))
                        .on(Values.SEPARATED),
                of("segment softmax", (f, x) -> f.segments().softmax(x.get(0), indices(f, 4, 9), 5), s(9, n)),
                of(
                        "segment softmax of sorted rows",
                        (f, x) -> f.segments().softmax(x.get(0), sorted(f), 4),
                        s(6, 2, n)),
                of("gatherSum", (f, x) -> messages(f, x.get(0), 4, 11, 5), s(4, n)),
                of(
                        "gatherSum, used twice",
                        (f, x) -> f.multiply(x.get(0), messages(f, x.get(0), 4, 9, 4)),
                        s(4, 2, n)));
    }

    private static Tensor messages(Ops f, Tensor x, int nodes, int edges, int segments) {
        return f.segments().gatherSum(x, indices(f, nodes, edges), indices(f, nodes - 1, edges), segments);
    }

    private static Tensor sorted(Ops f) {
        return f.scope().of(new long[] {0, 0, 1, 3, 3, 3}, 6);
    }
}
