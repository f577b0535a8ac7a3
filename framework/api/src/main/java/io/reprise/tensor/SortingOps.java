package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Operations that order elements. Order is that of numbers, -0 equals 0, and NaN comes last whichever way is sorted; equal
 * elements keep their order. Values carry gradients, to the elements that they were; numbers of places are int and carry
 * none.
 */
@ProviderType
public interface SortingOps {
    /** The elements of one axis in ascending or descending order. */
    Tensor sort(Tensor x, int axis, boolean descending);

    /** The indices that {@link #sort} takes elements from, in the shape of x. */
    Tensor argsort(Tensor x, int axis, boolean descending);

    /**
     * The first k elements of an axis in order, and where they were.
     *
     * @param values the shape of x but k on the axis
     * @param indices int, of the same shape
     */
    record TopK(Tensor values, Tensor indices) {}

    /**
     * The k largest elements of one axis in descending order, or the smallest in ascending order.
     *
     * @param k at most the size of the axis
     */
    TopK topK(Tensor x, int k, int axis, boolean largest);

    /**
     * Distinct elements.
     *
     * @param values {@code [n]}, ascending, NaN once and last; no gradient
     * @param inverse int, of the shape of x: which of the values each element is
     * @param counts {@code int[n]}: how often each value occurs
     */
    record Unique(Tensor values, Tensor inverse, Tensor counts) {}

    /** The distinct elements of x. */
    Unique unique(Tensor x);

    /**
     * Where values would be put into a sorted tensor to keep it sorted (NumPy's {@code searchsorted}).
     *
     * @param sorted {@code [n]}, ascending; not checked
     * @param values of the same type
     * @param right whether behind equal elements, else before them
     * @return int, of the shape of the values: 0 to n
     */
    Tensor searchSorted(Tensor sorted, Tensor values, boolean right);

    /**
     * How often each number occurs.
     *
     * @param x int or long, 0 to {@code length - 1}; others are an {@link IllegalArgumentException}
     * @return {@code int[length]}
     */
    Tensor bincount(Tensor x, int length);
}
