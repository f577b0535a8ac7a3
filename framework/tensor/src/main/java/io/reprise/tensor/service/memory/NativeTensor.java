package io.reprise.tensor.service.memory;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** A tensor on a {@link Block}. */
public final class NativeTensor implements Tensor {
    final Storage storage;
    private final ElementType type;
    private final Shape shape;
    private final int elements;
    /** Where the first element lies in the block, in bytes. */
    private final int offset;
    /** The tensor that this is a view of, or null. */
    private final NativeTensor source;

    /** The tape that recorded how this was made, or null; for the tape alone. */
    public Object tape;
    /** The number that {@link #tape} knows this by. */
    public int variable;

    NativeTensor(Storage storage, ElementType type, Shape shape, int offset, NativeTensor source) {
        this.storage = storage;
        this.type = type;
        this.shape = shape;
        this.elements = (int) shape.elements();
        this.offset = offset;
        this.source = source;
    }

    // --- for kernels: nothing is checked ---

    /** The buffer of the whole block. */
    public ByteBuffer buffer() {
        return storage.block.buffer;
    }

    /** What the Vector API loads from: the block's buffer, or on newer JDKs its memory segment. */
    public Object vectorMemory() {
        return storage.block.vectorMemory;
    }

    /** Where the first element lies in {@link #buffer} and {@link #vectorMemory}, in bytes. */
    public int offset() {
        return offset;
    }

    /** The number of elements. */
    public int count() {
        return elements;
    }

    /** The address of the first element, unchecked. */
    public long rawAddress() {
        return storage.block.address + offset;
    }

    /** One element as a double. */
    public double get(int index) {
        ByteBuffer bytes = storage.block.buffer;
        return switch (type) {
            case FLOAT -> bytes.getFloat(offset + 4 * index);
            case DOUBLE -> bytes.getDouble(offset + 8 * index);
            case INT -> bytes.getInt(offset + 4 * index);
            case LONG -> bytes.getLong(offset + 8 * index);
            case BOOL -> bytes.get(offset + index);
        };
    }

    /** Sets one element, converted as by a Java cast; bool is "not zero". */
    public void put(int index, double value) {
        ByteBuffer bytes = storage.block.buffer;
        switch (type) {
            case FLOAT -> bytes.putFloat(offset + 4 * index, (float) value);
            case DOUBLE -> bytes.putDouble(offset + 8 * index, value);
            case INT -> bytes.putInt(offset + 4 * index, (int) value);
            case LONG -> bytes.putLong(offset + 8 * index, (long) value);
            case BOOL -> bytes.put(offset + index, (byte) (value != 0 ? 1 : 0));
        }
    }

    /** Sets one element of an int tensor. */
    public void putInt(int index, int value) {
        storage.block.buffer.putInt(offset + 4 * index, value);
    }

    /** One element of an int or long tensor. */
    public long getLong(int index) {
        return type == ElementType.INT
                ? storage.block.buffer.getInt(offset + 4 * index)
                : storage.block.buffer.getLong(offset + 8 * index);
    }

    /** Sets one element of an int or long tensor; what does not fit into an int wraps around. */
    public void putLong(int index, long value) {
        if (type == ElementType.INT) {
            storage.block.buffer.putInt(offset + 4 * index, (int) value);
        } else {
            storage.block.buffer.putLong(offset + 8 * index, value);
        }
    }

    /** Whether the elements are int or long. */
    public boolean isInteger() {
        return type == ElementType.INT || type == ElementType.LONG;
    }

    /** A view of part of the memory, from an element on. */
    public NativeTensor view(Shape viewed, int firstElement) {
        return new NativeTensor(storage, type, viewed, offset + firstElement * type.bytes(), this);
    }

    /** Whether this is no view, so that what owns it can be handed on. */
    public boolean isWhole() {
        return source == null;
    }

    /** The tensor that this is a view of, or null. */
    public NativeTensor source() {
        return source;
    }

    /** Where this view begins in its source, in elements. */
    public int firstElement() {
        return (offset - source.offset) / type.bytes();
    }

    /** The scope that owns the memory. */
    public MemoryScope owner() {
        return storage.owner;
    }

    /** This tensor, if it is open. */
    public NativeTensor requireOpen() {
        if (!storage.open) {
            throw new IllegalStateException("the tensor " + type + shape + " was used after its scope (of "
                    + storage.owner.owner() + ") gave its memory back");
        }
        return this;
    }

    // --- Tensor ---

