package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Interpolation;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Outside;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Taps;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;
import java.util.List;

/** Images taken at other places than those of their elements. */
final class Samples {
    /** Of Keys' cubic convolution (1981), as PyTorch and OpenCV have it. */
    private static final double CUBIC = -0.75;

    private final Ops ops;
    private final Workspace w;

    Samples(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    // --- maps along an axis ---

    /** A linear map along one axis. */
    static Tensor along(Ops ops, Workspace w, Tensor tensor, int axis, Taps taps) {
        if (taps.isIdentity()) {
            return tensor;
        }
        NativeTensor x = Workspace.in(tensor);
        int[] sizes = x.shape().toArray();
        int outer = Arrays.stream(sizes, 0, axis).reduce(1, (a, b) -> a * b);
        int inner = Arrays.stream(sizes, axis + 1, sizes.length).reduce(1, (a, b) -> a * b);
        sizes[axis] = taps.out();
        if (w.composes()) {
            NativeTensor matrix = w.empty(x.type(), Shape.of(taps.out(), taps.in()));
            matrix.set(taps.matrix());
            Tensor y = inner == 1
                    ? ops.matmul(ops.reshape(x, outer, taps.in()), matrix, false, true)
                    : ops.matmul(matrix, ops.reshape(x, outer, taps.in(), inner));
            return ops.reshape(y, sizes);
        }
        NativeTensor out = w.empty(x.type(), Shape.of(sizes));
        w.fused.images().resample(x, outer, inner, taps, out);
        if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        NativeTensor dx = w.emptyLike(x);
                        w.fused.images().resampleGradient(g.gradient(), outer, inner, taps, dx);
                        g.give(0, dx);
                    },
                    x);
        }
        return out;
    }

    Tensor resize(Tensor tensor, Interpolation interpolation, boolean alignCorners, int... size) {
        NativeTensor x = ImageShapes.image("resize", tensor);
        ImageShapes.requireSizes("resize", size, x);
        Workspace.require(
                !ImageShapes.isEmpty(x) && !(alignCorners && interpolation == Interpolation.NEAREST),
                "resize",
                "images of at least one element, and aligned corners only where values are interpolated",
                x);
        Tensor y = x;
        for (int i = 0; i < size.length; i++) {
            y = along(ops, w, y, i + 2, taps(x.shape().size(i + 2), size[i], interpolation, alignCorners));
        }
        return y;
    }

    private static Taps taps(int n, int m, Interpolation interpolation, boolean alignCorners) {
        Taps taps = new Taps(
                n,
                m,
                switch (interpolation) {
                    case NEAREST -> 1;
                    case LINEAR -> 2;
                    case CUBIC -> 4;
                });
        for (int i = 0; i < m; i++) {
            if (interpolation == Interpolation.NEAREST) {
                taps.set(i, 0, (int) ((long) i * n / m), 1);
                continue;
            }
            double place = alignCorners ? (m == 1 ? 0 : (double) i * (n - 1) / (m - 1)) : (i + 0.5) * n / m - 0.5;
            if (interpolation == Interpolation.LINEAR) {
                place = Math.max(0, place);
                int first = (int) Math.floor(place);
                taps.set(i, 0, first, 1 - (place - first));
                taps.set(i, 1, Math.min(first + 1, n - 1), place - first);
            } else {
                int first = (int) Math.floor(place) - 1;
                for (int t = 0; t < 4; t++) {
                    taps.set(i, t, Math.max(0, Math.min(first + t, n - 1)), cubic(Math.abs(place - first - t)));
                }
            }
        }
        return taps;
    }

    /** Keys' kernel at a distance. */
    private static double cubic(double d) {
        return d <= 1
                ? ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1
                : d < 2 ? ((CUBIC * d - 5 * CUBIC) * d + 8 * CUBIC) * d - 4 * CUBIC : 0;
    }

    // --- places of a grid ---

    Tensor atGrid(Tensor tensor, Tensor places, Interpolation interpolation, Outside outside, boolean alignCorners) {
        NativeTensor x = ImageShapes.image("gridSample", tensor);
        NativeTensor grid = Workspace.floating("gridSample", places);
        int axes = x.shape().rank() - 2;
        Workspace.require(
                axes >= 2
                        && grid.type() == x.type()
                        && grid.shape().rank() == axes + 2
                        && grid.shape().size(0) == x.shape().size(0)
                        && grid.shape().size(-1) == axes
                        && !ImageShapes.isEmpty(x)
                        && interpolation != Interpolation.CUBIC,
                "gridSample",
                "[b, c, h, w] and [b, m, n, 2], or [b, c, d, h, w] and [b, l, m, n, 3], of one type, and no cubic"
                        + " interpolation",
                x,
                grid);
        int batch = x.shape().size(0);
        int channels = x.shape().size(1);
        int[] spatial = ImageShapes.spatial(x.shape());
        int elements = Arrays.stream(spatial).reduce(1, (a, b) -> a * b);
        int points = batch == 0 ? 0 : grid.count() / (batch * axes);
        // Rows of channels, one for each element of each image, and one of zeros for what lies outside.
        Tensor rows = ops.permute(ops.reshape(x, batch, channels, elements), 0, 2, 1);
        Tensor table = ops.concat(
                List.of(
                        ops.reshape(rows, batch * elements, channels),
                        ops.scope().zeros(x.type(), Shape.of(1, channels))),
                0);
        Axis[] each = new Axis[axes];
        Tensor flat = ops.reshape(grid, batch * points, axes);
        for (int axis = 0; axis < axes; axis++) {
            // The last coordinate belongs to the first axis.
            Tensor place = ops.slice(flat, 1, axes - 1 - axis, axes - axis);
            each[axis] = axis(place, spatial[axis], interpolation, outside, alignCorners);
        }
        Tensor sum = null;
        int corners = interpolation == Interpolation.NEAREST ? 1 : 1 << axes;
        for (int corner = 0; corner < corners; corner++) {
            int[] indices = new int[batch * points];
            Tensor weight = null;
            for (int point = 0; point < indices.length; point++) {
                indices[point] = element(each, spatial, corner, point, point / points * elements, batch * elements);
            }
            for (int axis = 0; axis < axes && interpolation != Interpolation.NEAREST; axis++) {
                Tensor share = each[axis].share;
                Tensor factor = (corner >> axis & 1) == 1 ? share : ops.offset(ops.negate(share), 1);
                weight = weight == null ? factor : ops.multiply(weight, factor);
            }
            Tensor values = ops.embedding(table, ops.scope().of(indices, indices.length));
            Tensor part = weight == null ? values : ops.multiply(values, weight);
            sum = sum == null ? part : ops.add(sum, part);
        }
        Tensor y = ops.permute(ops.reshape(sum, batch, points, channels), 0, 2, 1);
        int[] out = Arrays.copyOfRange(grid.shape().toArray(), 1, axes + 1);
        return ops.reshape(y, ImageShapes.imageShape(batch, channels, out).toArray());
    }

    /**
     * Places along one axis.
     *
     * @param first the elements before them
     * @param share how far they are towards the next element: 0 to 1; null where only elements count
     */
    private record Axis(long[] first, Tensor share) {}

    /** The row of a corner of the cell of a point; {@code none} outside of the image. */
    private static int element(Axis[] axes, int[] sizes, int corner, int point, int image, int none) {
        int element = 0;
        for (int axis = 0; axis < axes.length; axis++) {
            long index = axes[axis].first[point] + (corner >> axis & 1);
            if (index < 0 || index >= sizes[axis]) {
                return none;
            }
            element = element * sizes[axis] + (int) index;
        }
        return image + element;
    }

    private Axis axis(Tensor places, int n, Interpolation interpolation, Outside outside, boolean alignCorners) {
        Tensor place = alignCorners
                ? ops.scale(ops.offset(places, 1), (n - 1) / 2.0)
                : ops.offset(ops.scale(ops.offset(places, 1), n / 2.0), -0.5);
        double[] values = place.toDoubles();
        double[] slopes = new double[values.length];
        double[] offsets = new double[values.length];
        long[] first = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            double inside = values[i];
            slopes[i] = 1;
            if (outside == Outside.REFLECTION) {
                double low = alignCorners ? 0 : -0.5;
                double span = alignCorners ? n - 1 : n;
                double distance = Math.abs(values[i] - low);
                double rest = span == 0 ? 0 : distance % span;
                boolean back = span != 0 && Math.floor(distance / span) % 2 == 1;
                inside = low + (back ? span - rest : rest);
                slopes[i] = span == 0 ? 0 : (back ? -1 : 1) * (values[i] < low ? -1 : 1);
            }
            if (outside != Outside.ZEROS && (inside <= 0 || inside >= n - 1)) {
                slopes[i] = inside < 0 || inside > n - 1 ? 0 : slopes[i];
                inside = Math.max(0, Math.min(n - 1.0, inside));
            }
            first[i] = (long) (interpolation == Interpolation.NEAREST ? Math.rint(inside) : Math.floor(inside));
            offsets[i] = inside - slopes[i] * values[i] - first[i];
        }
        if (interpolation == Interpolation.NEAREST) {
            return new Axis(first, null);
        }
        Tensor share = ops.add(ops.multiply(place, constant(place, slopes)), constant(place, offsets));
        return new Axis(first, share);
    }

    private Tensor constant(Tensor like, double[] values) {
        Tensor constant = ops.scope().zeros(like.type(), like.shape());
        constant.set(values);
        return constant;
    }

    Tensor affineGrid(Tensor tensor, boolean alignCorners, int... size) {
        NativeTensor theta = Workspace.floating("affineGrid", tensor);
        int axes = size.length;
        Workspace.require(
                (axes == 2 || axes == 3)
                        && theta.shape().rank() == 3
                        && theta.shape().size(1) == axes
                        && theta.shape().size(2) == axes + 1
                        && Arrays.stream(size).allMatch(n -> n > 0),
                "affineGrid",
                "[b, 2, 3] and two sizes, or [b, 3, 4] and three, not " + Arrays.toString(size),
                theta);
        int points = Arrays.stream(size).reduce(1, Math::multiplyExact);
        double[] base = new double[Math.multiplyExact(points, axes + 1)];
        for (int point = 0; point < points; point++) {
            int rest = point;
            for (int axis = axes - 1; axis >= 0; axis--) {
                int n = size[axis];
                int i = rest % n;
                rest /= n;
                double place = alignCorners ? (n == 1 ? 0 : 2.0 * i / (n - 1) - 1) : (2.0 * i + 1) / n - 1;
                base[point * (axes + 1) + axes - 1 - axis] = place;
            }
            base[point * (axes + 1) + axes] = 1;
        }
        Tensor places = constant(ops.scope().zeros(theta.type(), Shape.of(points, axes + 1)), base);
        int[] sizes = new int[axes + 2];
        sizes[0] = theta.shape().size(0);
        System.arraycopy(size, 0, sizes, 1, axes);
        sizes[axes + 1] = axes;
        return ops.reshape(ops.matmul(places, theta, false, true), sizes);
    }

    // --- channels as pixels ---

    Tensor pixelShuffle(Tensor tensor, int r) {
        NativeTensor x = Workspace.in(tensor);
        Shape s = x.shape();
        Workspace.require(
                r >= 1 && s.rank() == 4 && s.size(1) % ((long) r * r) == 0,
                "pixelShuffle",
                "[b, c r^2, h, w] with r = " + r + " of at least 1",
                x);
        int channels = s.size(1) / (r * r);
        Tensor split = ops.reshape(x, s.size(0), channels, r, r, s.size(2), s.size(3));
        return ops.reshape(
                ops.permute(split, 0, 1, 4, 2, 5, 3),
                s.size(0),
                channels,
                Math.multiplyExact(s.size(2), r),
                Math.multiplyExact(s.size(3), r));
    }

    Tensor pixelUnshuffle(Tensor tensor, int r) {
        NativeTensor x = Workspace.in(tensor);
        Shape s = x.shape();
        Workspace.require(
                r >= 1 && s.rank() == 4 && s.size(2) % r == 0 && s.size(3) % r == 0,
                "pixelUnshuffle",
                "[b, c, h r, w r] with r = " + r + " of at least 1",
                x);
        Tensor split = ops.reshape(x, s.size(0), s.size(1), s.size(2) / r, r, s.size(3) / r, r);
        return ops.reshape(
                ops.permute(split, 0, 1, 3, 5, 2, 4), s.size(0), s.size(1) * r * r, s.size(2) / r, s.size(3) / r);
    }
}
