package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Comparison;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Operations element by element, and their gradients. */
final class Arithmetic {
    // Making these names would take longer than adding small tensors.
    private static final List<String> BINARY = names(Binary.values());
    private static final List<String> UNARY = names(Unary.values());

    private final Workspace w;

    Arithmetic(Workspace w) {
        this.w = w;
    }

    private static List<String> names(Enum<?>[] functions) {
        return Stream.of(functions).map(f -> f.name().toLowerCase(Locale.ROOT)).toList();
    }

    Tensor binary(Binary f, Tensor left, Tensor right) {
        String operation = BINARY.get(f.ordinal());
        NativeTensor a = f == Binary.POWER ? Workspace.floating(operation, left) : numeric(operation, left);
        NativeTensor b = numeric(operation, right);
        Workspace.requireSameType(operation, a, b);
        Shape shape = Workspace.broadcast(operation, a, b);
        if (f == Binary.DIVIDE && b.isInteger()) {
            requireNoZero(b);
        }
        NativeTensor out = w.empty(a.type(), shape);
        w.kernels.binary(f, a, b, out);
        if (!w.recordsAny(a, b)) {
            return out;
        }
        if (w.composes() || f == Binary.MINIMUM || f == Binary.MAXIMUM || f == Binary.POWER) {
            w.recordFormula(out, (o, dy, i) -> formula(f, o, a, b, out, dy, i), a, b);
        } else {
            w.record(
                    out,
                    switch (f) {
                        case ADD -> Arithmetic::sumGradient;
                        case SUBTRACT -> Arithmetic::differenceGradient;
                        case MULTIPLY -> g -> productGradient(g, a, b);
                        case DIVIDE -> g -> quotientGradient(g, b, out);
                        case MINIMUM, MAXIMUM, POWER -> throw new IllegalStateException(f + " has a formula only");
                    },
                    a,
                    b);
        }
        return out;
    }

    /** The gradient of {@code y = a f b} by {@code a} (input 0) or {@code b} (input 1). */
    private static Tensor formula(Binary f, Ops o, Tensor a, Tensor b, Tensor y, Tensor dy, int input) {
        boolean first = input == 0;
        return switch (f) {
            case ADD -> dy;
            case SUBTRACT -> first ? dy : o.negate(dy);
            case MULTIPLY -> o.multiply(dy, first ? b : a);
            case DIVIDE -> {
                Tensor scaled = o.divide(dy, b);
                yield first ? scaled : o.negate(o.multiply(scaled, y));
            }
            case MINIMUM -> oneSide(o, o.lessOrEqual(a, b), dy, first);
            case MAXIMUM -> oneSide(o, o.greaterOrEqual(a, b), dy, first);
            case POWER -> o.multiply(dy, first ? powerSlope(o, a, b) : exponentSlope(o, a, y));
        };
    }

    private static Tensor oneSide(Ops o, Tensor chosen, Tensor dy, boolean where) {
        Tensor zero = constant(o, dy, 0);
        return where ? o.where(chosen, dy, zero) : o.where(chosen, zero, dy);
    }

    /** {@code b a^(b - 1)}, and 0 where b is 0 whatever a is. */
    private static Tensor powerSlope(Ops o, Tensor a, Tensor b) {
        Tensor zero = constant(o, b, 0);
        return o.where(o.equal(b, zero), zero, o.multiply(b, o.power(a, o.offset(b, -1))));
    }

    /** {@code a^b log(a)}, and 0 where a is 0. */
    private static Tensor exponentSlope(Ops o, Tensor a, Tensor y) {
        Tensor safe = o.where(o.equal(a, constant(o, a, 0)), constant(o, a, 1), a);
        return o.multiply(y, o.log(safe));
    }

    static NativeTensor numeric(String operation, Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        Workspace.require(x.type() != ElementType.BOOL, operation, "numbers (cast a bool tensor first)", x);
        return x;
    }

    static void requireNoZero(NativeTensor divisor) {
        for (int i = 0; i < divisor.count(); i++) {
            if (divisor.getLong(i) == 0) {
                throw new IllegalArgumentException("divide: " + divisor.type() + " is divided by zero (element " + i
                        + "); cast to float or double for infinity and NaN");
            }
        }
    }

