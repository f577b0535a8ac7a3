package io.reprise.nd4j;

import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Hands tensors to ND4J and back on the same memory. A service; its first use starts ND4J, which takes a second the first
 * time and a tenth of that later.
 *
 * <p>Element types correspond as follows: float to {@code FLOAT}, double to {@code DOUBLE}, int to {@code INT}, long to
 * {@code LONG}, bool to {@code BOOL}. ND4J computes on one thread unless the environment variable {@code OMP_NUM_THREADS}
 * says otherwise.
 *
 * <p>Every method throws {@link io.reprise.api.RepriseException} if ND4J can't start: its native libraries are missing
 * for this platform, or another copy of its bundle was already loaded in this process.
 */
@ProviderType
public interface Nd4jBridge {
    /**
     * An array on the memory of a tensor: what one writes, the other reads. The array may be used after the tensor's scope
     * has closed, since memory that was lent is not given to others while the array or a view of it is reachable; the
     * tensor may not. A tensor without elements gives an array of its shape and no memory to share.
     *
     * @return a row-major array of the tensor's shape
     * @throws IllegalStateException if the tensor's scope is closed
     */
    INDArray toNd4j(Tensor tensor);

    /**
     * A tensor with the elements of an array. If they lie in memory in row-major order without gaps, the tensor is on that
     * memory: what one writes, the other reads. The array stays reachable while the scope is open, and nobody may
     * {@linkplain INDArray#close() close} it before. Otherwise the tensor holds a copy; that is so for arrays
     * in column-major order, transposed, with gaps between rows, and in a workspace of ND4J, which reuses its memory.
     *
     * @param scope owns the tensor
     * @return a tensor of the array's shape
     * @throws io.reprise.api.RepriseException if tensors have no such element type, or an axis is longer than 2^31 - 1
     */
    Tensor ofNd4j(TensorScope scope, INDArray array);

    /** What computes when an array is asked for an operation. Starts ND4J. */
    Nd4jInfo info();
}
