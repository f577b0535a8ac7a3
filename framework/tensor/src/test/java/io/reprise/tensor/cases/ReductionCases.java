package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.cases.OperationCase.Trait;
import io.reprise.tensor.cases.OperationCase.Values;
import java.util.List;

/** Operations that fold axes. */
final class ReductionCases {
    private ReductionCases() {}

    static List<OperationCase> cases(int n) {
        return List.of(
                of("sum", (f, x) -> f.sum(x.get(0)), s(3, 4)),
                of("mean", (f, x) -> f.mean(x.get(0)), s(3, 4)),
                of("sum along an axis", (f, x) -> f.sum(x.get(0), 1, false), s(3, 4, 2)),
                of("sum along an axis, kept", (f, x) -> f.sum(x.get(0), -1, true), s(3, 4)),
                of("mean along an axis", (f, x) -> f.mean(x.get(0), 0, false), s(3, 4)),
                of("max along an axis", (f, x) -> f.max(x.get(0), 1, false), s(3, 4, 2))
                        .with(Trait.ONE_PASS)
                        .on(Values.SEPARATED));
    }
}
