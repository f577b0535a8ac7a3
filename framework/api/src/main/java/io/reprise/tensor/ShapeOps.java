package io.reprise.tensor;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Operations that move elements. */
@ProviderType
public interface ShapeOps {
    /** The same elements in another shape (a view); one size may be -1 and is then computed. */
    Tensor reshape(Tensor x, int... sizes);

    /** A copy in which axes of size 1, and missing leading axes, are repeated to these sizes. */
    Tensor broadcastTo(Tensor x, int... sizes);

    /** The axes in another order: axis {@code i} of the result is axis {@code order[i]} of x. */
    Tensor permute(Tensor x, int... order);

    /** The last two axes exchanged. */
    Tensor transpose(Tensor x);

    /** The elements {@code from} (included) to {@code to} (excluded) of one axis. */
    Tensor slice(Tensor x, int axis, int from, int to);

    /** Tensors joined along one axis; the other axes agree. */
    Tensor concat(List<Tensor> parts, int axis);

    /**
     * The lower triangle of the last two axes, {@code [..., m, n]}: elements with {@code column - row > diagonal} become 0;
     * {@code diagonal} -1 leaves out the main diagonal.
     */
    Tensor tril(Tensor x, int diagonal);

    /** Rows of a table: {@code table [n, d]}, {@code indices int[...]} to {@code [..., d]}. */
    Tensor embedding(Tensor table, Tensor indices);
}
