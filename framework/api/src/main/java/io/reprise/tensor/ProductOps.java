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
}
