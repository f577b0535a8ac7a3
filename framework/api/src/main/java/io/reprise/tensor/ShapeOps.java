package io.reprise.tensor;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Operations that move elements. All but the views copy, and take every type of element. */
@ProviderType
public interface ShapeOps {
    // --- shapes and axes ---

    /** The same elements in another shape (a view); one size may be -1 and is then computed. */
    Tensor reshape(Tensor x, int... sizes);

    /** An axis of size 1 put in (a view), so that it is axis {@code axis} of the result: -1 is the last. */
    Tensor expandDims(Tensor x, int axis);

    /** An axis of size 1 left out (a view). */
    Tensor squeeze(Tensor x, int axis);

    /** A copy in which axes of size 1, and missing leading axes, are repeated to these sizes. */
    Tensor broadcastTo(Tensor x, int... sizes);

    /** The axes in another order: axis {@code i} of the result is axis {@code order[i]} of x. */
    Tensor permute(Tensor x, int... order);

    /** The last two axes exchanged. */
    Tensor transpose(Tensor x);

    /** Two axes exchanged. */
    Tensor swapAxes(Tensor x, int first, int second);

    /** One axis put in another place; the order of the others stays. */
    Tensor moveAxis(Tensor x, int from, int to);

    // --- parts and wholes ---

    /** The elements {@code from} (included) to {@code to} (excluded) of one axis; both lie in 0 to its size. */
    Tensor slice(Tensor x, int axis, int from, int to);

    /**
     * Every {@code step}-th element of one axis, as NumPy's {@code x[from:to:step]}: negative positions count from the end, and
     * positions beyond an end stand for it. A negative step goes backwards; {@code to = Integer.MIN_VALUE} then includes the
     * first element.
     *
     * @param step not 0
     */
    Tensor slice(Tensor x, int axis, int from, int to, int step);

    /** Tensors joined along one axis; the other axes agree. */
    Tensor concat(List<Tensor> parts, int axis);

    /** Tensors of one shape joined along a new axis, which is axis {@code axis} of the result: -1 is the last. */
    Tensor stack(List<Tensor> parts, int axis);

    /** One axis cut into so many equal parts. */
    List<Tensor> split(Tensor x, int axis, int parts);

    /** One axis cut into parts of these sizes, which make up all of it. */
    List<Tensor> splitBySizes(Tensor x, int axis, int... sizes);

    /** The tensors that {@link #stack} would join to x: as many as the axis has elements, and without it. */
    List<Tensor> unstack(Tensor x, int axis);

    /** What {@link #pad(Tensor, int[], int[], Padding)} takes from the tensor itself. */
    enum Padding {
        /** As if the axis were a ring: {@code c | a b c | a}; at most as many as there are elements. */
        CIRCULAR,
        /** Mirrored at the outermost elements, which are not repeated: {@code b | a b c | b}; at most one fewer. */
        REFLECT,
        /** The outermost elements again: {@code a | a b c | c}. */
        REPLICATE
    }

    /**
     * Elements of one value put around x.
     *
     * @param before how many before each axis
     * @param after how many after each axis
     */
    Tensor pad(Tensor x, int[] before, int[] after, double value);

    /**
     * Elements of x put around it, one axis after the other.
     *
     * @param before how many before each axis
     * @param after how many after each axis
     */
    Tensor pad(Tensor x, int[] before, int[] after, Padding padding);

    /** The elements of one axis moved on by {@code shift} places; those beyond the end come in at the start. */
    Tensor roll(Tensor x, int shift, int axis);

    /** The elements of these axes in reverse order. */
    Tensor flip(Tensor x, int... axes);

    /** x repeated as a whole, so often along each axis; numbers go with the last axes, as shapes broadcast. */
    Tensor tile(Tensor x, int... repeats);

    /** Each element of one axis {@code times} times in a row (NumPy's {@code repeat}). */
    Tensor repeat(Tensor x, int axis, int times);

    // --- matrices ---

    /**
     * The lower triangle of the last two axes, {@code [..., m, n]}: elements with {@code column - row > diagonal} become 0;
     * {@code diagonal} -1 leaves out the main diagonal.
     */
    Tensor tril(Tensor x, int diagonal);

    /** The upper triangle of the last two axes: elements with {@code column - row < diagonal} become 0. */
    Tensor triu(Tensor x, int diagonal);

    /** The elements with {@code column - row = offset} of the last two axes: {@code [..., m, n]} to {@code [..., k]}. */
    Tensor diagonal(Tensor x, int offset);

    /**
     * Square matrices with the rows of {@code x [..., n]} as the diagonal {@code column - row = offset}, and 0 elsewhere:
     * {@code [..., n + |offset|, n + |offset|]}.
     */
    Tensor diagonalMatrix(Tensor x, int offset);

    /**
     * The coordinates of a grid: from k tensors of one axis, k tensors of k axes, of which the i-th varies along axis i only
     * (NumPy's {@code meshgrid} with {@code indexing="ij"}).
     */
    List<Tensor> meshgrid(List<Tensor> axes);
}
