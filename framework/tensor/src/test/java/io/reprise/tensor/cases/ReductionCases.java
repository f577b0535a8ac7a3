package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.cases.OperationCase.Trait;
import io.reprise.tensor.cases.OperationCase.Values;
import java.util.List;
import java.util.function.BiFunction;

/** Operations that fold axes. */
final class ReductionCases {
    private ReductionCases() {}

    static List<OperationCase> cases(int n) {
        int[] outer = {0, 2};
        return List.of(
                of("sum", (f, x) -> f.sum(x.get(0)), s(3, n)),
                of("mean", (f, x) -> f.mean(x.get(0)), s(3, n)),
                of("sum along an axis", (f, x) -> f.sum(x.get(0), 1, false), s(3, n, 2)),
                of("sum along an axis, kept", (f, x) -> f.sum(x.get(0), -1, true), s(3, n)),
                of("sum along the first axis", (f, x) -> f.sum(x.get(0), 0, false), s(n, 5)),
                of("sum along axes that lie together", (f, x) -> f.sum(x.get(0), new int[] {1, -1}, false), s(2, n, 3)),
                of("sum along axes that lie apart", (f, x) -> f.sum(x.get(0), outer, false), s(2, 3, n)),
                of("sum along no axis", (f, x) -> f.sum(x.get(0), new int[0], false), s(n)),
                of("mean along an axis", (f, x) -> f.mean(x.get(0), 0, false), s(3, n)),
                of("mean along axes", (f, x) -> f.mean(x.get(0), outer, true), s(2, 3, n)),
                of("product", (f, x) -> f.product(x.get(0)), s(2, 3)),
                of("product along an axis", (f, x) -> f.product(x.get(0), 1, false), s(2, 5, n)),
                of("product along axes", (f, x) -> f.product(x.get(0), outer, true), s(2, n, 2)),
                of("product with a zero", (f, x) -> f.product(withZero(f, x.get(0)), 0, false), s(4)),
                of("variance", (f, x) -> f.variance(x.get(0), 0), s(3, n)),
                of("variance along an axis", (f, x) -> f.variance(x.get(0), 1, 0, false), s(4, n)),
                of("variance along axes", (f, x) -> f.variance(x.get(0), 1, outer, true), s(2, n, 3)),
                of("standardDeviation", (f, x) -> f.standardDeviation(x.get(0), 1, -1, false), s(n, 4)),
                of("logSumExp", (f, x) -> f.logSumExp(x.get(0)), s(3, n)),
                of("logSumExp along axes", (f, x) -> f.logSumExp(x.get(0), outer, false), s(2, 3, n)),
                of("norm, 1", (f, x) -> f.norm(x.get(0), 1), s(3, n)),
                of("norm, 2", (f, x) -> f.norm(x.get(0), 2, 1, true), s(3, n)),
                of("norm, 3 along axes", (f, x) -> f.norm(x.get(0), 3, outer, false), s(2, 3, n)),
                of("norm, largest", (f, x) -> f.norm(x.get(0), Double.POSITIVE_INFINITY, 0, false), s(3, n)),
                of("max along an axis", (f, x) -> f.max(x.get(0), 1, false), s(3, n, 2))
                        .on(Values.SEPARATED)
                        .with(Trait.EXACT),
                of("max", (f, x) -> f.max(x.get(0)), s(3, n))
                        .on(Values.SEPARATED)
                        .with(Trait.EXACT),
                of("max along axes", (f, x) -> f.max(x.get(0), outer, true), s(2, 3, n))
                        .on(Values.SEPARATED)
                        .with(Trait.EXACT),
                of("min along an axis", (f, x) -> f.min(x.get(0), -1, false), s(3, n))
                        .on(Values.SEPARATED)
                        .with(Trait.EXACT),
                of("min along axes", (f, x) -> f.min(x.get(0), outer, false), s(2, 3, n))
                        .on(Values.SEPARATED)
                        .with(Trait.EXACT),
                count("argmax", (f, x) -> f.argmax(x, 1)),
                count("argmin", (f, x) -> f.argmin(x, 0)),
                count("any", (f, x) -> f.any(f.greater(x, f.scope().full(x.type(), Shape.SCALAR, 1)), 0, false)),
                count("all", (f, x) -> f.all(f.less(x, f.scope().full(x.type(), Shape.SCALAR, 1)), outer, false)),
                count("countNonZero", (f, x) -> f.countNonZero(f.round(x), outer, false)),
                of("cumulativeSum", (f, x) -> f.cumulativeSum(x.get(0), 1), s(2, n, 3)),
                of("cumulativeSum, reversed", (f, x) -> f.cumulativeSum(x.get(0), -1, true), s(2, n)),
                of("cumulativeProduct", (f, x) -> f.cumulativeProduct(x.get(0), 1), s(2, 5, n)),
                of("cumulativeProduct, reversed", (f, x) -> f.cumulativeProduct(x.get(0), 0, true), s(4, n)),
                of("cumulativeProduct with a zero", (f, x) -> f.cumulativeProduct(withZero(f, x.get(0)), 0), s(4)));
    }

    private static OperationCase count(String name, BiFunction<Ops, Tensor, Tensor> operation) {
        return of(name, (f, x) -> f.cast(operation.apply(f, x.get(0)), x.get(0).type()), s(3, 2, 17))
                .with(Trait.EXACT, Trait.NO_GRADIENT);
    }

    /** Four elements, the third of them zero at every point: where a quotient would have no gradient. */
    private static Tensor withZero(Ops f, Tensor x) {
        return f.multiply(x, f.cast(f.scope().of(new double[] {1, 1, 0, 1}, 4), x.type()));
    }
}
