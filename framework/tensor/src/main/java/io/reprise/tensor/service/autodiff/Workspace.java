package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.FusedKernels;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.memory.MemoryScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Where operations take memory from and what computes them; this one records nothing. */
class Workspace {
    final MemoryScope memory;
    final Kernels kernels;
    /** Operations in one pass; null where operations must be made of their parts. */
    final FusedKernels fused;

    Workspace(MemoryScope memory, Kernels kernels) {
        this(memory, kernels, kernels.fused());
    }

    Workspace(MemoryScope memory, Kernels kernels, FusedKernels fused) {
        this.memory = memory;
        this.kernels = kernels;
        this.fused = fused;
    }

    /**
     * Whether operations are made of their parts ({@link Compositions}) and have their gradients as {@link Formula}: because
     * the kernels know only the parts, or because gradients are recorded too.
     */
    final boolean composes() {
        return fused == null;
    }

    /** Whether gradients of formulas should keep the first axis of what they are made from, where one example is one row. */
    boolean separatesExamples() {
        return false;
    }

    /** A tensor with undefined elements. */
    final NativeTensor empty(ElementType type, Shape shape) {
        return memory.allocate(type, shape);
    }

    final NativeTensor emptyLike(NativeTensor x) {
        return memory.allocate(x.type(), x.shape());
    }

    /** Gives back a tensor that no caller has seen. */
    final void release(NativeTensor tensor) {
        if (tensor != null) {
            memory.release(tensor);
        }
    }

    /** Whether a gradient may flow to this tensor. */
    boolean records(NativeTensor x) {
        return false;
    }

    final boolean recordsAny(NativeTensor a, NativeTensor b) {
        return records(a) || records(b);
    }

    /**
     * Notes how a gradient flows from a result to the inputs.
     *
     * @param inputs may hold nulls
     */
    void record(NativeTensor output, Gradient gradient, NativeTensor... inputs) {}

    /**
     * Notes how a gradient flows from a result to the inputs, as operations that can be recorded in their turn.
     *
     * @param inputs may hold nulls
     */
    final void recordFormula(NativeTensor output, Formula formula, NativeTensor... inputs) {
        recordOperations(
                output,
                (f, dy, needs) -> {
                    Tensor[] gradients = new Tensor[inputs.length];
                    for (int i = 0; i < inputs.length; i++) {
                        gradients[i] = needs.test(i) ? formula.gradient(f, dy, i) : null;
                    }
                    return Arrays.asList(gradients);
                },
                inputs);
    }

    /** As {@link #recordFormula}, where the gradients by all inputs are found together. */
    void recordOperations(NativeTensor output, Operations gradient, NativeTensor... inputs) {}

    /** How the gradient by a result becomes gradients by all inputs. */
    @FunctionalInterface
    interface Operations {
        /**
         * From the gradient by the result, those by the inputs.
         *
         * @param needs whether a gradient by an input is wanted
         * @return one for each input, or null; of its shape, or of one that it was broadcast to
         */
        List<Tensor> apply(Ops f, Tensor dy, IntPredicate needs);
    }

    /** {@code out (+)=} the sum of {@code x} over the axes that were broadcast from the shape of {@code out}. */
    final void sumTo(NativeTensor x, NativeTensor out, boolean add) {
        Shape from = x.shape();
        int missing = from.rank() - out.shape().rank();
        NativeTensor rest = x;
        int[] sizes = from.toArray();
        // From the last run of summed axes to the first, so that what follows each one is already of its final size.
        int end = sizes.length;
        int inner = 1;
        while (end > 0) {
            int axis = end - 1;
            if (!broadcast(axis, missing, from, out.shape())) {
                inner *= sizes[axis];
                end--;
                continue;
            }
            int first = axis;
            while (first > 0 && broadcast(first - 1, missing, from, out.shape())) {
                first--;
            }
            int n = product(sizes, first, end);
            int outer = product(sizes, 0, first);
            boolean last = true;
            for (int i = 0; i < first; i++) {
                last &= !broadcast(i, missing, from, out.shape());
            }
            Arrays.fill(sizes, first, end, 1);
            NativeTensor sum = last ? out : memory.allocate(x.type(), Shape.of(sizes));
            kernels.sum(rest, outer, n, inner, 1, sum, last && add);
            if (rest != x) {
                release(rest);
            }
            rest = sum;
            end = first;
        }
        if (rest == x) {
            kernels.affine(x, 1, 0, out, add);
        }
    }

