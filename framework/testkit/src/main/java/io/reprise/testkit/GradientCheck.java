package io.reprise.testkit;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks the gradient of an operation, or of a function made of several, in double precision and at every element.
 *
 * <pre>{@code
 * GradientCheck.of(run.tensors(), (f, in) -> f.tanh(f.matmul(in.get(0), in.get(1))), a, b);
 * }</pre>
 */
public final class GradientCheck {
    /** The step that balances rounding ({@code 1e-16 / step}) and curvature ({@code step²}) in double: their cube root. */
    private static final double STEP = 1e-5;

    /** What that step leaves of accuracy, with a margin of a hundred for steep functions. */
    private static final double TOLERANCE = 1e-7;

    private GradientCheck() {}

    /** A function of tensors. */
    @FunctionalInterface
    public interface Function {
        /** Its value, in any shape. */
        Tensor apply(Ops f, List<Tensor> inputs);
    }

    /**
     * Compares the tape's gradients with central differences, {@code (L(x + h) - L(x - h)) / 2h} with {@code h} 1e-5, at
     * every element of every input, for a loss that weighs the elements of the result unequally. Inputs should keep a
     * distance from kinks (0 for relu) of more than {@code h}.
     *
     * @param scope where copies are made
     * @param inputs of type double; not changed
     * @throws AssertionError naming input, element and both slopes where they differ by more than 1e-7 times 1 plus their
     *     size
     */
    public static void of(TensorScope scope, Function function, Tensor... inputs) {
        try (TensorScope inner = scope.open()) {
            List<Tensor> copies = new ArrayList<>();
            for (Tensor input : inputs) {
                if (input.type() != ElementType.DOUBLE) {
                    throw new IllegalArgumentException("gradients are checked in double, but an input is "
                            + input.type() + input.shape() + "; make it with of(double[], ...)");
                }
                copies.add(inner.copy(input));
            }
            Tape tape = inner.tape(copies);
            Gradients gradients = tape.gradients(loss(tape, function, copies));
            for (int i = 0; i < copies.size(); i++) {
                compare(inner, function, copies, i, gradients.of(copies.get(i)).toDoubles());
            }
        }
    }

    private static void compare(
            TensorScope scope, Function function, List<Tensor> inputs, int input, double[] gradient) {
        Tensor tensor = inputs.get(input);
        double[] values = tensor.toDoubles();
        for (int i = 0; i < values.length; i++) {
            double original = values[i];
            values[i] = original + STEP;
            tensor.set(values);
            double up = loss(scope, function, inputs);
            values[i] = original - STEP;
            tensor.set(values);
            double down = loss(scope, function, inputs);
            values[i] = original;
            tensor.set(values);
            double slope = (up - down) / (2 * STEP);
            if (!(Math.abs(slope - gradient[i]) <= TOLERANCE * (1 + Math.abs(slope)))) {
                throw Broken.contract(
                        "The function",
                        "its gradient is the slope of its value",
                        "by input " + input + " at element " + i + " of " + tensor.shape() + " the tape says "
                                + gradient[i] + " and central differences say " + slope,
                        "Derive the backward pass again; if the input lies on a kink, move it.");
            }
        }
    }

    private static double loss(TensorScope scope, Function function, List<Tensor> inputs) {
        try (TensorScope inner = scope.open()) {
            return loss(inner.ops(), function, inputs).item();
        }
    }

    /** The sum of the result's elements with weights of which no two are alike, so that no error cancels. */
    private static Tensor loss(Ops f, Function function, List<Tensor> inputs) {
        Tensor result = function.apply(f, inputs);
        double[] weights = new double[Math.toIntExact(result.elements())];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 + 0.5 * Math.sin(1 + 2.7 * i);
        }
        return f.sum(f.multiply(result, f.scope().of(weights, result.shape().toArray())));
    }
}
