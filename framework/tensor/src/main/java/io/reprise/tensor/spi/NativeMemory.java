package io.reprise.tensor.spi;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import org.bytedeco.javacpp.Pointer;
import org.osgi.annotation.versioning.ProviderType;

/** Shares the memory of tensors with native libraries that are reached through JavaCPP; nothing is copied. */
@ProviderType
public interface NativeMemory {
    /**
     * A typed pointer ({@code FloatPointer}, {@code DoublePointer}, {@code IntPointer}, {@code LongPointer}, {@code
     * BytePointer}) to the elements of a tensor, for a call that is over before the tensor's scope closes.
     *
     * @throws IllegalStateException if the tensor's scope is closed
     */
    Pointer pointer(Tensor tensor);

    /**
     * As {@link #pointer}, for a borrower that may hold on to the memory. The memory returns to the pool only after the
     * tensor's scope has closed <em>and</em> the borrower has let go: the pointer, and every pointer derived from it, was
     * deallocated or collected.
     *
     * @throws IllegalStateException if the tensor's scope is closed
     */
    Pointer lend(Tensor tensor);

    /**
     * A tensor on memory that someone else allocated; the pointer is kept reachable until the scope closes, and the
     * memory is never given to the pool.
     *
     * @param elements points to the first element, in row-major order without gaps
     * @throws IllegalArgumentException if the pointer is null, or its limit says that it holds fewer elements than the shape
     */
    Tensor wrap(TensorScope scope, Pointer elements, ElementType type, Shape shape);
}
