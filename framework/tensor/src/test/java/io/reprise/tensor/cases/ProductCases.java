package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.Tensor;
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
                of("linear without bias", (f, x) -> f.linear(x.get(0), x.get(1), null), s(3, 4), s(4, 5)),
                of("linear of one row", (f, x) -> f.linear(x.get(0), x.get(1), x.get(2)), s(4), s(4, n), s(n)),
                of("outer", (f, x) -> f.outer(x.get(0), x.get(1)), s(3), s(n)),
                of("outer, broadcast", (f, x) -> f.outer(x.get(0), x.get(1)), s(2, 1, 3), s(4, n)),
                einsum("ij,jk->ik", s(3, 4), s(4, n)),
                einsum("ij,kj", s(3, 4), s(n, 4)),
                einsum("ji,kj->ki", s(4, 3), s(n, 4)),
                einsum("bhtd,bhsd->bhts", s(2, 3, 4, 5), s(2, 3, n, 5)),
                einsum("bthd,bshd->bhts", s(2, 4, 3, 5), s(2, n, 3, 5)),
                einsum("...ij,...jk->...ik", s(2, 1, 3, 4), s(5, 4, n)),
                einsum("ii->i", s(4, 4)),
                einsum("ii", s(n, n)),
                einsum("iji->j", s(3, n, 3)),
                einsum("...ii->...i", s(2, 3, 3)),
                einsum("ij->ji", s(3, n)),
                einsum("ij->", s(3, n)),
                einsum("i,i->i", s(n), s(n)),
                einsum("i,i", s(n), s(n)),
                einsum("bi,bi->b", s(4, n), s(4, n)),
                einsum("i,j->ij", s(3), s(n)),
                einsum("ij,ij->ij", s(1, n), s(3, n)),
                einsum("ij,jk->k", s(3, 1), s(4, n)),
                einsum("ij,jk,kl->il", s(2, 3), s(3, n), s(n, 4)),
                einsum("b i j, b j k, k -> b i", s(2, 3, 4), s(2, 4, n), s(n)),
                einsum("...a,...b->...", s(2, 3), s(2, n)),
                einsum("a...,b...->ab", s(3, 2), s(n, 2)));
    }

    private static OperationCase einsum(String formula, int[]... shapes) {
        return of("einsum " + formula, (f, x) -> f.einsum(formula, x.toArray(Tensor[]::new)), shapes);
    }
}
