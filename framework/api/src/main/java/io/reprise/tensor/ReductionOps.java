package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Operations that fold axes: all of them, one, or several; axes next to each other are folded without a copy. NaN makes a
 * result NaN. Without elements a sum is 0, a product 1, a mean or variance NaN, and a smallest or largest value is an
 * {@link IllegalArgumentException}. Results do not depend on how the work is divided.
 */
@ProviderType
public interface ReductionOps {
    // --- sums and products ---

    /** The sum of all elements, {@code []}; of float, double, int or long. */
    Tensor sum(Tensor x);

    /** The sum along one axis, which disappears, or stays with size 1; of float, double, int or long. */
    Tensor sum(Tensor x, int axis, boolean keep);

    /** The sum along these axes, which disappear, or stay with size 1; of float, double, int or long. */
    Tensor sum(Tensor x, int[] axes, boolean keep);

    /** The mean of all elements, {@code []}. */
    Tensor mean(Tensor x);

    /** The mean along one axis, which disappears, or stays with size 1. */
    Tensor mean(Tensor x, int axis, boolean keep);

    /** The mean along these axes, which disappear, or stay with size 1. */
    Tensor mean(Tensor x, int[] axes, boolean keep);

    /** The product of all elements, {@code []}. */
    Tensor product(Tensor x);

    /** The product along one axis, which disappears, or stays with size 1. */
    Tensor product(Tensor x, int axis, boolean keep);

    /** The product along these axes, which disappear, or stay with size 1. */
    Tensor product(Tensor x, int[] axes, boolean keep);

    /**
     * The mean squared deviation from the mean of all elements, {@code []}: {@code sum((x - mean)²) / (n - correction)}.
     *
     * @param correction 0 for the population's variance, 1 for the unbiased estimate from a sample; without elements left
     *     to divide by, the result is NaN or infinite
     */
    Tensor variance(Tensor x, int correction);

    /** {@link #variance(Tensor, int)} along one axis, which disappears, or stays with size 1. */
    Tensor variance(Tensor x, int correction, int axis, boolean keep);

    /** {@link #variance(Tensor, int)} along these axes, which disappear, or stay with size 1. */
    Tensor variance(Tensor x, int correction, int[] axes, boolean keep);

    /** The root of {@link #variance(Tensor, int)}; its gradient is NaN where all elements are equal. */
    Tensor standardDeviation(Tensor x, int correction);

    /** The root of {@link #variance(Tensor, int, int, boolean)}. */
    Tensor standardDeviation(Tensor x, int correction, int axis, boolean keep);

    /** The root of {@link #variance(Tensor, int, int[], boolean)}. */
    Tensor standardDeviation(Tensor x, int correction, int[] axes, boolean keep);

    /** {@code log(sum(exp(x)))} of all elements, {@code []}, without overflow; minus infinity without elements. */
    Tensor logSumExp(Tensor x);

    /** {@code log(sum(exp(x)))} along one axis, which disappears, or stays with size 1. */
    Tensor logSumExp(Tensor x, int axis, boolean keep);

    /** {@code log(sum(exp(x)))} along these axes, which disappear, or stay with size 1. */
    Tensor logSumExp(Tensor x, int[] axes, boolean keep);

    /**
     * The p-norm {@code sum(|x|^p)^(1/p)} of all elements, {@code []}; its gradient is 0 where the norm is 0.
     *
     * @param p positive; 1 for the sum of the sizes, 2 for the Euclidean length, infinity for the largest size
     */
    Tensor norm(Tensor x, double p);

    /** {@link #norm(Tensor, double)} along one axis, which disappears, or stays with size 1. */
    Tensor norm(Tensor x, double p, int axis, boolean keep);

    /** {@link #norm(Tensor, double)} along these axes, which disappear, or stay with size 1. */
    Tensor norm(Tensor x, double p, int[] axes, boolean keep);

    // --- extremes ---

    /** The largest value of all elements, {@code []}; the gradient goes to the first one. */
    Tensor max(Tensor x);

    /** The largest value along one axis, which disappears, or stays with size 1; the gradient goes to the first one. */
    Tensor max(Tensor x, int axis, boolean keep);

    /** The largest value along these axes, which disappear, or stay with size 1; the gradient goes to the first one. */
    Tensor max(Tensor x, int[] axes, boolean keep);

    /** The smallest value of all elements, {@code []}; the gradient goes to the first one. */
    Tensor min(Tensor x);

    /** The smallest value along one axis, which disappears, or stays with size 1; the gradient goes to the first one. */
    Tensor min(Tensor x, int axis, boolean keep);

    /** The smallest value along these axes, which disappear, or stay with size 1; the gradient goes to the first one. */
    Tensor min(Tensor x, int[] axes, boolean keep);

    /** The index of the first largest value along one axis, which disappears; NaN counts as largest; int, no gradient. */
    Tensor argmax(Tensor x, int axis);

    /** The index of the first smallest value along one axis, which disappears; NaN counts as smallest; int, no gradient. */
    Tensor argmin(Tensor x, int axis);

    // --- truth values and counts; no gradient ---

    /** Whether one element of all is true, {@code []}; bool; false without elements. */
    Tensor any(Tensor x);

    /** Whether one element is true along one axis, which disappears, or stays with size 1; bool; false without elements. */
    Tensor any(Tensor x, int axis, boolean keep);

    /** Whether one element is true along these axes, which disappear, or stay with size 1; bool; false without elements. */
    Tensor any(Tensor x, int[] axes, boolean keep);

    /** Whether every element is true, {@code []}; bool; true without elements. */
    Tensor all(Tensor x);

    /** Whether every element is true along one axis, which disappears, or stays with size 1; bool; true without elements. */
    Tensor all(Tensor x, int axis, boolean keep);

    /** Whether every element is true along these axes, which disappear, or stay with size 1; bool; true without elements. */
    Tensor all(Tensor x, int[] axes, boolean keep);

    /** The number of elements that are not zero (NaN is not), {@code []}; int. */
    Tensor countNonZero(Tensor x);

    /** The number of elements that are not zero (NaN is not) along one axis, which disappears, or stays with size 1; int. */
    Tensor countNonZero(Tensor x, int axis, boolean keep);

    /** The number of elements that are not zero (NaN is not) along these axes, which disappear, or stay with size 1; int. */
    Tensor countNonZero(Tensor x, int[] axes, boolean keep);

    // --- running ---

    /** {@code y[k] = x[0] + ... + x[k]} along one axis; of float, double, int or long. */
    default Tensor cumulativeSum(Tensor x, int axis) {
        return cumulativeSum(x, axis, false);
    }

    /**
     * Running sums along one axis, from its beginning or from its end.
     *
     * @param reverse whether {@code y[k] = x[k] + ... + x[n - 1]}
     */
    Tensor cumulativeSum(Tensor x, int axis, boolean reverse);

    /** {@code y[k] = x[0] * ... * x[k]} along one axis; the gradient is exact also where there are zeros. */
    default Tensor cumulativeProduct(Tensor x, int axis) {
        return cumulativeProduct(x, axis, false);
    }

    /**
     * Running products along one axis, from its beginning or from its end.
     *
     * @param reverse whether {@code y[k] = x[k] * ... * x[n - 1]}
     */
    Tensor cumulativeProduct(Tensor x, int axis, boolean reverse);
}
