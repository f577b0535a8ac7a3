package io.reprise.tensor.service.memory;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/** Tensors as JavaCPP pointers, and the other way round. */
public final class ForeignMemory {
    private final MemoryPool pool;

    /** Lends the blocks of a pool. */
    public ForeignMemory(MemoryPool pool) {
        this.pool = pool;
    }

    /** A pointer for a call. */
    public Pointer pointer(Tensor tensor) {
        NativeTensor own = own(tensor);
        return typed(
                own.type(),
                new Range(own.address(), own.count() * (long) own.type().bytes(), null));
    }

    /** A pointer for a borrower; see {@link io.reprise.tensor.spi.NativeMemory#lend}. */
    public Pointer lend(Tensor tensor) {
        NativeTensor own = own(tensor);
        Block block = own.requireOpen().storage.block;
        pool.borrow(block);
        AtomicBoolean returned = new AtomicBoolean();
        Runnable giveBack = () -> {
            if (returned.compareAndSet(false, true)) {
                pool.returnBorrowed(block);
            }
        };
        // The typed pointer is derived from the one with the deallocator, and so keeps it reachable.
        return typed(
                own.type(),
                new Range(own.address(), own.count() * (long) own.type().bytes(), giveBack));
    }

    /** A tensor on someone else's memory. */
    public Tensor wrap(MemoryScope scope, Pointer elements, ElementType type, Shape shape) {
        if (elements == null || elements.isNull()) {
            throw new IllegalArgumentException("wrap: the pointer is null");
        }
        long bytes = Math.multiplyExact(shape.elements(), (long) type.bytes());
        long address = elements.address() + elements.position() * elements.sizeof();
        long held = elements.limit() == 0 ? bytes : (elements.limit() - elements.position()) * elements.sizeof();
        if (held < bytes || bytes > MemoryPool.LARGEST) {
            throw new IllegalArgumentException("wrap: a pointer to " + held + " bytes can't hold " + type + shape
                    + "; set its capacity and limit");
        }
        Range range = new Range(address, bytes, null);
        Block block = new Block(address, range.asByteBuffer().order(ByteOrder.nativeOrder()), -1, elements);
        return scope.adoptForeign(block, type, shape);
    }

    private static NativeTensor own(Tensor tensor) {
        if (tensor instanceof NativeTensor own) {
            return own;
        }
        throw new IllegalArgumentException("not a tensor of this service: " + tensor);
    }

    private static Pointer typed(ElementType type, Pointer range) {
        long elements = range.capacity() / type.bytes();
        Pointer typed =
                switch (type) {
                    case FLOAT -> new FloatPointer(range);
                    case DOUBLE -> new DoublePointer(range);
                    case INT -> new IntPointer(range);
                    case LONG -> new LongPointer(range);
                    case BOOL -> new BytePointer(range);
                };
        return typed.capacity(elements);
    }

    /** A pointer to given memory, with what is to happen when nobody can reach it any more. */
    private static final class Range extends BytePointer {
        Range(long address, long bytes, Runnable giveBack) {
            super((Pointer) null);
            this.address = address;
            if (giveBack != null) {
                // Before the capacity is known, or JavaCPP would count these bytes as its own against its limit.
                deallocator((Deallocator) giveBack::run);
            }
            this.limit = bytes;
            this.capacity = bytes;
        }
    }
}
