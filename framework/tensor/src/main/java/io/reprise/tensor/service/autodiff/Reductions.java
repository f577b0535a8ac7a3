package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Comparison;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;

/** Operations that fold axes, and their gradients. */
final class Reductions {
    private final Ops ops;
    private final Workspace w;

    Reductions(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    // --- axes ---

    /**
     * What is folded: the middle of {@code x} seen as {@code [outer, n, inner]}.
     *
     * @param copied whether x was permuted for this
     * @param kept the shape of x with sizes of 1 where it is folded
     * @param result the shape of the result
     */
    private record Fold(NativeTensor x, boolean copied, int outer, int n, int inner, Shape kept, Shape result) {
        int[] keptSizes() {
            return kept.toArray();
        }

        boolean isEmpty() {
            return n == 0;
        }

        /** The same axes of another tensor of the shape of x. */
        Fold of(NativeTensor other) {
            return new Fold(other, false, outer, n, inner, kept, result);
        }
    }

    private static Fold whole(NativeTensor x) {
        int[] ones = new int[x.shape().rank()];
        Arrays.fill(ones, 1);
        return new Fold(x, false, 1, x.count(), 1, Shape.of(ones), Shape.SCALAR);
    }

    private static Fold along(String operation, NativeTensor x, int number, boolean keep) {
        int axis = Workspace.axis(operation, x, number);
        int[] sizes = x.shape().toArray();
        int outer = product(sizes, 0, axis);
        int inner = product(sizes, axis + 1, sizes.length);
        int n = sizes[axis];
        sizes[axis] = 1;
        Shape kept = Shape.of(sizes);
        if (keep) {
            return new Fold(x, false, outer, n, inner, kept, kept);
        }
        int[] dropped = new int[sizes.length - 1];
        System.arraycopy(sizes, 0, dropped, 0, axis);
        System.arraycopy(sizes, axis + 1, dropped, axis, dropped.length - axis);
        return new Fold(x, false, outer, n, inner, kept, Shape.of(dropped));
    }

    /** Axes that do not lie together are brought together by a permutation, which is recorded. */
    private Fold along(String operation, NativeTensor x, int[] axes, boolean keep) {
        if (axes.length == 1) {
            return along(operation, x, axes[0], keep);
        }
        int[] sizes = x.shape().toArray();
        boolean[] folded = new boolean[sizes.length];
        int first = sizes.length;
        int last = -1;
        for (int number : axes) {
            int axis = Workspace.axis(operation, x, number);
            Workspace.require(!folded[axis], operation, "each axis once, not " + Arrays.toString(axes), x);
            folded[axis] = true;
            if (sizes[axis] != 1) {
                first = Math.min(first, axis);
                last = Math.max(last, axis);
            }
        }
        int[] kept = sizes.clone();
        int[] dropped = new int[sizes.length - axes.length];
        int[] order = new int[sizes.length];
        int rest = 0;
        int end = sizes.length - axes.length;
        boolean together = true;
        for (int i = 0; i < sizes.length; i++) {
            if (folded[i]) {
                kept[i] = 1;
                order[end++] = i;
            } else {
                dropped[rest] = sizes[i];
                order[rest++] = i;
                together &= sizes[i] == 1 || i < first || i > last;
            }
        }
        Shape result = keep ? Shape.of(kept) : Shape.of(dropped);
        if (last < 0) {
            return new Fold(x, false, x.count(), 1, 1, Shape.of(kept), result);
        }
        if (together) {
            return new Fold(
                    x,
                    false,
                    product(sizes, 0, first),
                    product(sizes, first, last + 1),
                    product(sizes, last + 1, sizes.length),
                    Shape.of(kept),
                    result);
        }
        NativeTensor permuted = (NativeTensor) ops.permute(x, order);
        int[] ones = permuted.shape().toArray();
        int n = product(ones, rest, ones.length);
        Arrays.fill(ones, rest, ones.length, 1);
        return new Fold(permuted, true, product(dropped, 0, rest), n, 1, Shape.of(ones), result);
    }

    private static int product(int[] sizes, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= sizes[i];
        }
        return product;
    }

