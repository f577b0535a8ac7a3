package io.reprise.nd4j.internal;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.service.memory.NativeTensor;
import io.reprise.tensor.spi.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of one call: where tensors become arrays of ND4J and results become tensors again. ND4J keeps none of them:
 * {@link #close} is the one point where the memory of the host and that of the device are made equal.
 *
 * <p>Where ND4J computes on this machine's memory, an array lies on that of its tensor and nothing is copied. For a device
 * each tensor is copied in once a call, and what was written is copied out at the end. A buffer is known by the address of its
 * first element and by its length, so that keeping buffers on the device between calls would change this class only.
 */
final class Operands implements AutoCloseable {
    /** How tensors reach ND4J. */
    enum Transfer {
        /** Arrays on the memory of the tensors. */
        SHARE,
        /** Copies, in and out. */
        COPY;

        /** What the backend that was found needs. Starts ND4J. */
        static Transfer ofBackend() {
            return Nd4j.getExecutioner().type() == ExecutionerType.CUDA ? COPY : SHARE;
        }
    }

    private final NativeMemory memory;
    private final Transfer transfer;
    private final List<Resident> residents = new ArrayList<>(4);
    private final List<INDArray> temporaries = new ArrayList<>(4);

    Operands(NativeMemory memory, Transfer transfer) {
        this.memory = memory;
        this.transfer = transfer;
    }

    /** The elements of a tensor where ND4J sees them. */
    private static final class Resident {
        final NativeTensor tensor;
        final DataBuffer buffer;
        /** Whether the buffer has the elements of the tensor. */
        boolean read;

        boolean written;

        Resident(NativeTensor tensor, DataBuffer buffer) {
            this.tensor = tensor;
            this.buffer = buffer;
        }

        boolean holds(NativeTensor other) {
            return tensor.rawAddress() == other.rawAddress() && tensor.count() == other.count();
        }
    }

    /** A tensor that is read, in a shape of as many elements. */
    INDArray in(NativeTensor x, int... shape) {
        return dense(resident(x, true).buffer, shape);
    }

    /** A tensor that is read. */
    INDArray in(NativeTensor x) {
        return in(x, x.shape().toArray());
    }

    /** A tensor of which every element is overwritten. All arguments are asked for before the first operation. */
    INDArray out(NativeTensor x, int... shape) {
        Resident resident = resident(x, false);
        resident.written = true;
        return dense(resident.buffer, shape);
    }

    /** A tensor of which every element is overwritten. */
    INDArray out(NativeTensor x) {
        return out(x, x.shape().toArray());
    }

    /** A tensor that is read and written, or written in part. */
    INDArray update(NativeTensor x, int... shape) {
        Resident resident = resident(x, true);
        resident.written = true;
        return dense(resident.buffer, shape);
    }

    /** A tensor that is read and written, or written in part. */
    INDArray update(NativeTensor x) {
        return update(x, x.shape().toArray());
    }

    /** Elements of a tensor that is read, from one on and at strides. */
    INDArray strided(NativeTensor x, long first, long[] shape, long[] strides) {
        return Nd4j.create(resident(x, true).buffer, shape, strides, first, 'c');
    }

    /** Elements of a tensor that is written in part, from one on and at strides. */
    INDArray stridedUpdate(NativeTensor x, long first, long[] shape, long[] strides) {
        Resident resident = resident(x, true);
        resident.written = true;
        return Nd4j.create(resident.buffer, shape, strides, first, 'c');
    }

    /** An array of ND4J's that is closed with the call. */
    INDArray temporary(INDArray array) {
        temporaries.add(array);
        return array;
    }

    /** An array with undefined elements, closed with the call. */
    INDArray temporary(ElementType type, long... shape) {
        return temporary(Nd4j.createUninitialized(ArrayTypes.dataType(type), shape));
    }

    private Resident resident(NativeTensor x, boolean read) {
        Resident resident = known(x);
        if (resident == null) {
            resident = new Resident(
                    x,
                    transfer == Transfer.SHARE
                            ? Nd4j.createBuffer(memory.pointer(x), x.count(), ArrayTypes.dataType(x.type()))
                            : Nd4j.createBuffer(ArrayTypes.dataType(x.type()), x.count(), false));
            residents.add(resident);
        }
        // An argument may have been asked for as the result first.
        if (read && !resident.read && transfer == Transfer.COPY) {
            Pointer.memcpy(resident.buffer.addressPointer(), memory.pointer(x), bytes(x));
            Nd4j.getAffinityManager().tagLocation(resident.buffer, Location.HOST);
        }
        resident.read |= read;
        return resident;
    }

    private Resident known(NativeTensor x) {
        for (Resident resident : residents) {
            if (resident.holds(x)) {
                return resident;
            }
        }
        return null;
    }

    private static INDArray dense(DataBuffer buffer, int[] shape) {
        if (shape.length == 0) {
            return Nd4j.create(buffer, new long[] {1}, new long[] {1}, 0, 'c');
        }
        long[] sizes = new long[shape.length];
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            sizes[axis] = shape[axis];
            strides[axis] = stride;
            stride *= shape[axis];
        }
        return Nd4j.create(buffer, sizes, strides, 0, 'c');
    }

    private static long bytes(NativeTensor x) {
        return x.count() * (long) x.type().bytes();
    }

    /** Brings what was written to the tensors, and frees what ND4J holds of the call. */
    @Override
    public void close() {
        for (INDArray array : temporaries) {
            if (array.closeable()) {
                array.close();
            }
        }
        for (Resident resident : residents) {
            if (resident.written && transfer == Transfer.COPY) {
                INDArray whole = dense(resident.buffer, new int[] {resident.tensor.count()});
                Nd4j.getAffinityManager().ensureLocation(whole, Location.HOST);
                Pointer.memcpy(
                        memory.pointer(resident.tensor), resident.buffer.addressPointer(), bytes(resident.tensor));
            }
            resident.buffer.close();
        }
    }
}
