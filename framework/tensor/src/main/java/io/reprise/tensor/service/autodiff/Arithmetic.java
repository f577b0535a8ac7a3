package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Comparison;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Locale;

/** Operations element by element, and their gradients. */
final class Arithmetic {
    private final Workspace w;

    Arithmetic(Workspace w) {
        this.w = w;
    }

    Tensor binary(Binary f, Tensor left, Tensor right) {
        NativeTensor a = numeric(f, left);
        NativeTensor b = numeric(f, right);
        String operation = f.name().toLowerCase(Locale.ROOT);
        Workspace.requireSameType(operation, a, b);
        NativeTensor out = w.empty(a.type(), Workspace.broadcast(operation, a, b));
        w.kernels.binary(f, a, b, out);
        if (w.recordsAny(a, b) && w.composes()) {
            w.recordFormula(
                    out,
                    switch (f) {
                        case ADD -> (o, dy, i) -> dy;
                        case SUBTRACT -> (o, dy, i) -> i == 0 ? dy : o.negate(dy);
                        case MULTIPLY -> (o, dy, i) -> o.multiply(dy, i == 0 ? b : a);
                        case DIVIDE ->
                            (o, dy, i) -> {
                                Tensor scaled = o.divide(dy, b);
                                return i == 0 ? scaled : o.negate(o.multiply(scaled, out));
                            };
                    },
                    a,
                    b);
        } else if (w.recordsAny(a, b)) {
            w.record(
                    out,
                    switch (f) {
                        case ADD -> Arithmetic::sumGradient;
                        case SUBTRACT -> Arithmetic::differenceGradient;
                        case MULTIPLY -> g -> productGradient(g, a, b);
                        case DIVIDE -> g -> quotientGradient(g, b, out);
                    },
                    a,
                    b);
        }
        return out;
    }

    private static NativeTensor numeric(Binary f, Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        Workspace.require(
                x.type().isFloating() || x.type() == ElementType.INT,
                f.name().toLowerCase(Locale.ROOT),
                "float, double or int",
                x);
        return x;
    }

    private static void sumGradient(Flow g) {
        g.pass(0, !g.needs(1));
        g.pass(1, true);
    }

    private static void differenceGradient(Flow g) {
        g.pass(0, !g.needs(1));
        if (g.needs(1)) {
            Workspace w = g.workspace();
            NativeTensor negative = g.gradient();
            w.kernels.affine(negative, -1, 0, negative, false);
            g.pass(1, true);
        }
    }

    private static void productGradient(Flow g, NativeTensor a, NativeTensor b) {
        NativeTensor dy = g.gradient();
        if (g.needs(0)) {
            timesFactor(g, 0, a, b, dy, !g.needs(1));
        }
        if (g.needs(1)) {
            timesFactor(g, 1, b, a, dy, true);
        }
    }

    /** The gradient of a product by the input {@code x} is {@code dy * factor}. */
    private static void timesFactor(
            Flow g, int input, NativeTensor x, NativeTensor factor, NativeTensor dy, boolean lastUse) {
        Workspace w = g.workspace();
        if (!x.shape().equals(dy.shape())) {
            NativeTensor product = w.emptyLike(dy);
            w.kernels.binary(Binary.MULTIPLY, dy, factor, product);
            g.give(input, product);
        } else if (!g.started(input)) {
            NativeTensor dx = lastUse ? g.over(input) : g.into(input);
            w.kernels.binary(Binary.MULTIPLY, dy, factor, dx);
        } else if (factor.shape().equals(dy.shape())) {
            w.kernels.multiplyAdd(dy, factor, g.into(input));
        } else {
            NativeTensor product = w.emptyLike(dy);
            w.kernels.binary(Binary.MULTIPLY, dy, factor, product);
            g.give(input, product);
        }
    }

