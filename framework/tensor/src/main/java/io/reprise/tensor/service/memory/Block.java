package io.reprise.tensor.service.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

/**
 * A piece of memory outside the heap, with the objects that reach it made once: making a direct buffer costs more than
 * a small operation.
 */
public final class Block {
    /** {@code MemorySegment.ofBuffer} where the JDK has it as a final API (22 and later), else null. */
    private static final MethodHandle SEGMENT_OF_BUFFER = segmentOfBuffer();

    final long address;
    final ByteBuffer buffer;
    final Object vectorMemory;
    /** Of the pool's classes, or -1 for memory that the pool doesn't own. */
    final int sizeClass;
    /** Keeps foreign memory reachable, or the slab that this block was cut from. */
    final Object keptAlive;

    /**
     * Who may still reach the memory when its tensors are gone. Such memory may get another user, whose numbers they then see,
     * but is never unmapped under them.
     */
    volatile Exposure exposure = Exposure.NONE;

    /** What of a block was handed out. */
    enum Exposure {
        /** Nothing. */
        NONE,
        /** Buffers, which the garbage collector knows of: the memory goes back when the last of them is gone. */
        BUFFER,
        /** The address, which nobody knows the life of: the memory stays. */
        ADDRESS
    }

    /** The next one in a list of blocks that nobody uses. */
    Block next;

    /** How many borrowers hold this block beyond the life of its tensors; guarded by the pool. */
    int borrowers;
    /** Whether the owner let go while a borrower held on; guarded by the pool. */
    boolean abandoned;

    Block(long address, ByteBuffer buffer, int sizeClass, Object keptAlive) {
        this.address = address;
        this.buffer = buffer;
        this.vectorMemory = vectorMemory(buffer);
        this.sizeClass = sizeClass;
        this.keptAlive = keptAlive;
    }

    /** Whether it is the pool's, and cut from a slab with others of its size. */
    boolean isSmall() {
        return sizeClass >= 0 && sizeClass < MemoryPool.SMALL_CLASSES;
    }

    /** Notes that something was handed out; what is known for longer wins. */
    void expose(Exposure what) {
        if (exposure.ordinal() < what.ordinal()) {
            exposure = what;
        }
    }

    private static Object vectorMemory(ByteBuffer buffer) {
        if (SEGMENT_OF_BUFFER == null) {
            return buffer;
        }
        try {
            return SEGMENT_OF_BUFFER.invoke(buffer);
        } catch (Throwable e) {
            throw new IllegalStateException("the JDK makes no memory segment of a direct buffer", e);
        }
    }

    private static MethodHandle segmentOfBuffer() {
        if (Runtime.version().feature() < 22) {
            return null;
        }
        try {
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            return MethodHandles.publicLookup()
                    .findStatic(segment, "ofBuffer", MethodType.methodType(segment, java.nio.Buffer.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK 22 or later without java.lang.foreign.MemorySegment", e);
        }
    }
}
