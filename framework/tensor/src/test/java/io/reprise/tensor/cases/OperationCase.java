package io.reprise.tensor.cases;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * An operation on random inputs of given shapes: what every implementation is held to.
 *
 * @param tolerance how far two implementations may be apart in float, as a share of the largest element of the result
 */
public record OperationCase(
        String name,
        BiFunction<Ops, List<Tensor>, Tensor> operation,
        List<Shape> shapes,
        Values values,
        Set<Trait> traits,
        double tolerance) {
    /** What the inputs are made of. */
    public enum Values {
        /** Normal numbers. */
        NORMAL,
        /** Uniform in [0.5, 2): for logarithms and divisors. */
        POSITIVE,
        /** Uniform in [-0.9, 0.9): for functions with a bounded domain. */
        UNIT,
        /** Distinct numbers at least 0.05 apart: for operations that order them, so that a small step changes no order. */
        SEPARATED,
        /** Normal numbers rounded to quarters: for steps whose arguments are then computed without rounding. */
        QUARTERS
    }

    /** What does not hold for an operation. */
    public enum Trait {
        /** It has no gradient. */
        NO_GRADIENT,
        /** It has no second gradient. */
        NO_SECOND_GRADIENT,
        /** Its gradient is not its slope, by intent (surrogates). */
        NOT_ITS_SLOPE,
        /** The kernels agree to the bit, in float. */
        EXACT
    }

    /** An operation on normal numbers, with gradients of every order, to 1e-5 in float. */
    public static OperationCase of(String name, BiFunction<Ops, List<Tensor>, Tensor> operation, int[]... shapes) {
        return new OperationCase(
                name,
                operation,
                Stream.of(shapes).map(Shape::of).toList(),
                Values.NORMAL,
                EnumSet.noneOf(Trait.class),
                1e-5);
    }

    /** The same on other numbers. */
    public OperationCase on(Values other) {
        return new OperationCase(name, operation, shapes, other, traits, tolerance);
    }

    /** The same with something that does not hold. */
    public OperationCase with(Trait... more) {
        Set<Trait> all = EnumSet.noneOf(Trait.class);
        all.addAll(traits);
        all.addAll(List.of(more));
        return new OperationCase(name, operation, shapes, values, all, tolerance);
    }

    /** The same with another tolerance in float. */
    public OperationCase within(double share) {
        return new OperationCase(name, operation, shapes, values, traits, share);
    }

    /** Whether something does not hold. */
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** Random inputs. */
    public List<Tensor> inputs(TensorScope scope, ElementType type, RandomSource random) {
        List<Tensor> inputs = new ArrayList<>();
        for (Shape shape : shapes) {
            Tensor x = scope.zeros(type, shape);
            switch (values) {
                case NORMAL -> random.fillNormal(x, 0, 1);
                case POSITIVE -> random.fillUniform(x, 0.5, 2);
                case UNIT -> random.fillUniform(x, -0.9, 0.9);
                case QUARTERS -> {
                    random.fillNormal(x, 0, 4);
                    double[] quarters = x.toDoubles();
                    Arrays.setAll(quarters, i -> 0.25 * Math.rint(quarters[i]));
                    x.set(quarters);
                }
                case SEPARATED -> {
                    int[] order = random.permutation((int) x.elements());
                    double[] spread = new double[order.length];
                    for (int i = 0; i < spread.length; i++) {
                        spread[i] = 0.1 * (order[i] - order.length / 2.0) + 0.025;
                    }
                    x.set(spread);
                }
            }
            inputs.add(x);
        }
        return inputs;
    }

    @Override
    public String toString() {
        return name;
    }
}
