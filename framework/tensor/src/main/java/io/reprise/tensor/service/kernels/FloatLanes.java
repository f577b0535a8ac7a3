package io.reprise.tensor.service.kernels;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors of floats from and to memory outside the heap. Up to JDK 21 the Vector API reaches it as a {@link ByteBuffer}, from
 * 22 on as a memory segment; the method handles are constants, so the compiler sees through them.
 *
 * <p>This is the one species of floats in the whole JVM: with a second one, the JDK 17 compiler no longer sees through the
 * calls that both share, and every kernel takes ten times as long.
 */
final class FloatLanes {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** The number of floats in a vector. */
    static final int LANES = SPECIES.length();

    /** The number of bytes in a vector. */
    static final int BYTES = LANES * Float.BYTES;

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
                    FloatVector.class,
                    "from" + suffix,
                    MethodType.methodType(FloatVector.class, VectorSpecies.class, memory, offset, ByteOrder.class));
            load = MethodHandles.insertArguments(load, 3, ByteOrder.nativeOrder());
            load = MethodHandles.insertArguments(load, 0, SPECIES);
            LOAD = load.asType(MethodType.methodType(FloatVector.class, Object.class, int.class));
            MethodHandle store = lookup.findVirtual(
                    FloatVector.class,
                    "into" + suffix,
                    MethodType.methodType(void.class, memory, offset, ByteOrder.class));
            store = MethodHandles.insertArguments(store, 3, ByteOrder.nativeOrder());
            STORE = store.asType(MethodType.methodType(void.class, FloatVector.class, Object.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private FloatLanes() {}

    /** The vector that begins at a byte of the memory (see {@code NativeTensor.vectorMemory()}). */
    static FloatVector load(Object memory, int offset) {
        try {
            return (FloatVector) LOAD.invokeExact(memory, offset);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void store(FloatVector vector, Object memory, int offset) {
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
