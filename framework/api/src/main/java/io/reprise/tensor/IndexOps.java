package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Operations that take and put elements by their numbers. Indices are int or long, count from 0, and an index out of range
 * (a negative one too) is an {@link IllegalArgumentException} that names it; indices carry no gradient, and must be open when
 * gradients are asked for.
 */
@ProviderType
public interface IndexOps {
    /** Rows of a table: {@code table [n, d]}, {@code indices int[...]} to {@code [..., d]}. */
    Tensor embedding(Tensor table, Tensor indices);

    /**
     * Elements of one axis, in any order and number (NumPy's {@code take}): the axis gives way to the axes of the indices.
     */
    Tensor indexSelect(Tensor x, int axis, Tensor indices);

    /**
     * For each index, the element of x that has it on one axis and the index's own position on the others (PyTorch's
     * {@code gather}, NumPy's {@code take_along_axis}).
     *
     * @param indices of the shape of x but for the axis; the result has their shape
     */
    Tensor gather(Tensor x, int axis, Tensor indices);

    /**
     * x with each value added to the element that {@link #gather} would take for its index (PyTorch's {@code scatter_add});
     * values with one index are all added.
     *
     * @param indices of the shape of x but for the axis
     * @param values of the shape of the indices
     */
    Tensor scatterAdd(Tensor x, int axis, Tensor indices, Tensor values);

    /**
     * x with slices added to those that the indices name on one axis; slices with one index are all added.
     *
     * @param indices {@code [k]}
     * @param values of the shape of x but k on the axis
     */
    Tensor indexAdd(Tensor x, int axis, Tensor indices, Tensor values);

    /**
     * x with the slices that the indices name on one axis replaced; of slices with one index the last one stays, and gets the gradient.
     *
     * @param indices {@code [k]}
     * @param values of the shape of x but k on the axis
     */
    Tensor indexPut(Tensor x, int axis, Tensor indices, Tensor values);

    /**
     * The elements where a mask is true, in row-major order, {@code [count]}: the shape depends on the values of the mask.
     *
     * @param mask bool, of the shape of x
     */
    Tensor maskedSelect(Tensor x, Tensor mask);

    /** The positions of the elements that are not 0 (NaN is not), in row-major order: {@code int [count, rank]}; no gradient. */
    Tensor nonzero(Tensor x);

    /** 1 where the last axis, of {@code classes}, has the index, and else 0: {@code [..., classes]}; no gradient. */
    Tensor oneHot(Tensor indices, int classes, ElementType type);
}
