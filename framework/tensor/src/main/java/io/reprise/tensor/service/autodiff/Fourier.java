package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.FourierOps;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.FourierKernels;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fourier transforms and complex numbers, and their gradients: the transpose of each transform is one of the others. */
final class Fourier implements FourierOps {
    /** The tables of a longer transform would take gigabytes. */
    private static final int LONGEST = 1 << 24;

    private static final Pattern TWO_TERMS = Pattern.compile("([^,>]*),([^,>]*)->([^,>]*)");

    private final Ops ops;
    private final Workspace w;

    Fourier(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    private static Fourier of(Ops f) {
        return (Fourier) f.fourier();
    }

    private FourierKernels kernels() {
        return w.kernels.fourier();
    }

    // --- transforms ---

    @Override
    public Tensor fft(Tensor x, Norm norm, int... axes) {
        return transform("fft", x, false, norm, axes);
    }

    @Override
    public Tensor ifft(Tensor x, Norm norm, int... axes) {
        return transform("ifft", x, true, norm, axes);
    }

    private Tensor transform(String operation, Tensor tensor, boolean inverse, Norm norm, int[] axes) {
        NativeTensor x = pairs(operation, tensor);
        int[] over = axes(operation, x, x.shape().rank() - 1, axes);
        return transform(x, inverse, scale(norm, inverse, elements(x, over)), over);
    }

    private NativeTensor transform(NativeTensor x, boolean inverse, double scale, int[] axes) {
        NativeTensor out = w.emptyLike(x);
        NativeTensor from = x;
        double factor = scale;
        for (int axis : axes) {
            Axis a = Axis.of(x.shape(), axis, 1);
            kernels().transform(from, a.outer, a.n, a.inner, inverse, factor, out);
            from = out;
            factor = 1;
        }
        w.recordFormula(out, (f, dy, i) -> of(f).transform(Workspace.in(dy), !inverse, scale, axes), x);
        return out;
    }

    @Override
    public Tensor rfft(Tensor tensor, Norm norm, int... axes) {
        NativeTensor x = Workspace.floating("rfft", tensor);
        int[] over = axes("rfft", x, x.shape().rank(), axes);
        return fromReal(x, scale(norm, false, elements(x, over)), 1, over);
    }

    @Override
    public Tensor irfft(Tensor tensor, int n, Norm norm, int... axes) {
        NativeTensor x = pairs("irfft", tensor);
        int[] over = axes("irfft", x, x.shape().rank() - 1, axes);
        int last = over[over.length - 1];
        Workspace.require(
                n >= 1 && n <= LONGEST && x.shape().size(last) == n / 2 + 1,
                "irfft",
                (n / 2 + 1) + " numbers along axis " + last + " for " + n + " real ones",
                x);
        double elements = (double) elements(x, over) / x.shape().size(last) * n;
        return toReal(x, n, scale(norm, true, elements), 2, over);
    }

    private NativeTensor fromReal(NativeTensor x, double scale, double shared, int[] axes) {
        int last = axes[axes.length - 1];
        Axis a = Axis.of(x.shape(), last, 0);
        int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 1);
        sizes[last] = a.n / 2 + 1;
        sizes[sizes.length - 1] = 2;
        NativeTensor out = w.empty(x.type(), Shape.of(sizes));
        kernels().fromReal(x, a.outer, a.n, a.inner, scale, shared, out);
        for (int i = 0; i < axes.length - 1; i++) {
            Axis b = Axis.of(out.shape(), axes[i], 1);
            kernels().transform(out, b.outer, b.n, b.inner, false, 1, out);
        }
        w.recordFormula(out, (f, dy, i) -> of(f).toReal(Workspace.in(dy), a.n, scale, shared, axes), x);
        return out;
    }