    Tensor multiplyAdd(Tensor left, Tensor right, Tensor summand) {
        NativeTensor a = numeric("multiplyAdd", left);
        NativeTensor b = numeric("multiplyAdd", right);
        NativeTensor c = numeric("multiplyAdd", summand);
        Workspace.require(a.type() == b.type() && b.type() == c.type(), "multiplyAdd", "one type", a, b, c);
        NativeTensor out = w.empty(a.type(), Workspace.broadcast("multiplyAdd", a, b, c));
        if (c.shape().equals(out.shape())) {
            w.kernels.affine(c, 1, 0, out, false);
        } else {
            w.kernels.fill(out, 0);
            w.kernels.binary(Binary.ADD, out, c, out);
        }
        w.kernels.multiplyAdd(a, b, out);
        if ((w.recordsAny(a, b) || w.records(c)) && w.composes()) {
            w.recordFormula(out, (o, dy, i) -> i == 2 ? dy : o.multiply(dy, i == 0 ? b : a), a, b, c);
        } else if (w.recordsAny(a, b) || w.records(c)) {
            w.record(
                    out,
                    g -> {
                        g.pass(2, !g.needs(0) && !g.needs(1));
                        productGradient(g, a, b);
                    },
                    a,
                    b,
                    c);
        }
        return out;
    }

    Tensor power(Tensor tensor, double exponent) {
        NativeTensor x = Workspace.floating("power", tensor);
        if (exponent == 2) {
            return unary(Unary.SQUARE, x);
        }
        NativeTensor constant = constant(x, exponent);
        Tensor out = binary(Binary.POWER, x, constant);
        if (!w.records(x)) {
            w.release(constant);
        }
        return out;
    }