    private static boolean broadcast(int axis, int missing, Shape from, Shape to) {
        return from.size(axis) != 1 && (axis < missing || to.size(axis - missing) == 1);
    }

    /** The product of the sizes {@code first} to {@code end - 1}. */
    static int product(int[] sizes, int first, int end) {
        int product = 1;
        for (int i = first; i < end; i++) {
            product *= sizes[i];
        }
        return product;
    }

    // --- checks of arguments ---

    /** An argument, open and of this service. */
    static NativeTensor in(Tensor tensor) {
        if (tensor instanceof NativeTensor own) {
            return own.requireOpen();
        }
        throw new IllegalArgumentException(
                tensor == null ? "an argument is null" : "not a tensor of this service: " + tensor.getClass());
    }

    static NativeTensor inOrNull(Tensor tensor) {
        return tensor == null ? null : in(tensor);
    }

    static NativeTensor floating(String operation, Tensor tensor) {
        NativeTensor x = in(tensor);
        if (!x.type().isFloating()) {
            throw new IllegalArgumentException(operation + ": wants float or double, and got " + x.type() + x.shape());
        }
        return x;
    }

    static void require(boolean condition, String operation, String wanted, NativeTensor... got) {
        if (!condition) {
            throw refusal(operation, wanted, got);
        }
    }

    /** What {@link #require} throws: for hot operations whose text is made only when it is needed. */
    static IllegalArgumentException refusal(String operation, String wanted, NativeTensor... got) {
        StringBuilder text =
                new StringBuilder(operation).append(": wants ").append(wanted).append(", and got ");
        for (int i = 0; i < got.length; i++) {
            text.append(i == 0 ? "" : ", ").append(got[i] == null ? "nothing" : got[i].type() + "" + got[i].shape());
        }
        return new IllegalArgumentException(text.toString());
    }

    /** A tensor that weights another one's elements. */
    static NativeTensor cotangent(String operation, NativeTensor output, Tensor weights) {
        NativeTensor x = in(weights);
        require(
                x.type() == output.type() && x.shape().equals(output.shape()),
                operation,
                "weights of the type and shape " + output.type() + output.shape(),
                x);
        return x;
    }

    static void requireSameType(String operation, NativeTensor a, NativeTensor b) {
        require(a.type() == b.type(), operation, "one type", a, b);
    }

    /** The shape that the shapes of tensors broadcast to. */
    static Shape broadcast(String operation, NativeTensor... tensors) {
        Shape common = tensors[0].shape();
        for (NativeTensor tensor : tensors) {
            Shape x = common;
            Shape y = tensor.shape();
            if (x.equals(y)) {
                continue;
            }
            int[] sizes = new int[Math.max(x.rank(), y.rank())];
            for (int i = 1; i <= sizes.length; i++) {
                int m = i <= x.rank() ? x.size(-i) : 1;
                int n = i <= y.rank() ? y.size(-i) : 1;
                require(m == n || m == 1 || n == 1, operation, "shapes that broadcast", tensors);
                sizes[sizes.length - i] = m == 1 ? n : m;
            }
            common = Shape.of(sizes);
        }
        return common;
    }

    /** An axis number made non-negative. */
    static int axis(String operation, NativeTensor x, int axis) {
        require(axis >= -x.shape().rank() && axis < x.shape().rank(), operation, "a shape with an axis " + axis, x);
        return x.shape().axis(axis);
    }
}