    /** Spreads a result, or a gradient by it, so that it broadcasts against what was folded. */
    private static Tensor spread(Ops f, Tensor result, Fold fold) {
        return f.reshape(result, fold.keptSizes());
    }

    private NativeTensor result(Fold fold) {
        return w.empty(fold.x.type(), fold.result);
    }

    /** The result, when a copy that was permuted for it has been given back, unless gradients want it. */
    private Tensor done(Fold fold, Tensor result) {
        if (fold.copied && !w.records(fold.x)) {
            w.release(fold.x);
        }
        return result;
    }

    private static NativeTensor floating(String operation, Tensor tensor) {
        return Workspace.floating(operation, tensor);
    }

    private static NativeTensor numbers(String operation, Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        Workspace.require(
                x.type() != ElementType.BOOL, operation, "numbers (cast a bool tensor to float or int first)", x);
        return x;
    }

    private static NativeTensor truth(String operation, Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        Workspace.require(x.type() == ElementType.BOOL, operation, "bool", x);
        return x;
    }

    // --- sums ---

    Tensor sum(Tensor tensor) {
        NativeTensor x = numbers("sum", tensor);
        return sum(whole(x));
    }

    Tensor sum(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = numbers("sum", tensor);
        return sum(along("sum", x, axis, keep));
    }

    Tensor sum(Tensor tensor, int[] axes, boolean keep) {
        NativeTensor x = numbers("sum", tensor);
        Fold fold = along("sum", x, axes, keep);
        return done(fold, sum(fold));
    }

    Tensor mean(Tensor tensor) {
        NativeTensor x = floating("mean", tensor);
        return mean(whole(x));
    }

    Tensor mean(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = floating("mean", tensor);
        return mean(along("mean", x, axis, keep));
    }

    Tensor mean(Tensor tensor, int[] axes, boolean keep) {
        NativeTensor x = floating("mean", tensor);
        Fold fold = along("mean", x, axes, keep);
        return done(fold, mean(fold));
    }

    private Tensor sum(Fold fold) {
        return sum(fold, 1);
    }

    private Tensor mean(Fold fold) {
        return sum(fold, 1.0 / fold.n);
    }

    private Tensor sum(Fold fold, double factor) {
        NativeTensor x = fold.x;
        NativeTensor out = result(fold);
        sumInto(fold, factor, out);
        if (w.records(x) && w.composes()) {
            w.recordFormula(
                    out,
                    (f, dy, i) -> f.broadcastTo(
                            spread(f, factor == 1 ? dy : f.scale(dy, factor), fold),
                            x.shape().toArray()),
                    x);
        } else if (w.records(x)) {
            w.record(out, g -> sumGradient(g, fold.kept, factor), x);
        }
        return out;
    }

    private void sumInto(Fold fold, double factor, NativeTensor out) {
        if (fold.isEmpty()) {
            w.kernels.fill(out, factor == 1 ? 0 : Double.NaN);
        } else {
            w.kernels.sum(fold.x, fold.outer, fold.n, fold.inner, factor, out, false);
        }
    }

    private void sumGradient(Flow g, Shape kept, double factor) {
        NativeTensor dy = g.gradient();
        if (factor != 1) {
            w.kernels.affine(dy, factor, 0, dy, false);
        }
        NativeTensor dx = g.addingTo(0);
        w.kernels.binary(Binary.ADD, dx, dy.view(kept, 0), dx);
    }

    // --- products ---

    Tensor product(Tensor tensor) {
        NativeTensor x = floating("product", tensor);
        return product(whole(x));
    }

    Tensor product(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = floating("product", tensor);
        return product(along("product", x, axis, keep));
    }

    Tensor product(Tensor tensor, int[] axes, boolean keep) {
        NativeTensor x = floating("product", tensor);
        Fold fold = along("product", x, axes, keep);
        return done(fold, product(fold));
    }

