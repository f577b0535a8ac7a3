package io.reprise.nd4j.internal;

import io.reprise.api.RepriseException;
import io.reprise.nd4j.Nd4jBridge;
import io.reprise.nd4j.Nd4jInfo;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.spi.NativeMemory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Nothing of ND4J is touched before the first call: making and starting this costs nothing.
 *
 * <p>It is also a {@code Supplier} of {@link Nd4jInfo} as names and values, with the service property {@code
 * reprise.platform=ND4J}: so {@code doctor} can ask what computes, and need not depend on a bundle that may be missing.
 */
@Component(
        service = {Nd4jBridge.class, Supplier.class},
        property = "reprise.platform=ND4J")
public final class Nd4jService implements Nd4jBridge, Supplier<Map<String, String>> {
    private final NativeMemory memory;
    private final Nd4jRuntime runtime;

    /** A bridge to the memory of the tensor service. */
    @Activate
    public Nd4jService(@Reference NativeMemory memory, @Reference Nd4jRuntime runtime) {
        this.memory = memory;
        this.runtime = runtime;
    }

    @Override
    public INDArray toNd4j(Tensor tensor) {
        runtime.start();
        DataType type = ArrayTypes.dataType(tensor.type());
        long[] shape = Arrays.stream(tensor.shape().toArray()).asLongStream().toArray();
        if (tensor.elements() == 0) {
            return Nd4j.create(type, shape);
        }
        DataBuffer elements = Nd4j.createBuffer(memory.lend(tensor), tensor.elements(), type);
        return shape.length == 0 ? Nd4j.create(elements, shape, shape, 0, 'c') : Nd4j.create(elements, shape);
    }

    @Override
    public Tensor ofNd4j(TensorScope scope, INDArray array) {
        runtime.start();
        ElementType type = ArrayTypes.elementType(array.dataType());
        Shape shape = shape(array);
        if (array.isEmpty()) {
            return scope.zeros(type, shape);
        }
        if (!isRowMajor(array)) {
            return copy(scope, array.dup('c'), type, shape);
        }
        return array.isAttached()
                ? copy(scope, array, type, shape)
                : memory.wrap(scope, new Elements(array), type, shape);
    }

    private Tensor copy(TensorScope scope, INDArray rowMajor, ElementType type, Shape shape) {
        try (TensorScope passing = scope.open()) {
            return scope.copy(memory.wrap(passing, new Elements(rowMajor), type, shape));
        }
    }

    @Override
    public Nd4jInfo info() {
        return runtime.start();
    }

    @Override
    public Map<String, String> get() {
        Nd4jInfo info = info();
        Map<String, String> platform = new LinkedHashMap<>();
        platform.put("version", info.version());
        platform.put("backend", info.backend());
        platform.put("blas", info.blas());
        platform.put("devices", Integer.toString(info.devices()));
        platform.put("threads", Integer.toString(info.threads()));
        platform.put(
                "device",
                Operands.Transfer.ofBackend() == Operands.Transfer.SHARE
                        ? "this machine's processors, no CUDA device for ND4J: nd4j-cuda is not installed"
                        : "CUDA");
        platform.put("left to the native kernels", String.join(", ", Nd4jKernels.ON_HOST));
        return platform;
    }

    private static Shape shape(INDArray array) {
        int[] sizes = new int[array.rank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            if (array.size(axis) > Integer.MAX_VALUE) {
                throw RepriseException.problem("Axis " + axis + " has " + array.size(axis) + " entries")
                        .at("ofNd4j")
                        .expected("at most " + Integer.MAX_VALUE + " on each axis of a tensor");
            }
            sizes[axis] = (int) array.size(axis);
        }
        return Shape.of(sizes);
    }

    /** Whether the strides are those of a dense row-major array; those of axes of size 1 don't matter. */
    private static boolean isRowMajor(INDArray array) {
        long dense = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != dense) {
                return false;
            }
            dense *= array.size(axis);
        }
        return true;
    }

    /** The elements of an array, as bytes; keeps the array, and so the memory, as long as this is reachable. */
    private static final class Elements extends BytePointer {
        // Never read: ND4J frees the memory of an array that nobody refers to.
        @SuppressWarnings("unused")
        private final INDArray array;

        Elements(INDArray array) {
            // A view's data starts at its own first element only in this pointer; address() and pointer() lack the
            // offset.
            super(array.data().addressPointer());
            this.array = array;
            capacity(array.length() * array.dataType().width());
            limit(capacity());
        }
    }
}
