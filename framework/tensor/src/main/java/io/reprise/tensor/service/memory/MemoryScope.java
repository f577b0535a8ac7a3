package io.reprise.tensor.service.memory;

import io.reprise.api.RepriseException;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Owns storages and gives them back to the pool; the part of a tensor scope that knows nothing of operations. */
public final class MemoryScope {
    /** More elements than any tensor has, and few enough to count their bytes. */
    private static final long TOO_MANY = 1L << 50;

    private final Root root;
    private final MemoryScope parent;
    private final List<MemoryScope> children = new ArrayList<>();
    private Storage newest;
    private long bytes;
    private boolean open = true;

    /** Small blocks that this scope has taken and nobody uses, linked, by size class: the pool's lock is for all threads. */
    private final Block[] stock = new Block[MemoryPool.SMALL_CLASSES];

    private MemoryScope(Root root, MemoryScope parent) {
        this.root = root;
        this.parent = parent;
    }

    /** What the scopes of one owner share. */
    private static final class Root {
        final MemoryPool pool;
        final String owner;
        final long budget;
        final Set<Root> openRoots;
        final AtomicLong live = new AtomicLong();

        Root(MemoryPool pool, String owner, long budget, Set<Root> openRoots) {
            this.pool = pool;
            this.owner = owner;
            this.budget = budget;
            this.openRoots = openRoots;
        }
    }

    /** All root scopes of a service that are open. */
    public static final class Roots {
        private final MemoryPool pool;
        private final Set<Root> open = ConcurrentHashMap.newKeySet();

        /** No scopes yet, on this pool. */
        public Roots(MemoryPool pool) {
            this.pool = pool;
        }

        /** A new root scope. */
        public MemoryScope open(String owner, long budget) {
            Root root = new Root(pool, owner, budget, open);
            open.add(root);
            return new MemoryScope(root, null);
        }

        /** The bytes that tensors of open scopes hold. */
        public long liveBytes() {
            return open.stream().mapToLong(root -> root.live.get()).sum();
        }
    }

    /** The name of who holds the root scope. */
    public String owner() {
        return root.owner;
    }

    /** Whether tensors can be made. */
    public boolean isOpen() {
        return open;
    }

    /** The pool that memory comes from. */
    public MemoryPool pool() {
        return root.pool;
    }

    /** A child scope. */
    public MemoryScope open() {
        requireOpen();
        MemoryScope child = new MemoryScope(root, this);
        children.add(child);
        return child;
    }

    /** A tensor with undefined elements. */
    public NativeTensor allocate(ElementType type, Shape shape) {
        requireOpen();
        long size = elements(shape) * type.bytes();
        long live = root.live.addAndGet(size);
        if (live > root.budget || size > MemoryPool.LARGEST) {
            root.live.addAndGet(-size);
            throw size > MemoryPool.LARGEST ? tooLarge(type, shape, size) : overBudget(type, shape, size, live - size);
        }
        Block block;
        try {
            block = take(size);
        } catch (OutOfMemoryError e) {
            root.live.addAndGet(-size);
            throw outOfMemory(type, shape, size, e);
        }
        Storage storage = new Storage(block, size);
        add(storage);
        return new NativeTensor(storage, type, shape, 0, null);
    }

    private Block take(long size) {
        int sizeClass = MemoryPool.sizeClass(size);
        if (sizeClass >= MemoryPool.SMALL_CLASSES) {
            return root.pool.take(sizeClass);
        }
        Block block = stock[sizeClass];
        if (block == null) {
            block = root.pool.takeSeveral(sizeClass);
        }
        stock[sizeClass] = block.next;
        block.next = null;
        return block;
    }

    /** A tensor on a block that is not the pool's; it counts for no budget. */
    NativeTensor adoptForeign(Block block, ElementType type, Shape shape) {
        requireOpen();
        Storage storage = new Storage(block, 0);
        add(storage);
        return new NativeTensor(storage, type, shape, 0, null);
    }

    /** Gives a tensor's memory back before the scope closes; whoever uses it later is told. */
    public void release(NativeTensor tensor) {
        Storage storage = tensor.storage;
        if (storage.open) {
            storage.owner.remove(storage);
            storage.owner.free(storage);
        }
    }

