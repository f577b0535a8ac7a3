package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.SortingOps.TopK;
import io.reprise.tensor.SortingOps.Unique;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;

/**
 * Operations that order elements. Elements are sorted as whole numbers of the same order; gradients go through
 * {@link Indexing}.
 */
final class Sorting {
    private final Ops ops;
    private final Workspace w;

    Sorting(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    Tensor sort(Tensor x, int axis, boolean descending) {
        return ops.gather(x, axis, argsort("sort", x, axis, descending));
    }

    Tensor argsort(Tensor x, int axis, boolean descending) {
        return argsort("argsort", x, axis, descending);
    }

    TopK topK(Tensor tensor, int k, int axisNumber, boolean largest) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis("topK", x, axisNumber);
        Workspace.require(k >= 0 && k <= x.shape().size(axis), "topK", "at least " + k + " elements on the axis", x);
        NativeTensor order = argsort("topK", x, axis, largest);
        Tensor first = ops.slice(order, axis, 0, k);
        w.release(order);
        return new TopK(ops.gather(x, axis, first), first);
    }

    private NativeTensor argsort(String operation, Tensor tensor, int axisNumber, boolean descending) {
        NativeTensor x = Workspace.in(tensor);
        int axis = Workspace.axis(operation, x, axisNumber);
        int[] sizes = x.shape().toArray();
        int n = sizes[axis];
        int inner = Workspace.product(sizes, axis + 1, sizes.length);
        int outer = Workspace.product(sizes, 0, axis);
        NativeTensor order = w.empty(ElementType.INT, x.shape());
        long[] keys = new long[n];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int start = o * n * inner + i;
                if (x.type().bytes() == Long.BYTES) {
                    orderLong(x, start, inner, keys, descending, order);
                } else {
                    orderShort(x, start, inner, keys, descending, order);
                }
            }
        }
        return order;
    }

    /** Sorts elements of up to 32 bits, each with its index in the lower half of a long. */
    private static void orderShort(
            NativeTensor x, int start, int step, long[] keys, boolean descending, NativeTensor order) {
        for (int k = 0; k < keys.length; k++) {
            keys[k] = (shortKey(x, start + k * step, descending) << 32) | k;
        }
        Arrays.sort(keys);
        for (int k = 0; k < keys.length; k++) {
            order.putInt(start + k * step, (int) keys[k]);
        }
    }

    /** Sorts elements of 64 bits; each goes to the first place of its equals that is free. */
    private static void orderLong(
            NativeTensor x, int start, int step, long[] keys, boolean descending, NativeTensor order) {
        for (int k = 0; k < keys.length; k++) {
            keys[k] = longKey(x, start + k * step, descending);
        }
        Arrays.sort(keys);
        int[] taken = new int[keys.length];
        for (int k = 0; k < keys.length; k++) {
            int first = firstAtLeast(keys, longKey(x, start + k * step, descending));
            order.putInt(start + (first + taken[first]++) * step, k);
        }
    }

    /** A whole number of 32 bits in whose order the elements are. */
    private static long shortKey(NativeTensor x, int i, boolean descending) {
        if (x.type() != ElementType.FLOAT) {
            int value = (int) x.get(i);
            return descending ? ~value : value;
        }
        float value = (float) x.get(i);
        if (Float.isNaN(value)) {
            return Integer.MAX_VALUE;
        }
        // Adding 0 makes -0 equal to 0. Of negative numbers the larger magnitude is the smaller number.
        int bits = Float.floatToIntBits(value + 0f);
        int key = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return descending ? ~key : key;
    }

    /** A whole number in whose order the elements are. */
    private static long longKey(NativeTensor x, int i, boolean descending) {
        if (x.type() == ElementType.LONG || x.type() == ElementType.INT) {
            return descending ? ~x.getLong(i) : x.getLong(i);
        }
        double value = x.get(i);
        if (Double.isNaN(value)) {
            return Long.MAX_VALUE;
        }
        long bits = Double.doubleToLongBits(value + 0.0);
        long key = bits ^ ((bits >> 63) & Long.MAX_VALUE);
        return descending ? ~key : key;
    }

    private static int firstAtLeast(long[] sorted, long key) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    Unique unique(Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        int n = x.count();
        NativeTensor flat = x.view(Shape.of(n), 0);
        NativeTensor order = argsort("unique", flat, 0, false);
        NativeTensor inverse = w.empty(ElementType.INT, x.shape());
        int[] firsts = new int[n];
        int[] counts = new int[n];
        int found = 0;
        for (int k = 0; k < n; k++) {
            int place = (int) order.getLong(k);
            if (k == 0 || longKey(x, place, false) != longKey(x, firsts[found - 1], false)) {
                firsts[found++] = place;
            }
            counts[found - 1]++;
            inverse.putInt(place, found - 1);
        }
        w.release(order);
        NativeTensor places = w.empty(ElementType.INT, Shape.of(found));
        NativeTensor times = w.empty(ElementType.INT, Shape.of(found));
        for (int k = 0; k < found; k++) {
            places.putInt(k, firsts[k]);
            times.putInt(k, counts[k]);
        }
        NativeTensor values = w.empty(x.type(), Shape.of(found));
        if (found > 0) {
            w.kernels.gather(x.view(Shape.of(n, 1), 0), places, values);
        }
        w.release(places);
        return new Unique(values, inverse, times);
    }

    Tensor searchSorted(Tensor ascending, Tensor wanted, boolean right) {
        NativeTensor sorted = Workspace.in(ascending);
        NativeTensor values = Workspace.in(wanted);
        Workspace.requireSameType("searchSorted", sorted, values);
        Workspace.require(sorted.shape().rank() == 1, "searchSorted", "a sorted tensor of one axis", sorted, values);
        long[] keys = new long[sorted.count()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = longKey(sorted, i, false);
        }
        NativeTensor places = w.empty(ElementType.INT, values.shape());
        for (int i = 0; i < values.count(); i++) {
            long key = longKey(values, i, false);
            // Behind equals is before the next larger number; nothing is larger than NaN.
            boolean behindAll = right && key == Long.MAX_VALUE;
            places.putInt(i, behindAll ? keys.length : firstAtLeast(keys, right ? key + 1 : key));
        }
        return places;
    }

    Tensor bincount(Tensor tensor, int length) {
        NativeTensor x = Workspace.in(tensor);
        Workspace.require(Shaping.isInteger(x) && length >= 0, "bincount", "int or long, and a length of 0 or more", x);
        Shaping.requireInRange("bincount", x, length);
        NativeTensor counts = w.empty(ElementType.INT, Shape.of(length));
        w.kernels.fill(counts, 0);
        for (int i = 0; i < x.count(); i++) {
            int value = (int) x.getLong(i);
            counts.putInt(value, (int) counts.getLong(value) + 1);
        }
        return counts;
    }
}