    private Tensor product(Fold fold) {
        NativeTensor x = fold.x;
        if (w.records(x) && w.composes()) {
            Tensor seen = ops.reshape(x, fold.outer, fold.n, fold.inner);
            return ops.reshape(Compositions.product(ops, seen), fold.result.toArray());
        }
        NativeTensor out = result(fold);
        if (fold.isEmpty()) {
            w.kernels.fill(out, 1);
        } else {
            w.kernels.product(x, fold.outer, fold.n, fold.inner, out);
        }
        if (w.records(x)) {
            w.record(
                    out,
                    g -> w.fused.productGradient(x, g.gradient(), fold.outer, fold.n, fold.inner, g.addingTo(0)),
                    x);
        }
        return out;
    }

    // --- spread ---

    Tensor variance(Tensor tensor, int correction) {
        NativeTensor x = floating("variance", tensor);
        return variance(whole(x), correction);
    }

    Tensor variance(Tensor tensor, int correction, int axis, boolean keep) {
        NativeTensor x = floating("variance", tensor);
        return variance(along("variance", x, axis, keep), correction);
    }

    Tensor variance(Tensor tensor, int correction, int[] axes, boolean keep) {
        NativeTensor x = floating("variance", tensor);
        Fold fold = along("variance", x, axes, keep);
        return done(fold, variance(fold, correction));
    }

    Tensor standardDeviation(Tensor tensor, int correction) {
        NativeTensor x = floating("standardDeviation", tensor);
        return standardDeviation(whole(x), correction);
    }

    Tensor standardDeviation(Tensor tensor, int correction, int axis, boolean keep) {
        NativeTensor x = floating("standardDeviation", tensor);
        return standardDeviation(along("standardDeviation", x, axis, keep), correction);
    }

    Tensor standardDeviation(Tensor tensor, int correction, int[] axes, boolean keep) {
        NativeTensor x = floating("standardDeviation", tensor);
        Fold fold = along("standardDeviation", x, axes, keep);
        return done(fold, standardDeviation(fold, correction));
    }

    private Tensor variance(Fold fold, int correction) {
        NativeTensor x = fold.x;
        double factor = 1.0 / Math.max(0, fold.n - correction);
        NativeTensor mean = w.empty(x.type(), fold.kept);
        sumInto(fold, 1.0 / fold.n, mean);
        NativeTensor squares = w.emptyLike(x);
        w.kernels.binary(Binary.SUBTRACT, x, mean, squares);
        w.kernels.unary(Unary.SQUARE, squares, squares);
        NativeTensor out = result(fold);
        sumInto(fold.of(squares), factor, out);
        w.release(squares);
        w.release(mean);
        if (w.records(x)) {
            w.recordFormula(
                    out,
                    (f, dy, i) -> {
                        Tensor total = f.reshape(
                                f.sum(f.reshape(x, fold.outer, fold.n, fold.inner), 1, true), fold.keptSizes());
                        Tensor centred = f.subtract(x, f.scale(total, 1.0 / fold.n));
                        return f.multiply(spread(f, dy, fold), f.scale(centred, 2 * factor));
                    },
                    x);
        }
        return out;
    }

    private Tensor standardDeviation(Fold fold, int correction) {
        NativeTensor variance = (NativeTensor) variance(fold, correction);
        Tensor root = ops.sqrt(variance);
        if (!w.records(variance)) {
            w.release(variance);
        }
        return root;
    }

    // --- logSumExp ---

    Tensor logSumExp(Tensor tensor) {
        NativeTensor x = floating("logSumExp", tensor);
        return logSumExp(whole(x));
    }

    Tensor logSumExp(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = floating("logSumExp", tensor);
        return logSumExp(along("logSumExp", x, axis, keep));
    }

    Tensor logSumExp(Tensor tensor, int[] axes, boolean keep) {
        NativeTensor x = floating("logSumExp", tensor);
        Fold fold = along("logSumExp", x, axes, keep);
        return done(fold, logSumExp(fold));
    }