    /**
     * Makes this scope the owner of a tensor of another scope of the same root.
     *
     * @return false, and nothing is changed, if the tensor isn't the other scope's
     */
    public boolean takeOver(NativeTensor tensor, MemoryScope from) {
        Storage storage = tensor.storage;
        if (!storage.open || storage.owner != from || from.root != root) {
            return false;
        }
        from.remove(storage);
        add(storage);
        return true;
    }

    /** The bytes that tensors of this scope and its open children hold. */
    public long bytes() {
        long sum = bytes;
        for (MemoryScope child : children) {
            sum += child.bytes();
        }
        return sum;
    }

    /** Gives all memory back. */
    public void close() {
        if (!open) {
            return;
        }
        closeWithoutParent();
        if (parent != null) {
            parent.children.remove(this);
        } else {
            root.openRoots.remove(root);
            if (root.openRoots.isEmpty()) {
                root.pool.trim();
            }
        }
    }

    private void closeWithoutParent() {
        open = false;
        for (MemoryScope child : children) {
            child.closeWithoutParent();
        }
        children.clear();
        for (Storage storage = newest; storage != null; storage = storage.previous) {
            storage.open = false;
        }
        root.live.addAndGet(-bytes);
        root.pool.give(newest, stock);
        newest = null;
        bytes = 0;
    }

    private void free(Storage storage) {
        storage.open = false;
        root.live.addAndGet(-storage.bytes);
        Block block = storage.block;
        if (block.isSmall() && block.borrowers == 0) {
            block.next = stock[block.sizeClass];
            stock[block.sizeClass] = block;
        } else {
            root.pool.give(block);
        }
    }

    private void add(Storage storage) {
        storage.owner = this;
        storage.next = null;
        storage.previous = newest;
        if (newest != null) {
            newest.next = storage;
        }
        newest = storage;
        bytes += storage.bytes;
    }

    private void remove(Storage storage) {
        if (storage.next == null) {
            newest = storage.previous;
        } else {
            storage.next.previous = storage.previous;
        }
        if (storage.previous != null) {
            storage.previous.next = storage.next;
        }
        bytes -= storage.bytes;
    }

    /**
     * Checks that tensors can be made.
     *
     * @throws IllegalStateException if the scope is closed
     */
    public void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the tensor scope of " + root.owner + " is closed");
        }
    }

    /** The number of elements, or a number that no memory can hold where it overflows. */
    private static long elements(Shape shape) {
        try {
            return Math.min(shape.elements(), TOO_MANY);
        } catch (ArithmeticException e) {
            return TOO_MANY;
        }
    }

    private RepriseException overBudget(ElementType type, Shape shape, long size, long live) {
        return problem(
                        type,
                        shape,
                        size,
                        " does not fit: " + amount(live) + " of " + amount(root.budget) + " are in use")
                .expected("tensors of at most " + amount(root.budget) + " together")
                .hint("Use a smaller batch or model, or allow it more memory (tensor.memory).");
    }

    private RepriseException tooLarge(ElementType type, Shape shape, long size) {
        return problem(type, shape, size, " is too large")
                .expected("at most " + MemoryPool.LARGEST + " bytes in one tensor")
                .hint("Split it into several tensors.");
    }

    private RepriseException outOfMemory(ElementType type, Shape shape, long size, OutOfMemoryError e) {
        return problem(type, shape, size, " does not fit into this machine: " + e.getMessage())
                .hint("Use a smaller batch or model, or close other runs; a smaller Java heap (-Xmx) leaves more too.")
                .because(e);
    }

    private RepriseException problem(ElementType type, Shape shape, long size, String what) {
        String operation = OperationName.current();
        return RepriseException.problem((operation.isEmpty() ? "A" : operation + ": a") + " tensor " + type + shape
                        + " of " + amount(size) + what)
                .at(root.owner);
    }

    /** Exact where it is small, since then each byte counts. */
    private static String amount(long bytes) {
        return bytes < 10_000_000 ? bytes + " bytes" : (bytes >> 20) + " MiB";
    }
}