    /** {@code d(a/b) = da / b - (a/b) db / b}. */
    private static void quotientGradient(Flow g, NativeTensor b, NativeTensor quotient) {
        Workspace w = g.workspace();
        NativeTensor scaled = w.emptyLike(quotient);
        w.kernels.binary(Binary.DIVIDE, g.gradient(), b, scaled);
        if (g.needs(1)) {
            NativeTensor db = w.emptyLike(quotient);
            w.kernels.binary(Binary.MULTIPLY, scaled, quotient, db);
            w.kernels.affine(db, -1, 0, db, false);
            g.give(1, db);
        }
        if (g.needs(0)) {
            g.give(0, scaled);
        } else {
            w.release(scaled);
        }
    }

    Tensor affine(String operation, Tensor tensor, double factor, double offset) {
        NativeTensor x = Workspace.floating(operation, tensor);
        NativeTensor out = w.emptyLike(x);
        w.kernels.affine(x, factor, offset, out, false);
        if (w.records(x) && w.composes()) {
            w.recordFormula(out, (f, dy, i) -> f.scale(dy, factor), x);
        } else if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        boolean started = g.started(0);
                        w.kernels.affine(g.gradient(), factor, 0, g.over(0), started);
                    },
                    x);
        }
        return out;
    }

    Tensor unary(Unary f, Tensor tensor) {
        NativeTensor x = Workspace.floating(f.name().toLowerCase(Locale.ROOT), tensor);
        NativeTensor out = w.emptyLike(x);
        w.kernels.unary(f, x, out);
        if (w.records(x) && w.composes() && f != Unary.GELU) {
            w.recordFormula(out, (o, dy, i) -> o.multiply(dy, slope(o, f, x, out)), x);
        } else if (w.records(x)) {
            w.record(
                    out,
                    g -> {
                        boolean started = g.started(0);
                        w.fused.unaryGradient(f, x, out, g.gradient(), g.over(0), started);
                    },
                    x);
        }
        return out;
    }

    /** The derivative of a function, by its argument or its value. */
    private static Tensor slope(Ops o, Unary f, Tensor x, Tensor y) {
        return switch (f) {
            case SQUARE -> o.scale(x, 2);
            case SQRT -> o.divide(constant(o, x, 0.5), y);
            case EXP -> y;
            case LOG -> o.divide(constant(o, x, 1), x);
            case TANH -> o.offset(o.negate(o.square(y)), 1);
            case SIGMOID -> o.multiply(y, o.offset(o.negate(y), 1));
            case RELU -> o.cast(o.scope().ops().greater(x, constant(o, x, 0)), x.type());
            case GELU -> throw new IllegalArgumentException("the slope of " + f + " is no formula of these operations");
        };
    }

    private static Tensor constant(Ops o, Tensor like, double value) {
        return o.scope().full(like.type(), Shape.SCALAR, value);
    }

    Tensor compare(Comparison f, Tensor left, Tensor right) {
        NativeTensor a = Workspace.in(left);
        NativeTensor b = Workspace.in(right);
        String operation = f.name().toLowerCase(Locale.ROOT);
        Workspace.requireSameType(operation, a, b);
        NativeTensor out = w.empty(ElementType.BOOL, Workspace.broadcast(operation, a, b));
        w.kernels.compare(f, a, b, out);
        return out;
    }

    Tensor cast(Tensor tensor, ElementType type) {
        NativeTensor x = Workspace.in(tensor);
        NativeTensor out = w.empty(type, x.shape());
        w.kernels.cast(x, out);
        if (type.isFloating() && w.records(x) && w.composes()) {
            w.recordFormula(out, (f, dy, i) -> f.cast(dy, x.type()), x);
        } else if (type.isFloating() && w.records(x)) {
            w.record(out, g -> castGradient(g, x), x);
        }
        return out;
    }

    private void castGradient(Flow g, NativeTensor x) {
        if (x.type() == g.gradient().type()) {
            g.pass(0, true);
        } else {
            NativeTensor dx = w.emptyLike(x);
            w.kernels.cast(g.gradient(), dx);
            g.give(0, dx);
        }
    }
}
