package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;
import java.util.List;

/**
 * Operations that take elements by their numbers, and their gradients. All come down to two, which are each other's gradient: taking
 * rows out of a table, and adding rows to one.
 */
final class Indexing {
    private final Ops ops;
    private final Workspace w;

    Indexing(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    // --- rows of tables ---

    /**
     * Rows of {@code width} elements, one for each place.
     *
     * @param places int or long, in range
     */
    Tensor taken(Tensor table, NativeTensor places, int width, Shape shape) {
        NativeTensor x = Workspace.in(table);
        NativeTensor out = w.empty(x.type(), shape);
        if (out.count() > 0) {
            w.kernels.gather(asTable(x, width), places, out);
        }
        if (w.records(x) && w.composes()) {
            w.recordFormula(out, (f, dy, i) -> EagerOps.indexingOf(f).added(null, dy, places, width, x.shape()), x);
        } else if (w.records(x)) {
            w.record(out, g -> addRows(g.gradient(), places, width, g.addingTo(0)), x);
        }
        return out;
    }

    /**
     * A base, or zeros, and to its rows of {@code width} elements, by their places, those of {@code values} added.
     *
     * @param base null for zeros
     */
    Tensor added(NativeTensor base, Tensor values, NativeTensor places, int width, Shape shape) {
        NativeTensor rows = Workspace.in(values);
        NativeTensor out = w.empty(rows.type(), shape);
        if (base == null) {
            w.kernels.fill(out, 0);
        } else {
            w.kernels.copyRuns(base, 0, 0, out, 0, 0, 1, base.count(), false);
        }
        addRows(rows, places, width, out);
        if (!w.records(rows) && !w.records(base)) {
            return out;
        }
        if (w.composes()) {
            w.recordFormula(
                    out,
                    (f, dy, i) -> i == 1 ? dy : EagerOps.indexingOf(f).taken(dy, places, width, rows.shape()),
                    rows,
                    base);
        } else {
            w.record(
                    out,
                    g -> {
                        if (g.needs(0)) {
                            takeRows(g, places, width);
                        }
                        g.pass(1, true);
                    },
                    rows,
                    base);
        }
        return out;
    }

    private void takeRows(Flow g, NativeTensor places, int width) {
        NativeTensor table = asTable(g.gradient(), width);
        if (places.count() == 0 || width == 0) {
            g.addingTo(0);
        } else if (g.started(0)) {
            NativeTensor rows = w.emptyLike(g.into(0));
            w.kernels.gather(table, places.requireOpen(), rows);
            g.give(0, rows);
        } else {
            w.kernels.gather(table, places.requireOpen(), g.into(0));
        }
    }

    private void addRows(NativeTensor rows, NativeTensor places, int width, NativeTensor out) {
        if (rows.count() > 0) {
            w.kernels.scatterAdd(rows, places.requireOpen(), asTable(out, width));
        }
    }

    private static NativeTensor asTable(NativeTensor x, int width) {
        return x.view(Shape.of(width == 0 ? 0 : x.count() / width, width), 0);
    }

    // --- along an axis ---

    Tensor embedding(Tensor rows, Tensor numbers) {
        NativeTensor table = Workspace.in(rows);
        NativeTensor indices = Workspace.in(numbers);
        Workspace.require(
                table.shape().rank() == 2 && Shaping.isInteger(indices),
                "embedding",
                "[n, d] and int[...]",
                table,
                indices);
        return select("embedding", table, 0, indices);
    }

    Tensor indexSelect(Tensor tensor, int axis, Tensor numbers) {
        NativeTensor x = Workspace.in(tensor);
        return select("indexSelect", x, Workspace.axis("indexSelect", x, axis), indices("indexSelect", numbers));
    }

    private Tensor select(String operation, NativeTensor x, int axis, NativeTensor indices) {
        int[] sizes = x.shape().toArray();
        int n = sizes[axis];
        Shaping.requireInRange(operation, indices, n);
        int outer = Workspace.product(sizes, 0, axis);
        int inner = Workspace.product(sizes, axis + 1, sizes.length);
        int rank = indices.shape().rank();
        int[] selected = new int[sizes.length - 1 + rank];
        System.arraycopy(sizes, 0, selected, 0, axis);
        for (int i = 0; i < rank; i++) {
            selected[axis + i] = indices.shape().size(i);
        }
        System.arraycopy(sizes, axis + 1, selected, axis + rank, sizes.length - axis - 1);
        return taken(x, eachOuter(indices, outer, n), inner, Shape.of(selected));
    }

    /** The places in the rows of {@code [outer * n, inner]} of indices into {@code n}. */
    private NativeTensor eachOuter(NativeTensor indices, int outer, int n) {
        if (outer == 1) {
            return indices;
        }
        int k = indices.count();
        NativeTensor places = w.empty(ElementType.INT, Shape.of(outer * k));
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < k; j++) {
                places.putInt(o * k + j, o * n + (int) indices.getLong(j));
            }
        }
        return places;
    }

    Tensor gather(Tensor tensor, int axisNumber, Tensor numbers) {
        NativeTensor x = Workspace.in(tensor);
        NativeTensor indices = indices("gather", numbers);
        int axis = Workspace.axis("gather", x, axisNumber);
        return taken(x, alongAxis("gather", x, axis, indices), 1, indices.shape());
    }

    Tensor scatterAdd(Tensor tensor, int axisNumber, Tensor numbers, Tensor added) {
        NativeTensor x = Workspace.in(tensor);
        NativeTensor indices = indices("scatterAdd", numbers);
        NativeTensor values = addable("scatterAdd", x, added);
        Workspace.require(
                indices.shape().equals(values.shape()), "scatterAdd", "an index for each value", indices, values);
        int axis = Workspace.axis("scatterAdd", x, axisNumber);
        return added(x, values, alongAxis("scatterAdd", x, axis, indices), 1, x.shape());
    }

    /** The places of elements whose position on one axis is given, and on the others is their own. */
    private NativeTensor alongAxis(String operation, NativeTensor x, int axis, NativeTensor indices) {
        int rank = x.shape().rank();
        boolean fits = indices.shape().rank() == rank;
        for (int i = 0; fits && i < rank; i++) {
            fits = i == axis || indices.shape().size(i) == x.shape().size(i);
        }
        Workspace.require(fits, operation, "indices of the shape of x but for axis " + axis, x, indices);
        int[] sizes = x.shape().toArray();
        int n = sizes[axis];
        Shaping.requireInRange(operation, indices, n);
        int outer = Workspace.product(sizes, 0, axis);
        int inner = Workspace.product(sizes, axis + 1, sizes.length);
        int m = indices.shape().size(axis);
        NativeTensor places = w.empty(ElementType.INT, Shape.of(indices.count()));
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < m * inner; j++) {
                int at = o * m * inner + j;
                places.putInt(at, (o * n + (int) indices.getLong(at)) * inner + j % inner);
            }
        }
        return places;
    }

    Tensor indexAdd(Tensor tensor, int axisNumber, Tensor numbers, Tensor added) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("indexAdd", x, axisNumber);
        NativeTensor indices = indices("indexAdd", numbers);
        NativeTensor values = addable("indexAdd", x, added);
        requireSlices("indexAdd", x, axis, indices, values);
        Shaping.requireInRange("indexAdd", indices, x.shape().size(axis));
        int[] sizes = x.shape().toArray();
        int outer = Workspace.product(sizes, 0, axis);
        int inner = Workspace.product(sizes, axis + 1, sizes.length);
        return added(x, values, eachOuter(indices, outer, sizes[axis]), inner, x.shape());
    }

    /** Where several values have one index, the last one stays. */
    Tensor indexPut(Tensor tensor, int axisNumber, Tensor numbers, Tensor put) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("indexPut", x, axisNumber);
        NativeTensor indices = indices("indexPut", numbers);
        NativeTensor values = Workspace.in(put);
        Workspace.requireSameType("indexPut", x, values);
        requireSlices("indexPut", x, axis, indices, values);
        int n = x.shape().size(axis);
        Shaping.requireInRange("indexPut", indices, n);
        NativeTensor sources = w.empty(ElementType.INT, Shape.of(n));
        for (int i = 0; i < n; i++) {
            sources.putInt(i, i);
        }
        for (int j = 0; j < indices.count(); j++) {
            sources.putInt((int) indices.getLong(j), n + j);
        }
        return ops.indexSelect(ops.concat(List.of(x, values), axis), axis, sources);
    }

    private static void requireSlices(
            String operation, NativeTensor x, int axis, NativeTensor indices, NativeTensor values) {
        boolean fits = indices.shape().rank() == 1
                && values.shape().rank() == x.shape().rank();
        for (int i = 0; fits && i < x.shape().rank(); i++) {
            fits = values.shape().size(i)
                    == (i == axis ? indices.count() : x.shape().size(i));
        }
        Workspace.require(
                fits, operation, "[k] indices, and values of the shape of x but k on axis " + axis, x, indices, values);
    }

    // --- by what the elements are ---

    Tensor maskedSelect(Tensor tensor, Tensor chosen) {
        NativeTensor x = Workspace.in(tensor);
        NativeTensor mask = Workspace.in(chosen);
        Workspace.require(
                mask.type() == ElementType.BOOL && mask.shape().equals(x.shape()),
                "maskedSelect",
                "a bool mask of the shape of x",
                x,
                mask);
        int count = countNonZero(mask);
        NativeTensor places = w.empty(ElementType.INT, Shape.of(count));
        int found = 0;
        for (int i = 0; i < mask.count(); i++) {
            if (mask.get(i) != 0) {
                places.putInt(found++, i);
            }
        }
        return taken(x, places, 1, Shape.of(count));
    }

    private static int countNonZero(NativeTensor x) {
        int count = 0;
        for (int i = 0; i < x.count(); i++) {
            count += x.get(i) != 0 ? 1 : 0;
        }
        return count;
    }

    Tensor nonzero(Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        int rank = x.shape().rank();
        NativeTensor places = w.empty(ElementType.INT, Shape.of(countNonZero(x), rank));
        int found = 0;
        for (int i = 0; i < x.count(); i++) {
            if (x.get(i) == 0) {
                continue;
            }
            int rest = i;
            for (int axis = rank - 1; axis >= 0; axis--) {
                places.putInt(found * rank + axis, rest % x.shape().size(axis));
                rest /= x.shape().size(axis);
            }
            found++;
        }
        return places;
    }

    Tensor oneHot(Tensor numbers, int classes, ElementType type) {
        NativeTensor indices = indices("oneHot", numbers);
        Workspace.require(classes >= 0, "oneHot", "a number of classes, not " + classes, indices);
        Shaping.requireInRange("oneHot", indices, classes);
        int[] sizes = Arrays.copyOf(indices.shape().toArray(), indices.shape().rank() + 1);
        sizes[sizes.length - 1] = classes;
        NativeTensor out = w.empty(type, Shape.of(sizes));
        w.kernels.fill(out, 0);
        for (int i = 0; i < indices.count(); i++) {
            out.put(i * classes + (int) indices.getLong(i), 1);
        }
        return out;
    }

    private static NativeTensor indices(String operation, Tensor numbers) {
        NativeTensor indices = Workspace.in(numbers);
        Workspace.require(Shaping.isInteger(indices), operation, "int or long indices", indices);
        return indices;
    }

    private static NativeTensor addable(String operation, NativeTensor x, Tensor added) {
        NativeTensor values = Workspace.in(added);
        Workspace.requireSameType(operation, x, values);
        Workspace.require(x.type() != ElementType.BOOL, operation, "numbers", x);
        return values;
    }
}
