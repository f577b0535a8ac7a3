package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import java.util.List;

/** Operations that move elements. */
final class ShapeCases {
    private ShapeCases() {}

    static List<OperationCase> cases(int n) {
        return List.of(
                of("reshape", (f, x) -> f.reshape(x.get(0), 3, -1), s(2, 6)),
                of("a view made beside the tape", (f, x) -> x.get(0).reshape(12), s(2, 6)),
                of("rows taken beside the tape", (f, x) -> x.get(0).rows(1, 2), s(4, 3)),
                of("permute", (f, x) -> f.permute(x.get(0), 2, 0, 1), s(2, 3, 4)),
                of("transpose", (f, x) -> f.transpose(x.get(0)), s(2, 3, 4)),
                of("slice", (f, x) -> f.slice(x.get(0), 1, 1, 3), s(2, 4, 3)),
                of(
                        "slice, overlapping",
                        (f, x) -> f.add(f.slice(x.get(0), 0, 0, 3), f.slice(x.get(0), 0, 1, 4)),
                        s(4, 2)),
                of("concat", (f, x) -> f.concat(List.of(x.get(0), x.get(1), x.get(0)), 1), s(2, 1, 3), s(2, 2, 3)),
                of("tril", (f, x) -> f.tril(x.get(0), -1), s(2, 4, 5)),
                of("embedding", (f, x) -> f.embedding(x.get(0), f.scope().of(new int[] {3, 0, 3, 1}, 2, 2)), s(4, 3)));
    }
}