    private Tensor logSumExp(Fold fold) {
        NativeTensor x = fold.x;
        NativeTensor out = result(fold);
        if (fold.isEmpty()) {
            w.kernels.fill(out, Double.NEGATIVE_INFINITY);
            return out;
        }
        // Taken off first, so that no exponential overflows; an infinity would make NaN of itself.
        NativeTensor largest = w.empty(x.type(), fold.kept);
        w.kernels.max(x, fold.outer, fold.n, fold.inner, largest, null);
        NativeTensor finite = (NativeTensor) ops.scope().ops().isFinite(largest);
        NativeTensor zero = constant(x, 0);
        w.kernels.where(finite, largest, zero, largest);
        NativeTensor powers = w.emptyLike(x);
        w.kernels.binary(Binary.SUBTRACT, x, largest, powers);
        w.kernels.unary(Unary.EXP, powers, powers);
        sumInto(fold.of(powers), 1, out);
        w.kernels.unary(Unary.LOG, out, out);
        w.kernels.binary(Binary.ADD, out, largest.view(out.shape(), 0), out);
        w.release(powers);
        w.release(zero);
        w.release(finite);
        w.release(largest);
        if (w.records(x)) {
            w.recordFormula(
                    out, (f, dy, i) -> f.multiply(spread(f, dy, fold), f.exp(f.subtract(x, spread(f, out, fold)))), x);
        }
        return out;
    }

    private NativeTensor constant(NativeTensor like, double value) {
        NativeTensor constant = w.empty(like.type(), Shape.SCALAR);
        w.kernels.fill(constant, value);
        return constant;
    }

    // --- norms ---

    Tensor norm(Tensor tensor, double p) {
        NativeTensor x = floating("norm", tensor);
        return norm(whole(x), p);
    }

    Tensor norm(Tensor tensor, double p, int axis, boolean keep) {
        NativeTensor x = floating("norm", tensor);
        return norm(along("norm", x, axis, keep), p);
    }

    Tensor norm(Tensor tensor, double p, int[] axes, boolean keep) {
        NativeTensor x = floating("norm", tensor);
        Fold fold = along("norm", x, axes, keep);
        return done(fold, norm(fold, p));
    }

    private Tensor norm(Fold fold, double p) {
        if (!(p > 0)) {
            throw new IllegalArgumentException("norm: wants p > 0, and got " + p);
        }
        NativeTensor x = fold.x;
        if (p == Double.POSITIVE_INFINITY && !fold.isEmpty()) {
            NativeTensor sizes = (NativeTensor) ops.abs(x);
            Tensor largest = extreme("norm", fold.of(sizes), true);
            if (!w.records(sizes)) {
                w.release(sizes);
            }
            return largest;
        }
        NativeTensor terms = w.emptyLike(x);
        w.kernels.unary(p == 2 ? Unary.SQUARE : Unary.ABS, x, terms);
        NativeTensor out = result(fold);
        if (p == 1 || p == 2 || p == Double.POSITIVE_INFINITY) {
            sumInto(fold.of(terms), 1, out);
            if (p == 2) {
                w.kernels.unary(Unary.SQRT, out, out);
            }
        } else {
            toPower(terms, p);
            sumInto(fold.of(terms), 1, out);
            toPower(out, 1 / p);
        }
        w.release(terms);
        if (w.records(x)) {
            w.recordFormula(out, (f, dy, i) -> f.multiply(spread(f, dy, fold), normSlope(f, fold, out, p)), x);
        }
        return out;
    }

    private void toPower(NativeTensor x, double p) {
        NativeTensor exponent = constant(x, p);
        w.kernels.binary(Binary.POWER, x, exponent, x);
        w.release(exponent);
    }

