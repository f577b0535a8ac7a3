package io.reprise.tensor.service.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory outside the heap in power-of-two size classes. A block that was given back is taken again by whoever asks for
 * its class next, so a training loop allocates nothing after its first step. Thread-safe.
 *
 * <p>Memory comes from {@code malloc} and not from JavaCPP's own allocation, which reads the size of the process at each
 * call and sleeps near its limits. The first use loads JavaCPP's native library.
 */
public final class MemoryPool {
    /** The largest tensor: what one {@link ByteBuffer} can reach, less room to align. */
    public static final long LARGEST = Integer.MAX_VALUE - 4096L;

    /** Vectors of 64 bytes are fastest at addresses that are multiples of 64. */
    private static final int ALIGNMENT = 64;

    private static final int SMALLEST = 64;
    private static final int CLASSES = 26;

    /** Small blocks are cut from slabs of this size, for one call of malloc in many. */
    private static final int SLAB = 1 << 20;

    private static final int LARGEST_IN_SLAB = 1 << 15;

    /** Free blocks beyond this many bytes go back to the operating system when nobody holds a tensor. */
    private static final long KEPT_WHEN_IDLE = 256L << 20;

    /**
     * Large blocks start at different multiples of the alignment: arrays whose addresses agree in the lower 12 bits compete
     * for the same lines of the first-level cache.
     */
    private static final int COLOURS = 16;

    private final ArrayDeque<Block>[] free;
    private Slab slab;
    private int slabUsed;
    private int colour;
    private long freeBytes;

    /** An empty pool. */
    public MemoryPool() {
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type can't be made otherwise
        ArrayDeque<Block>[] classes = new ArrayDeque[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            classes[i] = new ArrayDeque<>();
        }
        free = classes;
    }

    /** A block of at least this many bytes, with whatever its last user left in it. */
    Block take(long bytes) {
        int sizeClass = sizeClass(bytes);
        synchronized (this) {
            Block block = free[sizeClass].pollLast();
            if (block != null) {
                freeBytes -= size(sizeClass);
                return block;
            }
            return allocate(sizeClass);
        }
    }

    /** Takes a block back; while a borrower holds it, it waits for the borrower. */
    synchronized void give(Block block) {
        if (block.sizeClass < 0) {
            return;
        }
        if (block.borrowers > 0) {
            block.abandoned = true;
            return;
        }
        free[block.sizeClass].addLast(block);
        freeBytes += size(block.sizeClass);
    }

    synchronized void borrow(Block block) {
        block.borrowers++;
    }

    synchronized void returnBorrowed(Block block) {
        block.borrowers--;
        if (block.borrowers == 0 && block.abandoned) {
            block.abandoned = false;
            give(block);
        }
    }

    /** Gives large free blocks back to the operating system, down to what a next run would soon take again. */
    public synchronized void trim() {
        trim(KEPT_WHEN_IDLE);
    }

    /** Gives large free blocks back to the operating system until at most so many bytes are free. */
    public synchronized void trim(long keep) {
        for (int c = CLASSES - 1; size(c) > LARGEST_IN_SLAB && freeBytes > keep; c--) {
            while (freeBytes > keep && !free[c].isEmpty()) {
                Block block = free[c].pollFirst();
                freeBytes -= size(c);
                Pointer.free((Pointer) block.keptAlive);
            }
        }
    }

    /** The bytes of blocks that wait for their next user. */
    public synchronized long freeBytes() {
        return freeBytes;
    }

    private static int sizeClass(long bytes) {
        if (bytes <= SMALLEST) {
            return 0;
        }
        return Long.SIZE - Long.numberOfLeadingZeros((bytes - 1) / SMALLEST);
    }

    private static long size(int sizeClass) {
        return Math.min((long) SMALLEST << sizeClass, LARGEST);
    }

    private Block allocate(int sizeClass) {
        int bytes = (int) size(sizeClass);
        if (bytes <= LARGEST_IN_SLAB) {
            if (slab == null || slabUsed + bytes > SLAB) {
                slab = Slab.allocate(SLAB, 0);
                slabUsed = 0;
            }
            int offset = slabUsed;
            slabUsed += bytes;
            return new Block(
                    slab.address + offset,
                    slab.buffer.slice(offset, bytes).order(ByteOrder.nativeOrder()),
                    sizeClass,
                    slab.allocation);
        }
        colour = (colour + 1) % COLOURS;
        Slab own = Slab.allocate(bytes, colour * ALIGNMENT);
        return new Block(own.address, own.buffer, sizeClass, own.allocation);
    }

    /** One piece of memory as malloc gave it, and its aligned part. */
    private record Slab(Pointer allocation, long address, ByteBuffer buffer) {
        static Slab allocate(int bytes, int shift) {
            Pointer raw = Pointer.malloc((long) bytes + ALIGNMENT + shift);
            if (raw == null || raw.isNull()) {
                throw new OutOfMemoryError("malloc gave no " + bytes + " bytes outside the heap");
            }
            long address = raw.address() + ALIGNMENT - 1;
            address += shift - address % ALIGNMENT;
            Address aligned = new Address(address, bytes);
            return new Slab(raw, address, aligned.asByteBuffer().order(ByteOrder.nativeOrder()));
        }
    }

    /** A pointer to a given address; JavaCPP offers none. */
    private static final class Address extends BytePointer {
        Address(long address, long capacity) {
            super((Pointer) null);
            this.address = address;
            this.limit = capacity;
            this.capacity = capacity;
        }
    }
}
