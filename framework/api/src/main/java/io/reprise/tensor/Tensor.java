package io.reprise.tensor;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A block of numbers: element type, shape, and row-major memory outside the heap.
 *
 * <p>A tensor belongs to the {@link TensorScope} that made it and lives until that scope closes; touching it later is an
 * {@link IllegalStateException} that says so. Reshaped tensors and slices of the first axis are views: they share memory
 * with their source. Instances are not safe for use by several threads while one writes.
 */
@ProviderType
public interface Tensor {
    /** The type of the elements. */
    ElementType type();

    /** The sizes of the axes. */
    Shape shape();

    /** The number of elements. */
    default long elements() {
        return shape().elements();
    }

    /** Whether the owning scope is still open. */
    boolean isOpen();

    /**
     * The only element, converted to double; true is 1.
     *
     * @throws IllegalStateException if there is not exactly one
     */
    double item();

    /** All elements in row-major order, converted to float; true is 1. */
    float[] toFloats();

    /** All elements in row-major order, converted to double; true is 1. */
    double[] toDoubles();

    /**
     * All elements in row-major order.
     *
     * @throws IllegalStateException unless the type is {@link ElementType#INT}
     */
    int[] toInts();

    /**
     * All elements in row-major order.
     *
     * @throws IllegalStateException unless the type is {@link ElementType#LONG} or {@link ElementType#INT}
     */
    long[] toLongs();

    /**
     * All elements in row-major order.
     *
     * @throws IllegalStateException unless the type is {@link ElementType#BOOL}
     */
    boolean[] toBooleans();

    /**
     * Overwrites all elements, converting to this type; not recorded on a tape.
     *
     * @param values as many values as there are elements, row-major
     */
    void set(double... values);

    /**
     * Overwrites all elements; not recorded.
     *
     * @param values as many values as there are elements, row-major
     */
    void set(float[] values);

    /**
     * Overwrites all elements; not recorded.
     *
     * @param values as many values as there are elements, row-major
     */
    void set(int[] values);

    /** Overwrites all elements with those of a tensor of the same type and number of elements; not recorded. */
    void set(Tensor values);

    /** Overwrites every element with one value; not recorded. */
    void fill(double value);

    /** A view with another shape and the same number of elements. */
    Tensor reshape(int... sizes);

    /** A view of the rows {@code first} to {@code first + count - 1} of the first axis. */
    Tensor rows(int first, int count);

    /**
     * The memory itself, in native byte order, of {@code elements * type.bytes} bytes from position 0; valid while the
     * tensor is open. For inner loops that no operation covers, and for writing files.
     */
    ByteBuffer memory();

    /** The address of the first element; valid while the tensor is open. For native libraries. */
    long address();
}
