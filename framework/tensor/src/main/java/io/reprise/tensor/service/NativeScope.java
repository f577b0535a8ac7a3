package io.reprise.tensor.service;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.ExampleLosses;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.HigherOrderTape;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.autodiff.EagerOps;
import io.reprise.tensor.service.autodiff.ExampleGradients;
import io.reprise.tensor.service.autodiff.RecordedOps;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.memory.MemoryScope;
import io.reprise.tensor.service.memory.NativeTensor;

/** A tensor scope: a memory scope and the kernels that compute in it. */
final class NativeScope implements TensorScope {
    private final MemoryScope memory;
    private final Kernels kernels;
    private final Ops ops;

    NativeScope(MemoryScope memory, Kernels kernels) {
        this.memory = memory;
        this.kernels = kernels;
        ops = new EagerOps(this, memory, kernels);
    }

    MemoryScope memory() {
        return memory;
    }

    @Override
    public TensorScope open() {
        return new NativeScope(memory.open(), kernels);
    }

    @Override
    public Ops ops() {
        return ops;
    }

    @Override
    public Tape tape(Iterable<Tensor> watched) {
        return RecordedOps.watching(watched, this, memory, kernels, this::opsIn);
    }

    @Override
    public HigherOrderTape higherOrderTape(Iterable<Tensor> watched) {
        return RecordedOps.watchingHigherOrder(watched, this, memory, kernels, this::opsIn);
    }

    @Override
    public Gradients exampleGradients(Iterable<Tensor> parameters, int examples, ExampleLosses losses) {
        return new ExampleGradients(this, memory, kernels, this::opsIn, parameters, examples).of(losses);
    }

    private Ops opsIn(MemoryScope other) {
        return new NativeScope(other, kernels).ops();
    }

    @Override
    public Tensor zeros(ElementType type, Shape shape) {
        NativeTensor tensor = memory.allocate(type, shape);
        kernels.fill(tensor, 0);
        return tensor;
    }

    @Override
    public Tensor full(ElementType type, Shape shape, double value) {
        NativeTensor tensor = memory.allocate(type, shape);
        kernels.fill(tensor, value);
        return tensor;
    }

    @Override
    public Tensor range(ElementType type, double from, double to, double step) {
        double count = Math.ceil((to - from) / step);
        if (step == 0 || !Double.isFinite(from) || !Double.isFinite(step) || !(count <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "range: wants finitely many numbers, and got " + from + " to " + to + " in steps of " + step);
        }
        NativeTensor tensor = memory.allocate(type, Shape.of((int) Math.max(0, count)));
        for (int i = 0; i < tensor.count(); i++) {
            tensor.put(i, from + i * step);
        }
        return tensor;
    }

    @Override
    public Tensor linspace(ElementType type, double from, double to, int count) {
        NativeTensor tensor = memory.allocate(type, Shape.of(count));
        double step = (to - from) / Math.max(1, count - 1);
        for (int i = 0; i < count; i++) {
            // The last number is exact, whatever the steps add up to.
            tensor.put(i, i > 0 && i == count - 1 ? to : from + i * step);
        }
        return tensor;
    }

    @Override
    public Tensor eye(ElementType type, int rows, int columns) {
        NativeTensor matrix = memory.allocate(type, Shape.of(rows, columns));
        kernels.fill(matrix, 0);
        for (int i = 0; i < Math.min(rows, columns); i++) {
            matrix.put(i * columns + i, 1);
        }
        return matrix;
    }

    @Override
    public Tensor of(float[] values, int... sizes) {
        Tensor tensor = sized(ElementType.FLOAT, values.length, sizes);
        tensor.set(values);
        return tensor;
    }

    @Override
    public Tensor of(double[] values, int... sizes) {
        Tensor tensor = sized(ElementType.DOUBLE, values.length, sizes);
        tensor.set(values);
        return tensor;
    }

    @Override
    public Tensor of(int[] values, int... sizes) {
        NativeTensor tensor = sized(ElementType.INT, values.length, sizes);
        tensor.bytes().asIntBuffer().put(values);
        return tensor;
    }

    @Override
    public Tensor of(long[] values, int... sizes) {
        NativeTensor tensor = sized(ElementType.LONG, values.length, sizes);
        tensor.bytes().asLongBuffer().put(values);
        return tensor;
    }

    @Override
    public Tensor of(boolean[] values, int... sizes) {
        NativeTensor tensor = sized(ElementType.BOOL, values.length, sizes);
        for (int i = 0; i < values.length; i++) {
            tensor.put(i, values[i] ? 1 : 0);
        }
        return tensor;
    }

    private NativeTensor sized(ElementType type, int count, int[] sizes) {
        Shape shape = Shape.of(sizes);
        if (!holds(shape, count)) {
            throw new IllegalArgumentException("of: " + count + " values for the shape " + shape);
        }
        return memory.allocate(type, shape);
    }

    private static boolean holds(Shape shape, int count) {
        try {
            return shape.elements() == count;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    @Override
    public Tensor copy(Tensor source) {
        if (!(source instanceof NativeTensor own)) {
            throw new IllegalArgumentException("copy: not a tensor of this service: " + source);
        }
        own.requireOpen();
        NativeTensor tensor = memory.allocate(source.type(), source.shape());
        tensor.set(source);
        return tensor;
    }

    @Override
    public long bytes() {
        return memory.bytes();
    }

    @Override
    public void close() {
        memory.close();
    }
}
