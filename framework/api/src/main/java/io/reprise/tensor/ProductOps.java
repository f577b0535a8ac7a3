package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/** Products of matrices. */
@ProviderType
public interface ProductOps {
    /** The matrix product over the last two axes, {@code [..., m, k] x [..., k, n]}; leading axes broadcast. */
    default Tensor matmul(Tensor a, Tensor b) {
        return matmul(a, b, false, false);
    }

    /** As {@link #matmul(Tensor, Tensor)}, with the last two axes of an argument exchanged first where asked for. */
    Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB);

    /** {@code relu(a b)}, without keeping the product: faster than the two operations. */
    Tensor matmulRelu(Tensor a, Tensor b);

    /**
     * The matrix products summed over the innermost leading axis, {@code [..., h, m, k] x [..., h, k, n]} to {@code [..., m,
     * n]}; the axes before it broadcast. With h heads, and one matrix a head, this joins the heads of an attention.
     */
    Tensor matmulSum(Tensor a, Tensor b);

    /** {@code x w + bias}: {@code x [..., k]}, {@code w [k, n]}, {@code bias [n]} or null. */
    Tensor linear(Tensor x, Tensor w, Tensor bias);

    /** The products of all elements of two rows: {@code a [..., m]}, {@code b [..., n]} to {@code [..., m, n]}, broadcast. */
    Tensor outer(Tensor a, Tensor b);

    /**
     * A sum of products in Einstein's notation, as NumPy's {@code einsum}: {@code "ij,jk->ik"} is the matrix product.
     * Each operand has a term with a letter for each axis; axes with one letter go along with each other (or have size 1),
     * and what the result does not name is summed. A letter twice in one term is a diagonal. {@code ...} stands for any
     * number of axes, which broadcast; if the result does not name it, they are summed too. Without {@code ->} the result has the axes of
     * {@code ...} and then, in alphabetical order, the letters that occur once.
     *
     * <p>More than two operands are multiplied pair by pair, the cheapest pair first; a pair is one matrix product.
     *
     * @param operands float or double, all of one type; at least one
     * @throws IllegalArgumentException if the formula is wrong, with the character where, or does not go with the shapes
     */
    Tensor einsum(String formula, Tensor... operands);
}
