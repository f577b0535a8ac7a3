package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.InPlace;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Locale;

/** Operations that change their first argument. */
final class Updates implements InPlace {
    private final Workspace w;

    Updates(Workspace w) {
        this.w = w;
    }

    /** What is read while a tensor is written: itself, or a copy where it lies elsewhere in the same memory. */
    private NativeTensor readable(NativeTensor x, NativeTensor y) {
        long xEnd = x.rawAddress() + (long) x.count() * x.type().bytes();
        long yEnd = y.rawAddress() + (long) y.count() * y.type().bytes();
        boolean overlaps = x.rawAddress() < yEnd && y.rawAddress() < xEnd;
        if (!overlaps || (x.rawAddress() == y.rawAddress() && x.shape().equals(y.shape()))) {
            return y;
        }
        NativeTensor copy = w.emptyLike(y);
        w.kernels.copyRuns(y, 0, 0, copy, 0, 0, 1, y.count(), false);
        return copy;
    }

    private void done(NativeTensor read, NativeTensor argument) {
        if (read != argument) {
            w.release(read);
        }
    }

    private static NativeTensor argument(String operation, NativeTensor x, Tensor tensor) {
        NativeTensor y = Workspace.in(tensor);
        Workspace.requireSameType(operation, x, y);
        requireBroadcasts(operation, x, y);
        return y;
    }

    private static void requireBroadcasts(String operation, NativeTensor x, NativeTensor y) {
        Shape common = Workspace.broadcast(operation, x, y);
        Workspace.require(common.equals(x.shape()), operation, "shapes that broadcast to that of the first", x, y);
    }

    @Override
    public void fill(Tensor tensor, double value) {
        w.kernels.fill(Workspace.in(tensor), value);
    }

    @Override
    public void copy(Tensor tensor, Tensor values) {
        NativeTensor x = Workspace.in(tensor);
        NativeTensor y = argument("copy", x, values);
        NativeTensor read = readable(x, y);
        if (y.shape().equals(x.shape())) {
            w.kernels.copyRuns(read, 0, 0, x, 0, 0, 1, x.count(), false);
        } else {
            NativeTensor always = constant(ElementType.BOOL, 1);
            w.kernels.where(always, read, x, x);
            w.release(always);
        }
        done(read, y);
    }

    @Override
    public void copyWhere(Tensor tensor, Tensor condition, Tensor values) {
        NativeTensor x = Workspace.in(tensor);
        NativeTensor chosen = Arithmetic.truth("copyWhere", condition);
        requireBroadcasts("copyWhere", x, chosen);
        NativeTensor y = argument("copyWhere", x, values);
        NativeTensor readChosen = readable(x, chosen);
        NativeTensor read = readable(x, y);
        w.kernels.where(readChosen, read, x, x);
        done(read, y);
        done(readChosen, chosen);
    }

    private NativeTensor constant(ElementType type, double value) {
        NativeTensor constant = w.empty(type, Shape.SCALAR);
        w.kernels.fill(constant, value);
        return constant;
    }

    private void binary(String operation, Binary f, Tensor tensor, Tensor other) {
        NativeTensor x = Arithmetic.numeric(operation, tensor);
        NativeTensor y = argument(operation, x, other);
        if (f == Binary.DIVIDE && y.isInteger()) {
            Arithmetic.requireNoZero(y);
        }
        NativeTensor read = readable(x, y);
        w.kernels.binary(f, x, read, x);
        done(read, y);
    }

    @Override
    public void add(Tensor x, Tensor y) {
        binary("add", Binary.ADD, x, y);
    }

    @Override
    public void subtract(Tensor x, Tensor y) {
        binary("subtract", Binary.SUBTRACT, x, y);
    }

    @Override
    public void multiply(Tensor x, Tensor y) {
        binary("multiply", Binary.MULTIPLY, x, y);
    }

    @Override
    public void divide(Tensor x, Tensor y) {
        binary("divide", Binary.DIVIDE, x, y);
    }

