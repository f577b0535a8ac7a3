package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.cases.OperationCase.Trait;
import io.reprise.tensor.cases.OperationCase.Values;
import java.util.List;

/** Operations element by element. */
final class ElementwiseCases {
    private ElementwiseCases() {}

    static List<OperationCase> cases(int n) {
        return List.of(
                of("add", (f, x) -> f.add(x.get(0), x.get(1)), s(2, 3), s(2, 3)),
                of("add to itself", (f, x) -> f.add(x.get(0), x.get(0)), s(2, 3)),
                of("add, right broadcast", (f, x) -> f.add(x.get(0), x.get(1)), s(4, 2, 3), s(3)),
                of("add, both broadcast", (f, x) -> f.add(x.get(0), x.get(1)), s(2, 1, 3), s(4, 1)),
                of("subtract", (f, x) -> f.subtract(x.get(0), x.get(1)), s(2, 3), s(2, 3)),
                of("subtract from itself", (f, x) -> f.subtract(f.square(x.get(0)), x.get(0)), s(2, 3)),
                of("subtract, broadcast", (f, x) -> f.subtract(x.get(0), x.get(1)), s(3), s(2, 3)),
                of("multiply", (f, x) -> f.multiply(x.get(0), x.get(1)), s(2, 3), s(2, 3)),
                of("multiply by itself", (f, x) -> f.multiply(x.get(0), x.get(0)), s(2, 3)),
                of("multiply, broadcast", (f, x) -> f.multiply(x.get(0), x.get(1)), s(2, 3, 4), s(3, 1)),
                of(
                        "multiply, used twice",
                        (f, x) -> f.add(f.multiply(x.get(0), x.get(1)), f.multiply(x.get(0), x.get(2))),
                        s(2, 3),
                        s(2, 3),
                        s(3)),
                of("divide", (f, x) -> f.divide(x.get(0), f.offset(f.square(x.get(1)), 1)), s(2, 3), s(2, 3)),
                of("divide, broadcast", (f, x) -> f.divide(x.get(0), f.offset(f.square(x.get(1)), 1)), s(3), s(2, 1)),
                of("scale", (f, x) -> f.scale(x.get(0), -2.5), s(7)),
                of("offset", (f, x) -> f.offset(x.get(0), 3), s(7)),
                of("negate", (f, x) -> f.negate(x.get(0)), s(7)),
                of("reciprocal", (f, x) -> f.reciprocal(x.get(0)), s(3, n)).on(Values.POSITIVE),
                of("square", (f, x) -> f.square(x.get(0)), s(3, n)),
                of("sqrt", (f, x) -> f.sqrt(x.get(0)), s(3, n)).on(Values.POSITIVE),
                of("abs", (f, x) -> f.abs(x.get(0)), s(3, n)),
                of("sign", (f, x) -> f.sign(x.get(0)), s(3, n)),
                of("round", (f, x) -> f.round(x.get(0)), s(3, n)),
                of("floor", (f, x) -> f.floor(x.get(0)), s(3, n)),
                of("ceil", (f, x) -> f.ceil(x.get(0)), s(3, n)),
                of("exp", (f, x) -> f.exp(x.get(0)), s(3, n)),
                of("expm1", (f, x) -> f.expm1(x.get(0)), s(3, n)),
                of("log", (f, x) -> f.log(x.get(0)), s(3, n)).on(Values.POSITIVE),
                of("log1p", (f, x) -> f.log1p(x.get(0)), s(3, n)).on(Values.POSITIVE),
                of("sin", (f, x) -> f.sin(x.get(0)), s(3, n)),
                of("cos", (f, x) -> f.cos(x.get(0)), s(3, n)),
                of("tanh", (f, x) -> f.tanh(x.get(0)), s(3, n)),
                of("erf", (f, x) -> f.erf(x.get(0)), s(3, n)),
                of("sigmoid", (f, x) -> f.sigmoid(x.get(0)), s(3, n)),
                of("softplus", (f, x) -> f.softplus(x.get(0)), s(3, n)),
                of("relu", (f, x) -> f.relu(x.get(0)), s(3, n)),
                of("silu", (f, x) -> f.silu(x.get(0)), s(3, n)),
                of("gelu", (f, x) -> f.gelu(x.get(0)), s(3, n)),
                of("power", (f, x) -> f.power(x.get(0), x.get(1)), s(3, n), s(n))
                        .on(Values.POSITIVE),
                of("power, fixed", (f, x) -> f.power(x.get(0), 2.5), s(n)).on(Values.POSITIVE),
                of("power, fixed and whole", (f, x) -> f.power(x.get(0), 3), s(n)),
                of("power, 2", (f, x) -> f.power(x.get(0), 2), s(n)),
                of("power, 0", (f, x) -> f.power(x.get(0), 0), s(n)),
                of("multiplyAdd", (f, x) -> f.multiplyAdd(x.get(0), x.get(1), x.get(2)), s(3, n), s(3, n), s(3, n)),
                of(
                        "multiplyAdd, broadcast",
                        (f, x) -> f.multiplyAdd(x.get(0), x.get(1), x.get(2)),
                        s(n),
                        s(3, 1),
                        s(2, 1, n)),
                of("multiplyAdd of itself", (f, x) -> f.multiplyAdd(x.get(0), x.get(0), x.get(0)), s(n)),
                of("minimum", (f, x) -> f.minimum(x.get(0), x.get(1)), s(3, n), s(3, n))
                        .with(Trait.EXACT),
                of("maximum, broadcast", (f, x) -> f.maximum(x.get(0), x.get(1)), s(3, 1), s(n))
                        .with(Trait.EXACT),
                of("clamp", (f, x) -> f.clamp(x.get(0), -0.5, 1), s(3, n)).with(Trait.EXACT),
                of("leakyRelu", (f, x) -> f.leakyRelu(x.get(0), 0.1), s(3, n)).with(Trait.EXACT),
                of("elu", (f, x) -> f.elu(x.get(0), 1.3), s(3, n)),
                of("where", (f, x) -> f.where(positive(f, x.get(0)), x.get(0), x.get(1)), s(3, n), s(3, n))
                        .with(Trait.EXACT),
                of(
                                "where, broadcast",
                                (f, x) -> f.where(positive(f, x.get(0)), x.get(1), x.get(2)),
                                s(3, 1),
                                s(n),
                                s(2, 1, 1))
                        .with(Trait.EXACT),
                compared("greater", Ops::greater),
                compared("greaterOrEqual", Ops::greaterOrEqual),
                compared("less", Ops::less),
                compared("lessOrEqual", Ops::lessOrEqual),
                compared("equal", Ops::equal),
                compared("notEqual", Ops::notEqual),
                compared("and", (f, a, b) -> f.and(positive(f, a), positive(f, b))),
                compared("or", (f, a, b) -> f.or(positive(f, a), positive(f, b))),
                compared("xor", (f, a, b) -> f.xor(positive(f, a), positive(f, b))),
                compared("not", (f, a, b) -> f.not(f.greater(a, b))),
                compared("isNaN", (f, a, b) -> f.isNaN(f.sqrt(f.subtract(a, b)))),
                compared("isFinite", (f, a, b) -> f.isFinite(f.divide(a, f.subtract(b, b)))),
                of("relu, used twice", (f, x) -> f.add(f.relu(x.get(0)), f.tanh(x.get(0))), s(31)),
                of("gelu, far out", (f, x) -> f.gelu(f.scale(x.get(0), 2)), s(31)),
                of("cast to the same type", (f, x) -> f.cast(x.get(0), x.get(0).type()), s(5)),
                of("an own operation", (f, x) -> cube(f, x.get(0)), s(5)),
                of("an own operation that returns its argument", (f, x) -> ownSum(f, x.get(0), x.get(1)), s(5), s(5)));
    }

