package io.reprise.tensor;

import java.util.Arrays;

/** The sizes of a tensor's axes, outermost first; the empty shape is a scalar. Immutable. */
public final class Shape {
    /** The shape of a scalar, {@code []}. */
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /**
     * The shape with these axis sizes.
     *
     * @throws IllegalArgumentException if a size is negative
     */
    public static Shape of(int... sizes) {
        for (int size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "an axis has the negative size " + size + " in " + Arrays.toString(sizes));
            }
        }
        return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
    }

    /** The number of axes. */
    public int rank() {
        return sizes.length;
    }

    /**
     * The size of one axis; negative numbers count from the last, as in NumPy.
     *
     * @throws IndexOutOfBoundsException if there is no such axis
     */
    public int size(int axis) {
        return sizes[axis(axis)];
    }

    /**
     * The axis number made non-negative.
     *
     * @throws IndexOutOfBoundsException if there is no such axis
     */
    public int axis(int axis) {
        int index = axis < 0 ? axis + sizes.length : axis;
        if (index < 0 || index >= sizes.length) {
            throw new IndexOutOfBoundsException("no axis " + axis + " in the shape " + this);
        }
        return index;
    }

    /**
     * The number of elements: the product of all sizes, 1 for a scalar.
     *
     * @throws ArithmeticException if it is more than a long holds
     */
    public long elements() {
        long product = 1;
        for (int size : sizes) {
            if (size == 0) {
                return 0;
            }
        }
        for (int size : sizes) {
            product = Math.multiplyExact(product, (long) size);
        }
        return product;
    }

    /** A copy of the sizes. */
    public int[] toArray() {
        return sizes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** The sizes in brackets, for instance {@code [16, 64]}. */
    @Override
    public String toString() {
        return Arrays.toString(sizes);
    }
}
