package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import java.util.List;

/** Operations that take and put elements by their numbers. */
final class IndexCases {
    private IndexCases() {}

    static List<OperationCase> cases(int n) {
        return List.of(
                of("embedding", (f, x) -> f.embedding(x.get(0), indices(f, 4, 2, 2)), s(4, n)),
                of("indexSelect", (f, x) -> f.indexSelect(x.get(0), 0, indices(f, 4, 7)), s(4, n)),
                of("indexSelect of a middle axis", (f, x) -> f.indexSelect(x.get(0), 1, indices(f, 3, 5)), s(2, 3, n)),
                of("indexSelect of the last axis", (f, x) -> f.indexSelect(x.get(0), -1, indices(f, n, 2, 3)), s(3, n)),
                of("gather", (f, x) -> f.gather(x.get(0), 0, indices(f, 4, 6, n)), s(4, n)),
                of("gather along the last axis", (f, x) -> f.gather(x.get(0), -1, indices(f, n, 2, 3, 4)), s(2, 3, n)),
                of("scatterAdd", (f, x) -> f.scatterAdd(x.get(0), 0, indices(f, 4, 6, n), x.get(1)), s(4, n), s(6, n)),
                of(
                        "scatterAdd along the last axis",
                        (f, x) -> f.scatterAdd(x.get(0), 2, indices(f, n, 2, 3, 5), x.get(1)),
                        s(2, 3, n),
                        s(2, 3, 5)),
                of("scatterAdd to itself", (f, x) -> f.scatterAdd(x.get(0), 0, indices(f, 4, 4, n), x.get(0)), s(4, n)),
                of("indexAdd", (f, x) -> f.indexAdd(x.get(0), 1, indices(f, 3, 5), x.get(1)), s(2, 3, n), s(2, 5, n)),
                of("indexPut", (f, x) -> f.indexPut(x.get(0), 0, indices(f, 4, 3), x.get(1)), s(4, n), s(3, n)),
                of(
                        "indexPut on the last axis",
                        (f, x) -> f.indexPut(x.get(0), -1, indices(f, n, 2), x.get(1)),
                        s(3, n),
                        s(3, 2)),
                of("maskedSelect", (f, x) -> f.maskedSelect(x.get(0), everyThird(f, 3, n)), s(3, n)));
    }

    /** Numbers below {@code limit} in no order, some of them again. */
    static Tensor indices(Ops f, int limit, int... sizes) {
        int count = 1;
        for (int size : sizes) {
            count *= size;
        }
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = (7 * i + 3 * (i / limit)) % limit;
        }
        return f.scope().of(values, sizes);
    }

    private static Tensor everyThird(Ops f, int rows, int columns) {
        boolean[] mask = new boolean[rows * columns];
        for (int i = 0; i < mask.length; i += 3) {
            mask[i] = true;
        }
        return f.scope().of(mask, rows, columns);
    }
}