    private NativeTensor constant(NativeTensor like, double value) {
        NativeTensor constant = w.empty(like.type(), Shape.SCALAR);
        w.kernels.fill(constant, value);
        return constant;
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

    /** Integers are changed by whole numbers. */
    static void requireWhole(String operation, NativeTensor x, double factor, double offset) {
        Workspace.require(
                !x.isInteger() || (factor == Math.rint(factor) && offset == Math.rint(offset)),
                operation,
                "float or double, since the number " + (factor == 1 ? offset : factor) + " is not whole",
                x);
    }

    Tensor affine(String operation, Tensor tensor, double factor, double offset) {
        NativeTensor x = numeric(operation, tensor);
        requireWhole(operation, x, factor, offset);
        NativeTensor out = w.emptyLike(x);
        w.kernels.affine(x, factor, offset, out, false);
        if (w.records(x) && w.composes()) {
            w.recordFormula(out, (f, dy, i) -> factor == 1 ? dy : f.scale(dy, factor), x);
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
        String operation = UNARY.get(f.ordinal());
        boolean ofIntegers = f == Unary.SQUARE || f == Unary.ABS || f == Unary.SIGN;
        NativeTensor x = ofIntegers ? numeric(operation, tensor) : Workspace.floating(operation, tensor);
        NativeTensor out = w.emptyLike(x);
        w.kernels.unary(f, x, out);
        if (f == Unary.SIGN || f == Unary.ROUND || f == Unary.FLOOR || f == Unary.CEIL) {
            return out;
        }
        if (w.records(x) && w.composes()) {
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
            case RECIPROCAL -> o.negate(o.square(y));
            case ABS -> o.sign(x);
            case SIGN, ROUND, FLOOR, CEIL -> constant(o, x, 0);
            case EXP -> y;
            case EXPM1 -> o.offset(y, 1);
            case LOG -> o.reciprocal(x);
            case LOG1P -> o.reciprocal(o.offset(x, 1));
            case SIN -> o.cos(x);
            case COS -> o.negate(o.sin(x));
            case TANH -> o.offset(o.negate(o.square(y)), 1);
            case ERF -> o.scale(o.exp(o.negate(o.square(x))), 2 / Math.sqrt(Math.PI));
            case SIGMOID -> o.multiply(y, o.offset(o.negate(y), 1));
            case SOFTPLUS -> o.sigmoid(x);
            case RELU -> o.cast(o.greater(x, constant(o, x, 0)), x.type());
            case SILU -> {
                Tensor s = o.sigmoid(x);
                yield o.add(s, o.multiply(y, o.offset(o.negate(s), 1)));
            }
            case GELU -> {
                // Φ(x) + x φ(x)
                Tensor distribution = o.scale(o.offset(o.erf(o.scale(x, Math.sqrt(0.5))), 1), 0.5);
                Tensor density = o.scale(o.exp(o.scale(o.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
                yield o.add(distribution, o.multiply(x, density));
            }
        };
    }

    private static Tensor constant(Ops o, Tensor like, double value) {
        return o.scope().full(like.type(), Shape.SCALAR, value);
    }

    Tensor clamp(Tensor tensor, double low, double high) {
        NativeTensor x = numeric("clamp", tensor);
        requireOrder(low, high);
        NativeTensor out = w.emptyLike(x);
        limit(Binary.MAXIMUM, x, low, out);
        limit(Binary.MINIMUM, out, high, out);
        if (w.records(x)) {
            w.recordFormula(
                    out,
                    (o, dy, i) -> {
                        Tensor within =
                                o.and(o.greaterOrEqual(x, constant(o, x, low)), o.lessOrEqual(x, constant(o, x, high)));
                        return o.where(within, dy, constant(o, x, 0));
                    },
                    x);
        }
        return out;
    }

    static void requireOrder(double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException("clamp: wants low <= high, and got " + low + " and " + high);
        }
    }

    private void limit(Binary f, NativeTensor x, double bound, NativeTensor out) {
        NativeTensor constant = constant(x, bound);
        w.kernels.binary(f, x, constant, out);
        w.release(constant);
    }

    Tensor leakyRelu(Tensor tensor, double slope) {
        NativeTensor x = Workspace.floating("leakyRelu", tensor);
        NativeTensor out = w.emptyLike(x);
        w.kernels.affine(x, slope, 0, out, false);
        NativeTensor positive = positive(x);
        w.kernels.where(positive, x, out, out);
        if (w.records(x)) {
            w.recordFormula(out, (o, dy, i) -> o.where(positive, dy, o.scale(dy, slope)), x);
        } else {
            w.release(positive);
        }
        return out;
    }

    Tensor elu(Tensor tensor, double alpha) {
        NativeTensor x = Workspace.floating("elu", tensor);
        NativeTensor out = w.emptyLike(x);
        w.kernels.unary(Unary.EXPM1, x, out);
        if (alpha != 1) {
            w.kernels.affine(out, alpha, 0, out, false);
        }
        NativeTensor positive = positive(x);
        w.kernels.where(positive, x, out, out);
        if (w.records(x)) {
            w.recordFormula(out, (o, dy, i) -> o.where(positive, dy, o.multiply(dy, o.offset(out, alpha))), x);
        } else {
            w.release(positive);
        }
        return out;
    }

    private NativeTensor positive(NativeTensor x) {
        NativeTensor zero = constant(x, 0);
        NativeTensor positive = w.empty(ElementType.BOOL, x.shape());
        w.kernels.compare(Comparison.GREATER, x, zero, positive);
        w.release(zero);
        return positive;
    }

    Tensor compare(String operation, Comparison f, Tensor left, Tensor right) {
        NativeTensor a = Workspace.in(left);
        NativeTensor b = Workspace.in(right);
        Workspace.requireSameType(operation, a, b);
        NativeTensor out = w.empty(ElementType.BOOL, Workspace.broadcast(operation, a, b));
        w.kernels.compare(f, a, b, out);
        return out;
    }

    Tensor isFinite(Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        NativeTensor out = w.empty(ElementType.BOOL, x.shape());
        if (!x.type().isFloating()) {
            w.kernels.fill(out, 1);
            return out;
        }
        NativeTensor size = w.emptyLike(x);
        w.kernels.unary(Unary.ABS, x, size);
        NativeTensor infinity = constant(x, Double.POSITIVE_INFINITY);
        w.kernels.compare(Comparison.GREATER, infinity, size, out);
        w.release(size);
        w.release(infinity);
        return out;
    }

    Tensor logical(String operation, Binary f, Tensor left, Tensor right) {
        NativeTensor a = truth(operation, left);
        NativeTensor b = truth(operation, right);
        NativeTensor out = w.empty(ElementType.BOOL, Workspace.broadcast(operation, a, b));
        w.kernels.binary(f, a, b, out);
        return out;
    }

    Tensor xor(Tensor left, Tensor right) {
        return compare("xor", Comparison.NOT_EQUAL, truth("xor", left), truth("xor", right));
    }

    Tensor not(Tensor tensor) {
        NativeTensor x = truth("not", tensor);
        NativeTensor no = constant(x, 0);
        NativeTensor out = w.emptyLike(x);
        w.kernels.compare(Comparison.EQUAL, x, no, out);
        w.release(no);
        return out;
    }

    static NativeTensor truth(String operation, Tensor tensor) {
        NativeTensor x = Workspace.in(tensor);
        Workspace.require(x.type() == ElementType.BOOL, operation, "bool", x);
        return x;
    }

    Tensor where(Tensor chosen, Tensor left, Tensor right) {
        NativeTensor condition = truth("where", chosen);
        NativeTensor a = Workspace.in(left);
        NativeTensor b = Workspace.in(right);
        Workspace.requireSameType("where", a, b);
        NativeTensor out = w.empty(a.type(), Workspace.broadcast("where", condition, a, b));
        w.kernels.where(condition, a, b, out);
        if (w.recordsAny(a, b)) {
            w.recordFormula(out, (o, dy, i) -> oneSide(o, condition, dy, i == 0), a, b);
        }
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
