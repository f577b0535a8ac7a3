package io.reprise.testkit;

import io.reprise.data.Batch;
import io.reprise.model.Differentiable;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the gradients of a model's loss against central differences, in the model's own precision.
 *
 * <p>In float a difference of two losses has few digits, so directions in which the loss changes much are taken: along the
 * computed gradient, which shows a wrong size; along a few single elements, which show a wrong place; and among the
 * elements whose computed gradient is zero, which shows what has been forgotten. A step size that is too small drowns in
 * rounding and one that is too large in curvature: it is enough if one of several agrees.
 */
final class LossGradient {
    private static final double[] STEPS = {3e-2, 1e-2, 3e-3, 1e-3};
    private static final int SINGLE_ELEMENTS = 4;

    /** How far a slope may be off, as a share of the larger. */
    private static final double RELATIVE = 0.03;

    /** The rounding error of a loss of size 1 in float: some units in the last place, since it is a sum. */
    private static final double ROUNDING = 5e-7;

    private final Differentiable model;
    private final Batch batch;
    private final TensorScope scope;
    private final RandomSource noise;
    private final RandomSource choice;

    LossGradient(Differentiable model, Batch batch, TensorScope scope, RandomSource noise, RandomSource choice) {
        this.model = model;
        this.batch = batch;
        this.scope = scope;
        this.noise = noise;
        this.choice = choice;
    }

    /** The first gradient that is wrong, in words. */
    Optional<String> problem() {
        Map<String, double[]> gradients = new LinkedHashMap<>();
        try (TensorScope step = scope.open()) {
            Tape tape = step.tape(model.parameters().values());
            Gradients found = tape.gradients(model.loss(tape, batch, noise.split(0)));
            model.parameters()
                    .forEach((name, parameter) ->
                            gradients.put(name, found.of(parameter).toDoubles()));
        }
        double steepest = gradients.values().stream()
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
        for (Map.Entry<String, double[]> entry : gradients.entrySet()) {
            for (Direction direction : directions(entry.getValue(), steepest)) {
                Optional<String> problem = problem(entry.getKey(), entry.getValue(), direction);
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private record Direction(String words, double[] unit) {}

    private List<Direction> directions(double[] gradient, double steepest) {
        List<Direction> directions = new ArrayList<>();
        if (Arrays.stream(gradient).allMatch(value -> value == 0)) {
            directions.add(new Direction("in a random direction", random(gradient, 0)));
            return directions;
        }
        directions.add(new Direction("along the gradient", unit(gradient)));
        for (int k = 0; k < Math.min(SINGLE_ELEMENTS, gradient.length); k++) {
            int index = k == 0 ? steepestIndex(gradient) : choice.nextInt(gradient.length);
            double[] single = new double[gradient.length];
            single[index] = 1;
            directions.add(new Direction("at element " + index, single));
        }
        double small = 1e-4 * steepest;
        if (Arrays.stream(gradient).anyMatch(value -> Math.abs(value) <= small)) {
            directions.add(new Direction("among the elements without a gradient", random(gradient, small)));
        }
        return directions;
    }

    private double[] random(double[] gradient, double limit) {
        double[] direction = new double[gradient.length];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = Math.abs(gradient[i]) <= limit ? choice.nextGaussian() : 0;
        }
        return unit(direction);
    }

    private static int steepestIndex(double[] gradient) {
        int best = 0;
        for (int i = 1; i < gradient.length; i++) {
            best = Math.abs(gradient[i]) > Math.abs(gradient[best]) ? i : best;
        }
        return best;
    }

    private static double[] unit(double[] vector) {
        double norm =
                Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
        return Arrays.stream(vector).map(value -> value / norm).toArray();
    }

    private Optional<String> problem(String name, double[] gradient, Direction direction) {
        double expected = 0;
        for (int i = 0; i < gradient.length; i++) {
            expected += gradient[i] * direction.unit[i];
        }
        Tensor parameter = model.parameters().get(name);
        double[] original = parameter.toDoubles();
        double rounding = parameter.type() == ElementType.DOUBLE ? ROUNDING * 1e-6 : ROUNDING;
        double closest = Double.NaN;
        try {
            for (double step : STEPS) {
                double up = loss(parameter, original, direction.unit, step);
                double down = loss(parameter, original, direction.unit, -step);
                double slope = (up - down) / (2 * step);
                double noiseOfSlope = rounding * (1 + Math.abs(up) + Math.abs(down)) / step;
                double tolerance = RELATIVE * Math.max(Math.abs(slope), Math.abs(expected)) + noiseOfSlope;
                if (Math.abs(slope - expected) <= tolerance) {
                    return Optional.empty();
                }
                if (!(Math.abs(slope - expected) >= Math.abs(closest - expected))) {
                    closest = slope;
                }
            }
        } finally {
            parameter.set(original);
        }
        return Optional.of("the slope of the loss by '" + name + "' " + direction.words + " is " + closest
                + " by central differences, and " + expected + " by the tape");
    }

    private double loss(Tensor parameter, double[] original, double[] direction, double step) {
        double[] moved = original.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += step * direction[i];
        }
        parameter.set(moved);
        try (TensorScope inner = scope.open()) {
            return model.loss(inner.ops(), batch, noise.split(0)).item();
        }
    }
}
