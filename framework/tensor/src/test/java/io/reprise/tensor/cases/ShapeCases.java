package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.Ops;
import io.reprise.tensor.ShapeOps.Padding;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.cases.OperationCase.Trait;
import java.util.List;
import java.util.stream.Stream;

/** Operations that move elements. */
final class ShapeCases {
    private ShapeCases() {}

    static List<OperationCase> cases(int n) {
        return Stream.of(views(n), parts(n), around(n), matrices(n))
                .flatMap(List::stream)
                .map(c -> c.with(Trait.EXACT))
                .toList();
    }

    private static List<OperationCase> views(int n) {
        return List.of(
                of("reshape", (f, x) -> f.reshape(x.get(0), 3, -1), s(n, 6)),
                of("a view made beside the tape", (f, x) -> x.get(0).reshape(12), s(2, 6)),
                of("rows taken beside the tape", (f, x) -> x.get(0).rows(1, 2), s(4, n)),
                of("expandDims", (f, x) -> f.expandDims(x.get(0), -2), s(2, n)),
                of("squeeze", (f, x) -> f.squeeze(x.get(0), 1), s(2, 1, n)),
                of("broadcastTo", (f, x) -> f.broadcastTo(x.get(0), 2, 3, n), s(3, 1)),
                of("permute", (f, x) -> f.permute(x.get(0), 2, 0, 1), s(2, 3, n)),
                of("permute, used twice", (f, x) -> both(f, x.get(0), f.permute(x.get(0), 1, 0, 2)), s(3, 3, n)),
                of("permute of four axes", (f, x) -> f.permute(x.get(0), 0, 2, 3, 1), s(2, 3, n, 2)),
                of("transpose", (f, x) -> f.transpose(x.get(0)), s(2, n, 17)),
                of("transpose of a wide matrix", (f, x) -> f.transpose(x.get(0)), s(35, n)),
                of("swapAxes", (f, x) -> f.swapAxes(x.get(0), 0, -1), s(2, 3, n)),
                of("moveAxis", (f, x) -> f.moveAxis(x.get(0), 0, 2), s(2, 3, n)),
                of("moveAxis to the front", (f, x) -> f.moveAxis(x.get(0), -1, 0), s(2, 3, n)));
    }

    private static List<OperationCase> parts(int n) {
        return List.of(
                of("slice", (f, x) -> f.slice(x.get(0), 1, 1, 3), s(2, 4, n)),
                of("slice of the last axis", (f, x) -> f.slice(x.get(0), -1, n / 2, n), s(4, n)),
                of(
                        "slice, overlapping",
                        (f, x) -> f.add(f.slice(x.get(0), 0, 0, 3), f.slice(x.get(0), 0, 1, 4)),
                        s(4, n)),
                of("slice with a step", (f, x) -> f.slice(x.get(0), 1, 1, 7, 3), s(2, 7, n)),
                of("slice of the last axis with a step", (f, x) -> f.slice(x.get(0), 1, 0, n, 2), s(3, n)),
                of("slice backwards", (f, x) -> f.slice(x.get(0), -1, -1, Integer.MIN_VALUE, -2), s(3, n + 1)),
                of("concat", (f, x) -> f.concat(List.of(x.get(0), x.get(1), x.get(0)), 1), s(2, 1, n), s(2, 2, n)),
                of("concat of the last axis", (f, x) -> f.concat(List.of(x.get(0), x.get(1)), -1), s(2, n), s(2, 3)),
                of("stack", (f, x) -> f.stack(List.of(x.get(0), x.get(1), x.get(0)), 1), s(2, n), s(2, n)),
                of("stack as the last axis", (f, x) -> f.stack(List.of(x.get(0), x.get(1)), -1), s(2, n), s(2, n)),
                of("split", (f, x) -> product(f, f.split(x.get(0), 1, 2)), s(3, 2 * n)),
                of("splitBySizes", (f, x) -> f.splitBySizes(x.get(0), 0, 1, 3).get(1), s(4, n)),
                of("unstack", (f, x) -> product(f, f.unstack(x.get(0), 1)), s(3, 2, n)));
    }

    private static List<OperationCase> around(int n) {
        return List.of(
                of("pad", (f, x) -> f.pad(x.get(0), s(1, 0), s(0, 2), 3), s(2, n)),
                of("pad of three axes", (f, x) -> f.pad(x.get(0), s(0, 2, 1), s(1, 0, 3), 0), s(2, 3, n)),
                of("pad, circular", (f, x) -> f.pad(x.get(0), s(0, 1, n), s(0, 3, 1), Padding.CIRCULAR), s(2, 3, n)),
                of("pad, reflected", (f, x) -> f.pad(x.get(0), s(2, 1), s(1, n), Padding.REFLECT), s(3, n + 1)),
                of("pad, replicated", (f, x) -> f.pad(x.get(0), s(2, 1), s(5, 3), Padding.REPLICATE), s(3, n)),
                of("roll", (f, x) -> f.roll(x.get(0), 2, 1), s(2, 5, n)),
                of("roll back", (f, x) -> f.roll(x.get(0), -1, -1), s(2, n)),
                of("flip", (f, x) -> f.flip(x.get(0), 0), s(4, n)),
                of("flip of several axes", (f, x) -> f.flip(x.get(0), 0, -1), s(3, 2, n)),
                of("tile", (f, x) -> f.tile(x.get(0), 2, 3), s(2, n)),
                of("tile of more axes", (f, x) -> f.tile(x.get(0), 3, 1, 2), s(2, n)),
                of("tile of the first axis", (f, x) -> f.tile(x.get(0), 2, 1, 1), s(2, 2, n)),
                of("repeat", (f, x) -> f.repeat(x.get(0), 0, 3), s(2, n)),
                of("repeat of the last axis", (f, x) -> f.repeat(x.get(0), -1, 2), s(3, n)),
                of("meshgrid", (f, x) -> product(f, f.meshgrid(List.of(x.get(0), x.get(1)))), s(3), s(n)));
    }

    private static List<OperationCase> matrices(int n) {
        return List.of(
                of("tril", (f, x) -> f.tril(x.get(0), -1), s(2, 4, n)),
                of("tril, used twice", (f, x) -> both(f, x.get(0), f.tril(x.get(0), 1)), s(2, n, 4)),
                of("triu", (f, x) -> f.triu(x.get(0), 1), s(2, 4, n)),
                of("triu from below", (f, x) -> f.triu(x.get(0), -2), s(n, 4)),
                of("diagonal", (f, x) -> f.diagonal(x.get(0), 1), s(2, 4, n + 1)),
                of("diagonal below", (f, x) -> f.diagonal(x.get(0), -1), s(n + 1, 3)),
                of("diagonalMatrix", (f, x) -> f.diagonalMatrix(x.get(0), 0), s(2, n)),
                of("diagonalMatrix, moved", (f, x) -> f.diagonalMatrix(x.get(0), -2), s(n)));
    }

    private static Tensor both(Ops f, Tensor x, Tensor y) {
        return f.multiply(y, x);
    }

    private static Tensor product(Ops f, List<Tensor> parts) {
        return f.multiply(parts.get(0), parts.get(1));
    }
}
