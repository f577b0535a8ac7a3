package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.cases.OperationCase.Trait;
import io.reprise.tensor.cases.OperationCase.Values;
import java.util.List;
import java.util.stream.Stream;

/** Operations that order elements. */
final class SortingCases {
    private SortingCases() {}

    static List<OperationCase> cases(int n) {
        return Stream.concat(ordered(n), numbers(n))
                .map(c -> c.on(Values.SEPARATED).with(Trait.EXACT))
                .toList();
    }

    private static Stream<OperationCase> ordered(int n) {
        return Stream.of(
                of("sort", (f, x) -> f.sort(x.get(0), -1, false), s(3, n)),
                of("sort, descending", (f, x) -> f.sort(x.get(0), 1, true), s(2, 4, n)),
                of("topK", (f, x) -> f.topK(x.get(0), 2, 0, true).values(), s(5, n)),
                of(
                        "topK, smallest",
                        (f, x) -> f.topK(x.get(0), (n + 1) / 2, -1, false).values(),
                        s(3, n)));
    }

    private static Stream<OperationCase> numbers(int n) {
        return Stream.of(
                        of("argsort", (f, x) -> f.argsort(x.get(0), 0, true), s(5, n)),
                        of("unique", (f, x) -> f.unique(x.get(0)).inverse(), s(3, n)),
                        of(
                                "searchSorted",
                                (f, x) -> f.searchSorted(f.sort(x.get(0), 0, false), x.get(1), true),
                                s(n),
                                s(4)))
                .map(c -> c.with(Trait.NO_GRADIENT));
    }
}
