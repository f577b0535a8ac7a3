package io.reprise.tensor.service.memory;

/** The memory of a tensor and of its views: a block, and the scope whose closing gives it back. */
public final class Storage {
    final Block block;
    final long bytes;
    /** The scope that owns this, for messages after it has closed too. */
    MemoryScope owner;

    /** Neighbours in the owner's list, so that one storage can leave it at once. */
    Storage previous;

    Storage next;

    boolean open = true;

    Storage(Block block, long bytes) {
        this.block = block;
        this.bytes = bytes;
    }
}
