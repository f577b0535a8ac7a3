package io.reprise.tensor.service.kernels;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Truth values in memory, as many at a time as {@link FloatLanes} has floats. */
final class ByteLanes {
    /** Whether there are vectors of so few bytes. */
    static final boolean EXIST = FloatLanes.LANES >= 8;

    /** The one species of bytes in the whole JVM. */
    static final VectorSpecies<Byte> SPECIES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(EXIST ? Byte.SIZE * FloatLanes.LANES : Byte.SIZE * 8));

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FloatLanes.SPECIES.vectorShape());

    /** One in the bits of an int: a tiny float that is not zero. */
    private static final FloatVector TRUE = FloatVector.broadcast(FloatLanes.SPECIES, Float.intBitsToFloat(1));

    private static final MethodHandle LOAD;
    private static final MethodHandle STORE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            boolean buffers = Runtime.version().feature() < 22;
            Class<?> memory = buffers ? ByteBuffer.class : Class.forName("java.lang.foreign.MemorySegment");
            Class<?> offset = buffers ? int.class : long.class;
            String suffix = buffers ? "ByteBuffer" : "MemorySegment";
            MethodHandle load = lookup.findStatic(
                    ByteVector.class,
                    "from" + suffix,
                    MethodType.methodType(ByteVector.class, VectorSpecies.class, memory, offset, ByteOrder.class));
            load = MethodHandles.insertArguments(load, 3, ByteOrder.nativeOrder());
            load = MethodHandles.insertArguments(load, 0, SPECIES);
            LOAD = load.asType(MethodType.methodType(ByteVector.class, Object.class, int.class));
            MethodHandle store = lookup.findVirtual(
                    ByteVector.class,
                    "into" + suffix,
                    MethodType.methodType(void.class, memory, offset, ByteOrder.class));
            store = MethodHandles.insertArguments(store, 3, ByteOrder.nativeOrder());
            STORE = store.asType(MethodType.methodType(void.class, ByteVector.class, Object.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ByteLanes() {}

    /** Which of the truth values from a byte of the memory on hold. */
    static VectorMask<Float> loadMask(Object memory, int offset) {
        IntVector ints = (IntVector) load(memory, offset).convertShape(VectorOperators.B2I, INTS, 0);
        return ints.reinterpretAsFloats().compare(VectorOperators.NE, 0f);
    }

    static void storeMask(VectorMask<Float> mask, Object memory, int offset) {
        IntVector ints = FloatVector.zero(FloatLanes.SPECIES).blend(TRUE, mask).reinterpretAsInts();
        store((ByteVector) ints.convertShape(VectorOperators.I2B, SPECIES, 0), memory, offset);
    }

    private static ByteVector load(Object memory, int offset) {
        try {
            return (ByteVector) LOAD.invokeExact(memory, offset);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static void store(ByteVector vector, Object memory, int offset) {
        try {
            STORE.invokeExact(vector, memory, offset);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a vector was loaded or stored outside of its memory", e);
    }
}
