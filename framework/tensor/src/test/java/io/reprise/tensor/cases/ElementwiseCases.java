package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.cases.OperationCase.Trait;
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
                of("square", (f, x) -> f.square(x.get(0)), s(7)),
                of("sqrt", (f, x) -> f.sqrt(f.offset(f.square(x.get(0)), 1)), s(7)),
                of("exp", (f, x) -> f.exp(x.get(0)), s(7)),
                of("log", (f, x) -> f.log(f.offset(f.square(x.get(0)), 1)), s(7)),
                of("tanh", (f, x) -> f.tanh(x.get(0)), s(7)),
                of("sigmoid", (f, x) -> f.sigmoid(x.get(0)), s(7)),
                of("relu", (f, x) -> f.relu(x.get(0)), s(31)),
                of("relu, used twice", (f, x) -> f.add(f.relu(x.get(0)), f.tanh(x.get(0))), s(31)),
                of("gelu", (f, x) -> f.gelu(f.scale(x.get(0), 2)), s(31)).with(Trait.ONE_PASS),
                of("cast to the same type", (f, x) -> f.cast(x.get(0), x.get(0).type()), s(5)),
                of("an own operation", (f, x) -> cube(f, x.get(0)), s(5)),
                of("an own operation that returns its argument", (f, x) -> ownSum(f, x.get(0), x.get(1)), s(5), s(5)));
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