    /** {@code sign(x) (|x| / norm)^(p - 1)}, and 0 where the norm is 0. */
    private static Tensor normSlope(Ops f, Fold fold, Tensor norm, double p) {
        Tensor x = fold.x;
        if (p == 1) {
            return f.sign(x);
        }
        Tensor zero = f.scope().full(x.type(), Shape.SCALAR, 0);
        Tensor one = f.scope().full(x.type(), Shape.SCALAR, 1);
        Tensor safe = spread(f, f.where(f.equal(norm, zero), one, norm), fold);
        Tensor share = f.divide(x, safe);
        return p == 2 ? share : f.multiply(f.sign(x), f.power(f.abs(share), p - 1));
    }

    // --- extremes ---

    Tensor max(Tensor tensor) {
        NativeTensor x = numbers("max", tensor);
        return extreme("max", whole(x), true);
    }

    Tensor max(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = numbers("max", tensor);
        return extreme("max", along("max", x, axis, keep), true);
    }

    Tensor max(Tensor tensor, int[] axes, boolean keep) {
        NativeTensor x = numbers("max", tensor);
        Fold fold = along("max", x, axes, keep);
        return done(fold, extreme("max", fold, true));
    }

    Tensor min(Tensor tensor) {
        NativeTensor x = numbers("min", tensor);
        return extreme("min", whole(x), false);
    }

    Tensor min(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = numbers("min", tensor);
        return extreme("min", along("min", x, axis, keep), false);
    }

    Tensor min(Tensor tensor, int[] axes, boolean keep) {
        NativeTensor x = numbers("min", tensor);
        Fold fold = along("min", x, axes, keep);
        return done(fold, extreme("min", fold, false));
    }

    private Tensor extreme(String operation, Fold fold, boolean largest) {
        requireElements(operation, fold);
        NativeTensor x = fold.x;
        NativeTensor out = result(fold);
        if (!w.records(x)) {
            find(fold, largest, out, null);
            return out;
        }
        NativeTensor indices = w.empty(ElementType.INT, out.shape());
        find(fold, largest, out, indices);
        if (w.composes()) {
            w.recordFormula(out, (f, dy, i) -> atIndices(f, dy, indices, fold), x);
        } else {
            w.record(
                    out,
                    g -> {
                        w.fused.maxGradient(g.gradient(), indices, fold.outer, fold.n, fold.inner, g.addingTo(0));
                        w.release(indices);
                    },
                    x);
        }
        return out;
    }

    private void find(Fold fold, boolean largest, NativeTensor out, NativeTensor indices) {
        if (largest) {
            w.kernels.max(fold.x, fold.outer, fold.n, fold.inner, out, indices);
        } else {
            w.kernels.min(fold.x, fold.outer, fold.n, fold.inner, out, indices);
        }
    }

    /** The gradient by one element of each fold, among zeros. */
    private static Tensor atIndices(Ops f, Tensor dy, Tensor indices, Fold fold) {
        int[] numbers = new int[fold.n];
        Arrays.setAll(numbers, k -> k);
        Tensor chosen =
                f.equal(f.reshape(indices, fold.outer, 1, fold.inner), f.scope().of(numbers, fold.n, 1));
        Tensor zero = f.scope().full(dy.type(), Shape.SCALAR, 0);
        Tensor dx = f.where(chosen, f.reshape(dy, fold.outer, 1, fold.inner), zero);
        return f.reshape(dx, fold.x.shape().toArray());
    }

    Tensor argmax(Tensor tensor, int axis) {
        return indices("argmax", numbers("argmax", tensor), axis, true);
    }

    Tensor argmin(Tensor tensor, int axis) {
        return indices("argmin", numbers("argmin", tensor), axis, false);
    }

    private Tensor indices(String operation, NativeTensor x, int axis, boolean largest) {
        Fold fold = along(operation, x, axis, false);
        requireElements(operation, fold);
        NativeTensor indices = w.empty(ElementType.INT, fold.result);
        find(fold, largest, null, indices);
        return indices;
    }

