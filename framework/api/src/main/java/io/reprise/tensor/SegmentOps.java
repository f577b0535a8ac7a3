package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Operations on rows that belong to segments: the atoms of molecules, the edges that meet in a node. {@code x [rows, ...]} has
 * for each row the number of its segment, {@code segment int[rows]} (int or long), from 0 to one below {@code segments}, in any
 * order; a number out of range is an {@link IllegalArgumentException}. What is done to rows is done to each of their elements.
 *
 * <p>A segment without rows gives 0 in all of these, as in PyTorch Geometric (TensorFlow gives the lowest number for max).
 */
@ProviderType
public interface SegmentOps {
    /** The sum of each segment's rows, {@code [segments, ...]}. */
    Tensor sum(Tensor x, Tensor segment, int segments);

    /** The mean of each segment's rows, {@code [segments, ...]}. */
    Tensor mean(Tensor x, Tensor segment, int segments);

    /** The largest of each segment's elements, {@code [segments, ...]}; NaN wins; the gradient goes to the first largest. */
    Tensor max(Tensor x, Tensor segment, int segments);

    /** The smallest of each segment's elements, {@code [segments, ...]}; NaN wins; the gradient goes to the first smallest. */
    Tensor min(Tensor x, Tensor segment, int segments);

    /** {@code exp(x)} divided by its sum over the rows of the same segment, in the shape of x: weights of attention on a graph. */
    Tensor softmax(Tensor x, Tensor segment, int segments);

    /**
     * The sum of messages along edges: {@code sum(indexSelect(x, 0, source), target, segments)} without the messages in memory.
     *
     * @param x {@code [nodes, ...]}
     * @param source int or long {@code [edges]}: the row of x that each edge takes
     * @param target int or long {@code [edges]}: the row of the result that it is added to
     */
    Tensor gatherSum(Tensor x, Tensor source, Tensor target, int segments);
}