    @Override
    public ElementType type() {
        return type;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public long elements() {
        return elements;
    }

    @Override
    public boolean isOpen() {
        return storage.open;
    }

    @Override
    public double item() {
        requireOpen();
        if (elements != 1) {
            throw new IllegalStateException("item() wants one element, and the shape is " + shape);
        }
        return get(0);
    }

    @Override
    public float[] toFloats() {
        requireOpen();
        float[] values = new float[elements];
        if (type == ElementType.FLOAT) {
            bytes().asFloatBuffer().get(values);
        } else {
            for (int i = 0; i < elements; i++) {
                values[i] = (float) get(i);
            }
        }
        return values;
    }

    @Override
    public double[] toDoubles() {
        requireOpen();
        double[] values = new double[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = get(i);
        }
        return values;
    }

    @Override
    public int[] toInts() {
        requireType("toInts()", ElementType.INT);
        int[] values = new int[elements];
        bytes().asIntBuffer().get(values);
        return values;
    }

    @Override
    public long[] toLongs() {
        requireType("toLongs()", ElementType.LONG, ElementType.INT);
        long[] values = new long[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = getLong(i);
        }
        return values;
    }

    @Override
    public boolean[] toBooleans() {
        requireType("toBooleans()", ElementType.BOOL);
        boolean[] values = new boolean[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = get(i) != 0;
        }
        return values;
    }

    @Override
    public void set(double... values) {
        requireCount(values.length);
        put(i -> values[i]);
    }

    @Override
    public void set(float[] values) {
        requireCount(values.length);
        if (type == ElementType.FLOAT) {
            bytes().asFloatBuffer().put(values);
        } else {
            put(i -> values[i]);
        }
    }

    @Override
    public void set(int[] values) {
        requireCount(values.length);
        put(i -> values[i]);
    }

    /** Overwrites all elements of an int or long tensor. */
    public void set(long[] values) {
        requireCount(values.length);
        for (int i = 0; i < elements; i++) {
            if (type == ElementType.LONG) {
                storage.block.buffer.putLong(offset + 8 * i, values[i]);
            } else {
                put(i, (double) values[i]);
            }
        }
    }

    @Override
    public void set(Tensor values) {
        requireOpen();
        if (!(values instanceof NativeTensor other)) {
            throw new IllegalArgumentException("set: not a tensor of this service: " + values);
        }
        other.requireOpen();
        if (other.type != type || other.elements != elements) {
            throw new IllegalArgumentException(
                    "set: " + type + shape + " can't hold the elements of " + other.type + other.shape);
        }
        bytes().put(other.bytes());
    }

    @Override
    public void fill(double value) {
        requireOpen();
        put(i -> value);
    }

    @Override
    public Tensor reshape(int... sizes) {
        requireOpen();
        return view(resolve(shape, sizes), 0);
    }

    @Override
    public Tensor rows(int first, int count) {
        requireOpen();
        if (shape.rank() == 0 || first < 0 || count < 0 || first > shape.size(0) - count) {
            throw new IllegalArgumentException(
                    "rows " + first + " to " + (first + count - 1L) + " of the shape " + shape);
        }
        int[] sizes = shape.toArray();
        int rowElements = sizes[0] == 0 ? 0 : elements / sizes[0];
        sizes[0] = count;
        return view(Shape.of(sizes), first * rowElements);
    }

    @Override
    public ByteBuffer memory() {
        requireOpen();
        storage.block.expose(Block.Exposure.BUFFER);
        return bytes();
    }

    /** As {@link #memory}, for use that ends before the tensor does. */
    public ByteBuffer bytes() {
        return storage.block.buffer.slice(offset, elements * type.bytes()).order(ByteOrder.nativeOrder());
    }

    @Override
    public long address() {
        requireOpen();
        storage.block.expose(Block.Exposure.ADDRESS);
        return rawAddress();
    }

    /** Type, shape, and the first elements. */
    @Override
    public String toString() {
        if (!storage.open) {
            return type.toString() + shape + " (closed)";
        }
        StringBuilder text = new StringBuilder(type.toString()).append(shape).append(" {");
        int shown = Math.min(elements, 8);
        for (int i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : ", ").append(get(i));
        }
        return text.append(shown < elements ? ", ...}" : "}").toString();
    }

    /**
     * A shape with the elements of another, in which one size may be -1.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Shape resolve(Shape from, int... sizes) {
        int[] resolved = sizes.clone();
        int unknown = -1;
        long known = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && unknown < 0) {
                unknown = i;
            } else if (sizes[i] < 0) {
                throw wrongReshape(from, sizes);
            } else {
                known = sizes[i] > 0 && known > Integer.MAX_VALUE ? known : known * sizes[i];
            }
        }
        if (unknown >= 0) {
            if (known == 0 || from.elements() % known != 0) {
                throw wrongReshape(from, sizes);
            }
            resolved[unknown] = (int) (from.elements() / known);
        } else if (known != from.elements()) {
            throw wrongReshape(from, sizes);
        }
        return Shape.of(resolved);
    }

    private static IllegalArgumentException wrongReshape(Shape from, int[] sizes) {
        return new IllegalArgumentException("reshape: the " + from.elements() + " elements of " + from
                + " have no shape " + Arrays.toString(sizes));
    }

    private void put(IntToDoubleFunction value) {
        for (int i = 0; i < elements; i++) {
            put(i, value.applyAsDouble(i));
        }
    }

    private void requireCount(int count) {
        requireOpen();
        if (count != elements) {
            throw new IllegalArgumentException(
                    "set: " + count + " values for the " + elements + " elements of the shape " + shape);
        }
    }

    private void requireType(String method, ElementType... allowed) {
        requireOpen();
        if (!Arrays.asList(allowed).contains(type)) {
            throw new IllegalStateException(
                    method + " wants elements of type " + allowed[0] + ", and they are " + type + "; cast first");
        }
    }
}