    @FunctionalInterface
    private interface Relation {
        Tensor apply(Ops f, Tensor a, Tensor b);
    }

    /** A relation of rounded numbers, so that some are equal; as numbers, so that it is compared as all results are. */
    private static OperationCase compared(String name, Relation relation) {
        return of(
                        name,
                        (f, x) -> f.cast(
                                relation.apply(f, f.round(f.scale(x.get(0), 2)), f.round(f.scale(x.get(1), 2))),
                                x.get(0).type()),
                        s(3, 17),
                        s(17))
                .with(Trait.EXACT, Trait.NO_GRADIENT);
    }

    private static Tensor positive(Ops f, Tensor x) {
        return f.greater(x, f.scope().full(x.type(), Shape.SCALAR, 0));
    }

    private static Tensor cube(Ops f, Tensor x) {
        Ops plain = f.scope().ops();
        Tensor y = plain.multiply(plain.square(x), x);
        return f.record(y, List.of(x), (g, dy) -> List.of(g.multiply(dy, g.scale(g.square(x), 3))));
    }

    private static Tensor ownSum(Ops f, Tensor a, Tensor b) {
        Tensor y = f.scope().ops().add(a, b);
        return f.record(y, List.of(a, b), (g, dy) -> List.of(dy, g.scale(dy, 1)));
    }
}