    private static void requireElements(String operation, Fold fold) {
        Workspace.require(fold.n > 0, operation, "at least one element to choose from", fold.x);
    }

    // --- truth values and counts ---

    Tensor any(Tensor tensor) {
        NativeTensor x = truth("any", tensor);
        return any(whole(x));
    }

    Tensor any(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = truth("any", tensor);
        return any(along("any", x, axis, keep));
    }

    Tensor any(Tensor tensor, int[] axes, boolean keep) {
        NativeTensor x = truth("any", tensor);
        Fold fold = along("any", x, axes, keep);
        return done(fold, any(fold));
    }

    Tensor all(Tensor tensor) {
        NativeTensor x = truth("all", tensor);
        return all(whole(x));
    }

    Tensor all(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = truth("all", tensor);
        return all(along("all", x, axis, keep));
    }

    Tensor all(Tensor tensor, int[] axes, boolean keep) {
        NativeTensor x = truth("all", tensor);
        Fold fold = along("all", x, axes, keep);
        return done(fold, all(fold));
    }

    private Tensor any(Fold fold) {
        return holds(fold, true);
    }

    private Tensor all(Fold fold) {
        return holds(fold, false);
    }

    /** Of truth values the largest says whether any holds, and the smallest whether all do. */
    private Tensor holds(Fold fold, boolean any) {
        NativeTensor out = result(fold);
        if (fold.isEmpty()) {
            w.kernels.fill(out, any ? 0 : 1);
        } else {
            find(fold, any, out, null);
        }
        return out;
    }

    Tensor countNonZero(Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        return countNonZero(whole(x));
    }

    Tensor countNonZero(Tensor tensor, int axis, boolean keep) {
        NativeTensor x = Workspace.in(tensor);
        return countNonZero(along("countNonZero", x, axis, keep));
    }

    Tensor countNonZero(Tensor tensor, int[] axes, boolean keep) {
        NativeTensor x = Workspace.in(tensor);
        Fold fold = along("countNonZero", x, axes, keep);
        return done(fold, countNonZero(fold));
    }

    private Tensor countNonZero(Fold fold) {
        NativeTensor x = fold.x;
        NativeTensor zero = constant(x, 0);
        NativeTensor truth = w.empty(ElementType.BOOL, x.shape());
        w.kernels.compare(Comparison.NOT_EQUAL, x, zero, truth);
        NativeTensor ones = w.empty(ElementType.INT, x.shape());
        w.kernels.cast(truth, ones);
        NativeTensor out = w.empty(ElementType.INT, fold.result);
        sumInto(fold.of(ones), 1, out);
        w.release(ones);
        w.release(truth);
        w.release(zero);
        return out;
    }

    // --- running ---

    Tensor cumulativeSum(Tensor tensor, int axis, boolean reverse) {
        NativeTensor x = numbers("cumulativeSum", tensor);
        Fold fold = along("cumulativeSum", x, axis, true);
        NativeTensor out = w.emptyLike(x);
        w.kernels.cumulative(Binary.ADD, x, fold.outer, fold.n, fold.inner, reverse, out);
        if (w.records(x)) {
            w.recordFormula(out, (f, dy, i) -> f.cumulativeSum(dy, axis, !reverse), x);
        }
        return out;
    }

    Tensor cumulativeProduct(Tensor tensor, int axis, boolean reverse) {
        NativeTensor x = Workspace.floating("cumulativeProduct", tensor);
        Fold fold = along("cumulativeProduct", x, axis, true);
        if (w.records(x) && w.composes()) {
            return Compositions.cumulativeProduct(ops, x, axis, reverse);
        }
        NativeTensor out = w.emptyLike(x);
        w.kernels.cumulative(Binary.MULTIPLY, x, fold.outer, fold.n, fold.inner, reverse, out);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> w.fused.cumulativeProductGradient(
                            x, out, g.gradient(), fold.outer, fold.n, fold.inner, reverse, g.addingTo(0)),
                    x);
        }
        return out;
    }
}