    private NativeTensor toReal(NativeTensor x, int n, double scale, double shared, int[] axes) {
        int last = axes[axes.length - 1];
        NativeTensor half = axes.length == 1 ? x : w.emptyLike(x);
        for (int i = 0; i < axes.length - 1; i++) {
            Axis b = Axis.of(x.shape(), axes[i], 1);
            kernels().transform(i == 0 ? x : half, b.outer, b.n, b.inner, true, 1, half);
        }
        Axis a = Axis.of(x.shape(), last, 1);
        int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() - 1);
        sizes[last] = n;
        NativeTensor out = w.empty(x.type(), Shape.of(sizes));
        kernels().toReal(half, a.outer, n, a.inner, scale, shared, out);
        if (half != x) {
            w.release(half);
        }
        w.recordFormula(out, (f, dy, i) -> of(f).fromReal(Workspace.in(dy), scale, shared, axes), x);
        return out;
    }

    /** An axis between the ones before and after it; of these, {@code dropped} at the end are not counted. */
    private record Axis(int outer, int n, int inner) {
        static Axis of(Shape shape, int axis, int dropped) {
            int[] sizes = shape.toArray();
            int inner = Arrays.stream(sizes, axis + 1, sizes.length - dropped).reduce(1, (a, b) -> a * b);
            int outer = Arrays.stream(sizes, 0, axis).reduce(1, (a, b) -> a * b);
            return new Axis(outer, sizes[axis], inner);
        }
    }

    private static double scale(Norm norm, boolean inverse, double elements) {
        return switch (norm) {
            case ORTHO -> 1 / Math.sqrt(elements);
            case BACKWARD -> inverse ? 1 / elements : 1;
            case FORWARD -> inverse ? 1 : 1 / elements;
        };
    }

    private static long elements(NativeTensor x, int[] axes) {
        long product = 1;
        for (int axis : axes) {
            product *= x.shape().size(axis);
        }
        return product;
    }

    private static NativeTensor pairs(String operation, Tensor tensor) {
        NativeTensor x = Workspace.floating(operation, tensor);
        Workspace.require(x.shape().rank() >= 1 && x.shape().size(-1) == 2, operation, "pairs, [..., 2]", x);
        return x;
    }

    /** Axis numbers made non-negative; the last of the complex axes for none. */
    private static int[] axes(String operation, NativeTensor x, int rank, int[] axes) {
        int[] found = axes.length == 0 ? new int[] {-1} : axes.clone();
        for (int i = 0; i < found.length; i++) {
            int axis = found[i];
            Workspace.require(
                    axis >= -rank && axis < rank, operation, "an axis " + axis + " of " + rank + " (complex) axes", x);
            found[i] = axis < 0 ? axis + rank : axis;
            int n = x.shape().size(found[i]);
            Workspace.require(n >= 1 && n <= LONGEST, operation, "1 to " + LONGEST + " numbers along axis " + axis, x);
            for (int j = 0; j < i; j++) {
                Workspace.require(found[i] != found[j], operation, "axes that differ, not " + Arrays.toString(axes), x);
            }
        }
        return found;
    }

    @Override
    public Tensor shift(Tensor x, int... axes) {
        return rolled("shift", x, axes, true);
    }

    @Override
    public Tensor unshift(Tensor x, int... axes) {
        return rolled("unshift", x, axes, false);
    }

    private Tensor rolled(String operation, Tensor tensor, int[] axes, boolean toTheMiddle) {
        NativeTensor x = pairs(operation, tensor);
        int rank = x.shape().rank() - 1;
        int[] all = new int[rank];
        Arrays.setAll(all, i -> i);
        Tensor rest = x;
        for (int axis : axes.length == 0 ? all : axes(operation, x, rank, axes)) {
            int n = x.shape().size(axis);
            int first = toTheMiddle ? n - n / 2 : n / 2;
            if (first > 0 && first < n) {
                rest = ops.concat(List.of(ops.slice(rest, axis, first, n), ops.slice(rest, axis, 0, first)), axis);
            }
        }
        return rest;
    }

    @Override
    public Tensor frequencies(int n, double spacing) {
        return frequencies("frequencies", n, n, spacing);
    }

    @Override
    public Tensor realFrequencies(int n, double spacing) {
        return frequencies("realFrequencies", n, n / 2 + 1, spacing);
    }

    private Tensor frequencies(String operation, int n, int count, double spacing) {
        Workspace.require(n >= 1 && spacing != 0, operation, "n >= 1 and a spacing that is not 0");
        NativeTensor out = w.empty(ElementType.DOUBLE, Shape.of(count));
        for (int k = 0; k < count; k++) {
            boolean negative = count == n && k > (n - 1) / 2;
            out.put(k, (negative ? k - n : k) / (n * spacing));
        }
        return out;
    }

    // --- complex numbers ---

    @Override
    public Tensor complex(Tensor real, Tensor imaginary) {
        NativeTensor re = Workspace.floating("complex", real);
        NativeTensor im = Workspace.floating("complex", imaginary);
        Workspace.require(
                re.type() == im.type() && re.shape().equals(im.shape()), "complex", "one type and shape", re, im);
        NativeTensor out = w.empty(re.type(), paired(re.shape()));
        w.kernels.copyRuns(re, 0, 1, out, 0, 2, re.count(), 1, false);
        w.kernels.copyRuns(im, 0, 1, out, 1, 2, im.count(), 1, false);
        w.recordFormula(out, (f, dy, i) -> of(f).part(Workspace.in(dy), i), re, im);
        return out;
    }

    @Override
    public Tensor real(Tensor x) {
        return part(pairs("real", x), 0);
    }

    @Override
    public Tensor imaginary(Tensor x) {
        return part(pairs("imaginary", x), 1);
    }

    private Tensor part(NativeTensor x, int which) {
        NativeTensor out = w.empty(x.type(), unpaired(x.shape()));
        w.kernels.copyRuns(x, which, 2, out, 0, 1, out.count(), 1, false);
        w.recordFormula(
                out,
                (f, dy, i) -> {
                    Tensor zeros = f.scope().zeros(dy.type(), dy.shape());
                    return which == 0
                            ? f.fourier().complex(dy, zeros)
                            : f.fourier().complex(zeros, dy);
                },
                x);
        return out;
    }

    private static Shape paired(Shape shape) {
        int[] sizes = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
        sizes[sizes.length - 1] = 2;
        return Shape.of(sizes);
    }

    private static Shape unpaired(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 1));
    }

    @Override
    public Tensor multiply(Tensor left, Tensor right) {
        return multiply(left, right, false);
    }

    private Tensor multiply(Tensor left, Tensor right, boolean conjugate) {
        NativeTensor a = pairs("multiply", left);
        NativeTensor b = pairs("multiply", right);
        Workspace.requireSameType("multiply", a, b);
        NativeTensor out = w.empty(a.type(), Workspace.broadcast("multiply", a, b));
        kernels().multiply(a, b, conjugate, out);
        w.recordFormula(
                out,
                (f, dy, i) -> i == 0
                        ? of(f).multiply(dy, b, !conjugate)
                        : conjugate ? of(f).multiply(a, dy, true) : of(f).multiply(dy, a, true),
                a,
                b);
        return out;
    }

    @Override
    public Tensor conjugate(Tensor x) {
        NativeTensor z = pairs("conjugate", x);
        return ops.multiply(z, pair(z.type(), 1, -1));
    }

    @Override
    public Tensor abs(Tensor x) {
        NativeTensor z = pairs("abs", x);
        NativeTensor out = squaredAbs(z);
        w.kernels.unary(Unary.SQRT, out, out);
        w.recordFormula(out, (f, dy, i) -> f.multiply(unsqueezed(f, f.divide(dy, nonzero(f, out))), z), z);
        return out;
    }

    private NativeTensor squaredAbs(NativeTensor z) {
        NativeTensor squares = w.emptyLike(z);
        w.kernels.unary(Unary.SQUARE, z, squares);
        NativeTensor out = w.empty(z.type(), unpaired(z.shape()));
        w.kernels.sum(squares, out.count(), 2, 1, 1, out, false);
        w.release(squares);
        return out;
    }

    /** The elements, with 1 for 0: a divisor where the dividend is 0 too. */
    private static Tensor nonzero(Ops f, Tensor x) {
        Ops plain = f.scope().ops();
        Tensor zero = plain.scope().zeros(x.type(), Shape.SCALAR);
        return f.add(x, plain.cast(plain.equal(x, zero), x.type()));
    }

    private static Tensor unsqueezed(Ops f, Tensor x) {
        int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 1);
        sizes[sizes.length - 1] = 1;
        return f.reshape(x, sizes);
    }

    @Override
    public Tensor angle(Tensor x) {
        NativeTensor z = pairs("angle", x);
        NativeTensor out = w.empty(z.type(), unpaired(z.shape()));
        kernels().angle(z, out);
        w.recordFormula(
                out,
                (f, dy, i) -> {
                    // d atan2(im, re) = (re d im - im d re) / |z|²
                    Tensor turned = f.fourier().multiply(z, pair(z.type(), 0, 1));
                    Tensor squared = nonzero(f, f.sum(f.square(z), -1, false));
                    return f.multiply(unsqueezed(f, f.divide(dy, squared)), turned);
                },
                z);
        return out;
    }

    @Override
    public Tensor matmul(Tensor left, Tensor right) {
        NativeTensor a = pairs("matmul", left);
        NativeTensor b = pairs("matmul", right);
        Workspace.requireSameType("matmul", a, b);
        Workspace.require(
                a.shape().rank() >= 3
                        && b.shape().rank() >= 3
                        && a.shape().size(-2) == b.shape().size(-3),
                "matmul",
                "[..., m, k, 2] and [..., k, n, 2]",
                a,
                b);
        // A pair's two numbers are two neighbours along k: [re, im] times the rows b and ib.
        int[] rows = a.shape().toArray();
        int[] flat = Arrays.copyOf(rows, rows.length - 1);
        flat[flat.length - 1] *= 2;
        int[] columns = b.shape().toArray();
        int r = columns.length;
        int[] wide = Arrays.copyOf(columns, r - 1);
        wide[r - 2] *= 2;
        int[] apart = Arrays.copyOf(wide, r);
        apart[r - 2] = 1;
        apart[r - 1] = wide[r - 2];
        Tensor turned = multiply(b, pair(b.type(), 0, 1));
        Tensor both = ops.concat(List.of(ops.reshape(b, apart), ops.reshape(turned, apart)), -2);
        wide[r - 3] *= 2;
        Tensor product = ops.matmul(ops.reshape(a, flat), ops.reshape(both, wide));
        int[] sizes = Arrays.copyOf(product.shape().toArray(), product.shape().rank() + 1);
        sizes[sizes.length - 2] /= 2;
        sizes[sizes.length - 1] = 2;
        return ops.reshape(product, sizes);
    }

    @Override
    public Tensor einsum(String formula, Tensor left, Tensor right) {
        NativeTensor a = pairs("einsum", left);
        NativeTensor b = pairs("einsum", right);
        Workspace.requireSameType("einsum", a, b);
        Matcher terms = TWO_TERMS.matcher(formula.replace(" ", ""));
        Workspace.require(terms.matches(), "einsum", "a formula \"a,b->c\", not \"" + formula + "\"", a, b);
        // The parts of a meet the rows b and ib.
        char row = unused(formula, '\0');
        char part = unused(formula, row);
        int[] sizes = Arrays.copyOf(b.shape().toArray(), b.shape().rank() + 1);
        sizes[sizes.length - 2] = 1;
        sizes[sizes.length - 1] = 2;
        Tensor turned = multiply(b, pair(b.type(), 0, 1));
        Tensor rows = ops.concat(List.of(ops.reshape(b, sizes), ops.reshape(turned, sizes)), -2);
        String real = terms.group(1) + row + "," + terms.group(2) + row + part + "->" + terms.group(3) + part;
        return ops.einsum(real, a, rows);
    }

    private static char unused(String formula, char other) {
        for (char letter = 'a'; letter <= 'z'; letter++) {
            if (formula.indexOf(letter) < 0 && letter != other) {
                return letter;
            }
        }
        throw new IllegalArgumentException(
                "einsum: " + formula + " leaves no letters for the parts of complex numbers");
    }

    @Override
    public Tensor fromPolar(Tensor r, Tensor angle) {
        return complex(ops.multiply(r, ops.cos(angle)), ops.multiply(r, ops.sin(angle)));
    }

    private Tensor pair(ElementType type, double real, double imaginary) {
        Tensor pair = ops.scope().zeros(type, Shape.of(2));
        pair.set(real, imaginary);
        return pair;
    }
}
