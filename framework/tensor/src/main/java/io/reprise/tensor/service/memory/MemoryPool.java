package io.reprise.tensor.service.memory;

import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory outside the heap in size classes. A block that was given back is taken again by whoever asks for its class next, so
 * a training loop allocates nothing after its first step. Thread-safe.
 *
 * <p>Classes are powers of two up to 32 KiB and quarters of powers of two above: at most a fifth of a large block is unused.
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

    /** Small blocks are cut from slabs of this size, for one call of malloc in many. */
    private static final int SLAB = 1 << 20;

    private static final int LARGEST_IN_SLAB = 1 << 15;
    /** The classes whose blocks are cut from slabs. */
    static final int SMALL_CLASSES = 10;

    /** So many small blocks change hands at once. */
    private static final int SEVERAL = 8;

    /** Classes between two powers of two, as a power of two. */
    private static final int QUARTERS = 2;

    private static final int CLASSES = SMALL_CLASSES + (16 << QUARTERS);

    /** Free blocks beyond this many bytes go back to the operating system when nobody holds a tensor. */
    private static final long KEPT_WHEN_IDLE = 256L << 20;

    /**
     * Large blocks start at different multiples of the alignment: arrays whose addresses agree in the lower 12 bits compete
     * for the same lines of the first-level cache.
     */
    private static final int COLOURS = 16;

    private final ArrayDeque<Block>[] free;
    private long limit;
    private Slab slab;
    private int slabUsed;
    private int colour;
    private long freeBytes;
    private long allocatedBytes;
    private long allocations;

    /** Frees memory when the last buffer on it is gone; made when first needed, since it takes a thread. */
    private Cleaner cleaner;

    /** An empty pool for as much as the machine has. */
    public MemoryPool() {
        this(0);
    }

    /** An empty pool that takes no more than so many bytes from the machine; 0 for what the machine has. */
    public MemoryPool(long limit) {
        this.limit = limit;
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type can't be made otherwise
        ArrayDeque<Block>[] classes = new ArrayDeque[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            classes[i] = new ArrayDeque<>();
        }
        free = classes;
    }

    /** The most bytes that are taken from the machine at once. */
    public synchronized long limit() {
        if (limit == 0) {
            limit = MachineMemory.forTensors();
        }
        return limit;
    }

    /**
     * A block of a size class, with whatever its last user left in it.
     *
     * @throws OutOfMemoryError if the machine has no more, even when all free blocks of other sizes have gone back
     */
    synchronized Block take(int sizeClass) {
        Block block = free[sizeClass].pollLast();
        if (block != null) {
            freeBytes -= size(sizeClass);
            return block;
        }
        return allocate(sizeClass);
    }

    /** As {@link #take}, linked to a few more of its class if they are free. */
    synchronized Block takeSeveral(int sizeClass) {
        Block first = take(sizeClass);
        Block last = first;
        for (int i = 1; i < SEVERAL && !free[sizeClass].isEmpty(); i++) {
            last.next = take(sizeClass);
            last = last.next;
        }
        return first;
    }

    /** Takes back the blocks of storages, from the newest to those before it, and lists of blocks that nobody used. */
    synchronized void give(Storage newest, Block[] unused) {
        for (Storage storage = newest; storage != null; storage = storage.previous) {
            give(storage.block);
        }
        for (int i = 0; i < unused.length; i++) {
            Block block = unused[i];
            unused[i] = null;
            while (block != null) {
                Block next = block.next;
                block.next = null;
                give(block);
                block = next;
            }
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
        for (int c = CLASSES - 1; c >= SMALL_CLASSES && freeBytes > keep; c--) {
            int candidates = free[c].size();
            for (int i = 0; i < candidates && freeBytes > keep; i++) {
                Block block = free[c].pollFirst();
                if (block.exposure == Block.Exposure.ADDRESS) {
                    free[c].addLast(block);
                } else {
                    freeBytes -= size(c);
                    giveBack(block);
                }
            }
        }
    }

    private void giveBack(Block block) {
        Pointer allocation = (Pointer) block.keptAlive;
        long bytes = size(block.sizeClass);
        if (block.exposure == Block.Exposure.NONE) {
            Pointer.free(allocation);
            allocatedBytes -= bytes;
            return;
        }
        if (cleaner == null) {
            cleaner = Cleaner.create();
        }
        // Each buffer that was handed out keeps this one reachable, and so its memory.
        cleaner.register(block.buffer, () -> collected(allocation, bytes));
    }

    private synchronized void collected(Pointer allocation, long bytes) {
        Pointer.free(allocation);
        allocatedBytes -= bytes;
    }

    /** The bytes of blocks that wait for their next user. */
    public synchronized long freeBytes() {
        return freeBytes;
    }

    /** The bytes taken from the machine: of blocks in use, of free ones, and of the rests of slabs. */
    public synchronized long allocatedBytes() {
        return allocatedBytes;
    }

    /** How often memory was taken from the machine; stands still once everything fits what was given back before. */
    public synchronized long allocations() {
        return allocations;
    }

    /** The class of blocks of at least this many bytes. */
    static int sizeClass(long bytes) {
        if (bytes <= SMALLEST) {
            return 0;
        }
        if (bytes <= LARGEST_IN_SLAB) {
            return Long.SIZE - Long.numberOfLeadingZeros((bytes - 1) / SMALLEST);
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes - 1);
        int quarter = (int) ((bytes - 1) >>> (power - QUARTERS)) & ((1 << QUARTERS) - 1);
        return SMALL_CLASSES + (power - Integer.numberOfTrailingZeros(LARGEST_IN_SLAB) << QUARTERS) + quarter;
    }

    private static long size(int sizeClass) {
        if (sizeClass < SMALL_CLASSES) {
            return (long) SMALLEST << sizeClass;
        }
        int power = (sizeClass - SMALL_CLASSES >>> QUARTERS) + Integer.numberOfTrailingZeros(LARGEST_IN_SLAB);
        int quarter = (sizeClass - SMALL_CLASSES) & ((1 << QUARTERS) - 1);
        return Math.min((1L << power) + (quarter + 1L << (power - QUARTERS)), LARGEST);
    }

    private Block allocate(int sizeClass) {
        int bytes = (int) size(sizeClass);
        if (bytes <= LARGEST_IN_SLAB) {
            if (slab == null || slabUsed + bytes > SLAB) {
                slab = fromMachine(SLAB, 0);
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
        Slab own = fromMachine(bytes, colour * ALIGNMENT);
        return new Block(own.address, own.buffer, sizeClass, own.allocation);
    }

    /** Memory that nobody has used yet; what is free in other sizes goes back first where it wouldn't fit beside. */
    private Slab fromMachine(int bytes, int shift) {
        if (allocatedBytes + bytes > limit()) {
            trim(Math.max(0, freeBytes - (allocatedBytes + bytes - limit)));
        }
        if (allocatedBytes + bytes > limit) {
            throw new OutOfMemoryError("tensors have taken " + allocatedBytes + " of the " + limit + " bytes that this"
                    + " machine has for them");
        }
        Slab taken = Slab.allocate(bytes, shift);
        if (taken == null) {
            trim(0);
            taken = Slab.allocate(bytes, shift);
        }
        if (taken == null) {
            throw new OutOfMemoryError("malloc gave no " + bytes + " bytes outside the heap");
        }
        allocatedBytes += bytes;
        allocations++;
        return taken;
    }

    /** One piece of memory as malloc gave it, and its aligned part. */
    private record Slab(Pointer allocation, long address, ByteBuffer buffer) {
        /** Null if there is none. */
        static Slab allocate(int bytes, int shift) {
            Pointer raw = Pointer.malloc((long) bytes + ALIGNMENT + shift);
            if (raw == null || raw.isNull()) {
                return null;
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
