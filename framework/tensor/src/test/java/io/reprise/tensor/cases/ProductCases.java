package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import java.util.List;

/** Operations that multiply matrices. */
final class ProductCases {
    private ProductCases() {}

    static List<OperationCase> cases(int n) {
        return List.of(
                of("matmul", (f, x) -> f.matmul(x.get(0), x.get(1)), s(3, 4), s(4, 5)),
                of("matmul, transposed left", (f, x) -> f.matmul(x.get(0), x.get(1), true, false), s(4, 3), s(4, 5)),
                of("matmul, transposed right", (f, x) -> f.matmul(x.get(0), x.get(1), false, true), s(3, 4), s(5, 4)),
                of("matmul, both transposed", (f, x) -> f.matmul(x.get(0), x.get(1), true, true), s(4, 3), s(5, 4)),
                of("matmul with itself", (f, x) -> f.matmul(x.get(0), x.get(0), false, true), s(3, 4)),
                of("matmul, batch against heads", (f, x) -> f.matmul(x.get(0), x.get(1)), s(3, 1, 4, 2), s(2, 2, 5)),
                of("matmul, batch against one matrix", (f, x) -> f.matmul(x.get(0), x.get(1)), s(3, 2, 4, 2), s(2, 5)),
                of(
                        "matmul, batch against one matrix, transposed",
                        (f, x) -> f.matmul(x.get(0), x.get(1), true, true),
                        s(3, 2, 4),
                        s(5, 2)),
                of("matmul, one matrix against batch", (f, x) -> f.matmul(x.get(0), x.get(1)), s(3, 2), s(4, 2, 5)),
                of(
                        "matmul, many against one transposed",
                        (f, x) -> f.matmul(x.get(0), x.get(1), false, true),
                        s(9, 1, 2, 2),
                        s(2, 3, 2)),
                of("matmulRelu", (f, x) -> f.matmulRelu(x.get(0), x.get(1)), s(3, 1, 4, 2), s(2, 2, 5)),
                of("matmulSum", (f, x) -> f.matmulSum(x.get(0), x.get(1)), s(3, 2, 4, 2), s(2, 2, 5)),
                of("matmulSum of one batch", (f, x) -> f.matmulSum(x.get(0), x.get(1)), s(2, 4, 2), s(2, 2, 5)),
                of("linear", (f, x) -> f.linear(x.get(0), x.get(1), x.get(2)), s(2, 3, 4), s(4, 5), s(5)),
                of("linear without bias", (f, x) -> f.linear(x.get(0), x.get(1), null), s(3, 4), s(4, 5)));
    }
}