    @Override
    public void minimum(Tensor x, Tensor y) {
        binary("minimum", Binary.MINIMUM, x, y);
    }

    @Override
    public void maximum(Tensor x, Tensor y) {
        binary("maximum", Binary.MAXIMUM, x, y);
    }

    @Override
    public void scale(Tensor x, double factor) {
        affine("scale", x, factor, 0);
    }

    @Override
    public void offset(Tensor x, double offset) {
        affine("offset", x, 1, offset);
    }

    private void affine(String operation, Tensor tensor, double factor, double offset) {
        NativeTensor x = Arithmetic.numeric(operation, tensor);
        Arithmetic.requireWhole(operation, x, factor, offset);
        w.kernels.affine(x, factor, offset, x, false);
    }

    @Override
    public void multiplyAdd(Tensor tensor, Tensor left, Tensor right) {
        NativeTensor x = Arithmetic.numeric("multiplyAdd", tensor);
        NativeTensor a = argument("multiplyAdd", x, left);
        NativeTensor b = argument("multiplyAdd", x, right);
        NativeTensor readA = readable(x, a);
        NativeTensor readB = readable(x, b);
        w.kernels.multiplyAdd(readA, readB, x);
        done(readB, b);
        done(readA, a);
    }

    @Override
    public void addScaled(Tensor tensor, Tensor other, double factor) {
        NativeTensor x = Workspace.floating("addScaled", tensor);
        NativeTensor y = argument("addScaled", x, other);
        addScaled(x, y, factor);
    }

    private void addScaled(NativeTensor x, NativeTensor y, double factor) {
        NativeTensor read = readable(x, y);
        if (y.shape().equals(x.shape())) {
            w.kernels.affine(read, factor, 0, x, true);
        } else {
            NativeTensor constant = constant(x.type(), factor);
            w.kernels.multiplyAdd(read, constant, x);
            w.release(constant);
        }
        done(read, y);
    }

    @Override
    public void average(Tensor tensor, Tensor other, double weight) {
        NativeTensor x = Workspace.floating("average", tensor);
        NativeTensor y = argument("average", x, other);
        NativeTensor read = x == y ? y : readable(x, y);
        if (read.rawAddress() != x.rawAddress()) {
            w.kernels.affine(x, 1 - weight, 0, x, false);
            addScaled(x, read, weight);
        }
        done(read, y);
    }

    @Override
    public void clamp(Tensor tensor, double low, double high) {
        NativeTensor x = Arithmetic.numeric("clamp", tensor);
        Arithmetic.requireOrder(low, high);
        limit(Binary.MAXIMUM, x, low);
        limit(Binary.MINIMUM, x, high);
    }

    private void limit(Binary f, NativeTensor x, double bound) {
        NativeTensor constant = constant(x.type(), bound);
        w.kernels.binary(f, x, constant, x);
        w.release(constant);
    }

    private void unary(Unary f, Tensor tensor) {
        NativeTensor x = Workspace.floating(f.name().toLowerCase(Locale.ROOT), tensor);
        w.kernels.unary(f, x, x);
    }

    @Override
    public void square(Tensor x) {
        unary(Unary.SQUARE, x);
    }

    @Override
    public void sqrt(Tensor x) {
        unary(Unary.SQRT, x);
    }

    @Override
    public void reciprocal(Tensor x) {
        unary(Unary.RECIPROCAL, x);
    }

    @Override
    public void abs(Tensor x) {
        unary(Unary.ABS, x);
    }

    @Override
    public void sign(Tensor x) {
        unary(Unary.SIGN, x);
    }

    @Override
    public void exp(Tensor x) {
        unary(Unary.EXP, x);
    }

    @Override
    public void log(Tensor x) {
        unary(Unary.LOG, x);
    }

    @Override
    public void tanh(Tensor x) {
        unary(Unary.TANH, x);
    }

    @Override
    public void sigmoid(Tensor x) {
        unary(Unary.SIGMOID, x);
    }

    @Override
    public void relu(Tensor x) {
        unary(Unary.RELU, x);
    }
}
