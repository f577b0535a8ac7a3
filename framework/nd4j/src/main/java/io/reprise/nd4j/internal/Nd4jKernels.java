package io.reprise.nd4j.internal;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.service.kernels.FourierKernels;
import io.reprise.tensor.service.kernels.FusedKernels;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.kernels.LapackKernels;
import io.reprise.tensor.service.kernels.StridedCopy;
import io.reprise.tensor.service.memory.NativeTensor;
import io.reprise.tensor.spi.NativeMemory;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarReverseDivision;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Ceil;
import org.nd4j.linalg.api.ops.impl.transforms.same.Floor;
import org.nd4j.linalg.api.ops.impl.transforms.same.Square;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Cos;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Expm1;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sin;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The primitive operations as operations of ND4J: what computes where ND4J has a device, and a second, independent
 * implementation for the tests. Everything else is made of these ({@link #fused} is null).
 *
 * <p>To add a primitive: open {@link Operands}, ask it for the arguments ({@code in}, {@code out}, {@code update}), and execute
 * operations of ND4J on them; a tensor without elements never reaches ND4J. What ND4J lacks goes to {@link #host}, with a
 * line in the list below.
 *
 * <p>Computed on the host instead ({@link #ON_HOST} is what {@code reprise doctor} says of it):
 * <ul>
 *   <li>the functions, comparisons and choices that {@link #unary}, {@link #binary}, {@link #compare} and {@link #where} hand
 *       on; among them powers of two tensors, since 1 to the power NaN is 1 in ND4J, and NaN by {@link Math#pow};
 *   <li>{@link #max} of truth values, {@link #min}, {@link #product} and {@link #cumulative};
 *   <li>{@link #cast} of floating numbers to int or long: ND4J leaves open what NaN and numbers out of range become.
 *   <li>{@link #fourier}: ND4J has no Fourier transforms.
 *   <li>{@link #copyStrided} backwards, or of one element to several places: strides of ND4J are positive.
 *   <li>{@link #lapack}: ND4J's own singular value decomposition fails, and it lacks the general eigenvalues.
 * </ul>
 */
final class Nd4jKernels implements Kernels {
    /** What is computed by the kernels of this machine, in words. */
    static final List<String> ON_HOST = List.of(
            "casts to integers",
            "functions and quotients of integers",
            "relations of truth values",
            "sign, round, softplus, powers of two tensors, minimum, maximum and choices by a condition",
            "Fourier transforms");

    private static final Set<Unary> UNARY = EnumSet.complementOf(EnumSet.of(Unary.SIGN, Unary.ROUND, Unary.SOFTPLUS));
    private static final Set<Binary> BINARY = EnumSet.of(Binary.ADD, Binary.SUBTRACT, Binary.MULTIPLY, Binary.DIVIDE);

    private final NativeMemory memory;
    private final Nd4jRuntime runtime;
    private final Supplier<Kernels> hostKernels;
    private final Supplier<Operands.Transfer> transfers;
    private Kernels host;
    private Operands.Transfer transfer;

    /**
     * Kernels that start ND4J when the first of them is called.
     *
     * @param hostKernels what computes where ND4J has no operation
     */
    Nd4jKernels(NativeMemory memory, Nd4jRuntime runtime, Supplier<Kernels> hostKernels) {
        this(memory, runtime, hostKernels, Operands.Transfer::ofBackend);
    }

    /**
     * Kernels that start ND4J when the first of them is called.
     *
     * @param transfers how tensors reach ND4J; asked once ND4J is started
     */
    Nd4jKernels(
            NativeMemory memory,
            Nd4jRuntime runtime,
            Supplier<Kernels> hostKernels,
            Supplier<Operands.Transfer> transfers) {
        this.memory = memory;
        this.runtime = runtime;
        this.hostKernels = hostKernels;
        this.transfers = transfers;
    }

    private synchronized Operands operands() {
        if (transfer == null) {
            runtime.start();
            transfer = transfers.get();
        }
        return new Operands(memory, transfer);
    }

    private synchronized Kernels host() {
        if (host == null) {
            host = hostKernels.get();
        }
        return host;
    }

    @Override
    public String description() {
        return runtime.start().toString();
    }

    @Override
    public FusedKernels fused() {
        return null;
    }

    @Override
    public LapackKernels lapack() {
        return host().lapack();
    }

    @Override
    public FourierKernels fourier() {
        return host().fourier();
    }

    private static void exec(Op operation) {
        Nd4j.getExecutioner().exec(operation);
    }

    private static void exec(String operation, INDArray out, INDArray... in) {
        Nd4j.exec(
                DynamicCustomOp.builder(operation).addInputs(in).addOutputs(out).build());
    }

    // --- element by element ---

    @Override
    public void fill(NativeTensor out, double value) {
        if (out.count() == 0) {
            return;
        }
        try (Operands o = operands()) {
            o.out(out).assign(value);
        }
    }

    @Override
    public void affine(NativeTensor x, double factor, double offset, NativeTensor out, boolean add) {
        if (out.count() == 0) {
            return;
        }
        try (Operands o = operands()) {
            INDArray in = o.in(x);
            INDArray result = add ? o.temporary(x.type(), in.shape()) : o.out(out);
            exec(new ScalarMultiplication(in, null, result, factor));
            if (offset != 0) {
                result.addi(offset);
            }
            if (add) {
                o.update(out, x.shape().toArray()).addi(result);
            }
        }
    }

    @Override
    public void unary(Unary f, NativeTensor x, NativeTensor out) {
        if (out.count() == 0) {
            return;
        }
        if (!UNARY.contains(f) || !x.type().isFloating()) {
            host().unary(f, x, out);
            return;
        }
        try (Operands o = operands()) {
            INDArray in = o.in(x);
            INDArray y = o.out(out);
            switch (f) {
                case SQUARE -> exec(new Square(in, y));
                case SQRT -> exec(new Sqrt(in, y));
                case EXP -> exec(new Exp(in, y));
                case LOG -> exec(new Log(in, y));
                case TANH -> exec(new Tanh(in, y));
                case SIGMOID -> exec(new Sigmoid(in, y));
                case RECIPROCAL -> exec(new ScalarReverseDivision(in, null, y, 1));
                case ABS -> exec(new Abs(in, y));
                case FLOOR -> exec(new Floor(in, y));
                case CEIL -> exec(new Ceil(in, y));
                case EXPM1 -> exec(new Expm1(in, y));
                case LOG1P -> exec(new Log1p(in, y));
                case SIN -> exec(new Sin(in, y));
                case COS -> exec(new Cos(in, y));
                case ERF -> exec(new Erf(in, y));
                case RELU -> exec(new RectifiedLinear(in, y, 0));
                case SILU -> {
                    INDArray gate = o.temporary(x.type(), in.shape());
                    exec(new Sigmoid(in, gate));
                    exec("multiply", y, in, gate);
                }
                case GELU -> {
                    INDArray distribution = o.temporary(x.type(), in.shape());
                    exec(new ScalarMultiplication(in, null, distribution, Math.sqrt(0.5)));
                    exec(new Erf(distribution, distribution));
                    distribution.addi(1).muli(0.5);
                    exec("multiply", y, in, distribution);
                }
                default -> throw new IllegalArgumentException("no operation for " + f);
            }
        }
    }

    @Override
    public void binary(Binary f, NativeTensor a, NativeTensor b, NativeTensor out) {
        if (out.count() == 0) {
            return;
        }
        if (!BINARY.contains(f) || (f == Binary.DIVIDE && !a.type().isFloating())) {
            // A whole number divided by 0 ends the process.
            host().binary(f, a, b, out);
            return;
        }
        try (Operands o = operands()) {
            exec(
                    switch (f) {
                        case ADD -> "add";
                        case SUBTRACT -> "subtract";
                        case MULTIPLY -> "multiply";
                        case DIVIDE -> "divide";
                        default -> throw new IllegalArgumentException("no operation for " + f);
                    },
                    o.out(out),
                    o.in(a),
                    o.in(b));
        }
    }

    @Override
    public void multiplyAdd(NativeTensor a, NativeTensor b, NativeTensor out) {
        if (out.count() == 0) {
            return;
        }
        try (Operands o = operands()) {
            INDArray product = o.temporary(
                    Nd4j.exec(DynamicCustomOp.builder("multiply")
                            .addInputs(o.in(a), o.in(b))
                            .build())[0]);
            INDArray sum = o.update(out);
            exec("add", sum, sum, product);
        }
    }

    @Override
    public void compare(Comparison f, NativeTensor a, NativeTensor b, NativeTensor out) {
        if (out.count() == 0) {
            return;
        }
        if (a.type() == ElementType.BOOL) {
            host().compare(f, a, b, out);
            return;
        }
        try (Operands o = operands()) {
            exec(
                    switch (f) {
                        case GREATER -> "greater";
                        case GREATER_OR_EQUAL -> "greater_equal";
                        case EQUAL -> "equals";
                        case NOT_EQUAL -> "not_equals";
                    },
                    o.out(out),
                    o.in(a),
                    o.in(b));
        }
    }

    @Override
    public void where(NativeTensor condition, NativeTensor a, NativeTensor b, NativeTensor out) {
        host().where(condition, a, b, out);
    }

    @Override
    public void cast(NativeTensor x, NativeTensor out) {
        if (out.count() == 0) {
            return;
        }
        if (x.type().isFloating() && (out.type() == ElementType.INT || out.type() == ElementType.LONG)) {
            host().cast(x, out);
            return;
        }
        try (Operands o = operands()) {
            o.out(out).assign(o.in(x));
        }
    }

    // --- reductions ---

    @Override
    public void sum(NativeTensor x, int outer, int n, int inner, double factor, NativeTensor out, boolean add) {
        if (out.count() == 0 || n == 0) {
            if (!add) {
                fill(out, 0);
            }
            return;
        }
        try (Operands o = operands()) {
            INDArray in = o.in(x, outer, n, inner);
            INDArray sums = add ? o.temporary(x.type(), outer, inner) : o.out(out, outer, inner);
            exec(new Sum(in, null, sums, false, new int[] {1}));
            if (factor != 1) {
                sums.muli(factor);
            }
            if (add) {
                o.update(out, outer, inner).addi(sums);
            }
        }
    }

    @Override
    public void max(NativeTensor x, int outer, int n, int inner, NativeTensor out, NativeTensor indices) {
        if (outer == 0 || inner == 0) {
            return;
        }
        if (x.type() == ElementType.BOOL) {
            host().max(x, outer, n, inner, out, indices);
            return;
        }
        try (Operands o = operands()) {
            INDArray in = o.in(x, outer, n, inner);
            INDArray largest = out == null ? o.temporary(x.type(), outer, inner) : o.out(out, outer, inner);
            exec(new Max(in, null, largest, false, new int[] {1}));
            boolean floating = x.type().isFloating();
            if (indices == null && !floating) {
                return;
            }
            // ND4J leaves open what NaN does: 2 for NaN, 1 for the largest number, and the first of the largest is
            // asked for.
            INDArray column = largest.reshape(outer, 1, inner);
            INDArray rank = o.temporary(o.temporary(in.eq(column)).castTo(DataType.FLOAT));
            if (floating) {
                INDArray nan = o.temporary(o.temporary(in.neq(in)).castTo(DataType.FLOAT));
                rank.addi(nan.muli(2));
            }
            if (indices != null) {
                INDArray first = o.temporary(rank.argMax(1));
                o.out(indices, outer, inner).assign(first);
            }
            if (floating && out != null) {
                // 0 / (2 - 1) is 0, and 0 / (2 - 2) makes the result NaN.
                INDArray nanIfAny = o.temporary(rank.max(1)).rsubi(2).rdivi(0);
                largest.addi(o.temporary(nanIfAny.castTo(largest.dataType())));
            }
        }
    }

    @Override
    public void min(NativeTensor x, int outer, int n, int inner, NativeTensor out, NativeTensor indices) {
        host().min(x, outer, n, inner, out, indices);
    }

    @Override
    public void product(NativeTensor x, int outer, int n, int inner, NativeTensor out) {
        host().product(x, outer, n, inner, out);
    }

    @Override
    public void cumulative(Binary f, NativeTensor x, int outer, int n, int inner, boolean reverse, NativeTensor out) {
        host().cumulative(f, x, outer, n, inner, reverse, out);
    }

    // --- shape ---

    @Override
    public void permute(NativeTensor x, int[] order, NativeTensor out, boolean add) {
        if (out.count() == 0) {
            return;
        }
        try (Operands o = operands()) {
            INDArray permuted = order.length == 0 ? o.in(x) : o.in(x).permute(order);
            if (add) {
                o.update(out).addi(permuted);
            } else {
                o.out(out).assign(permuted);
            }
        }
    }

    @Override
    public void copyRuns(
            NativeTensor x,
            int start,
            int step,
            NativeTensor out,
            int outStart,
            int outStep,
            int count,
            int length,
            boolean add) {
        if (count == 0 || length == 0) {
            return;
        }
        try (Operands o = operands()) {
            long[] shape = {count, length};
            INDArray from = o.strided(x, start, shape, new long[] {count == 1 ? length : step, 1});
            INDArray to = o.stridedUpdate(out, outStart, shape, new long[] {count == 1 ? length : outStep, 1});
            if (add) {
                to.addi(from);
            } else {
                to.assign(from);
            }
        }
    }

    @Override
    public void copyStrided(NativeTensor x, NativeTensor out, StridedCopy copy, boolean add) {
        if (copy.isEmpty()) {
            return;
        }
        int axes = copy.axes();
        long[] shape = new long[axes];
        long[] steps = new long[axes];
        long[] outSteps = new long[axes];
        boolean forward = true;
        for (int i = 0; i < axes; i++) {
            shape[axes - 1 - i] = copy.size(i);
            steps[axes - 1 - i] = copy.step(i);
            outSteps[axes - 1 - i] = copy.outStep(i);
            forward &= copy.step(i) > 0 && copy.outStep(i) > 0;
        }
        if (!forward) {
            host().copyStrided(x, out, copy, add);
            return;
        }
        try (Operands o = operands()) {
            INDArray from = o.strided(x, copy.start(), shape, steps);
            INDArray to = o.stridedUpdate(out, copy.outStart(), shape, outSteps);
            if (add) {
                to.addi(from);
            } else {
                to.assign(from);
            }
        }
    }

    @Override
    public void band(NativeTensor x, int rows, int columns, int lowest, int highest, NativeTensor out, boolean add) {
        if (out.count() == 0) {
            return;
        }
        try (Operands o = operands()) {
            int matrices = x.count() / (rows * columns);
            INDArray result = o.in(x, matrices, rows, columns);
            if (lowest > -rows) {
                INDArray upper = o.temporary(x.type(), matrices, rows, columns);
                triu(result, Math.min(lowest, columns), upper);
                result = upper;
            }
            if (highest < columns) {
                // The lower triangle is the upper one of the transposed matrix.
                INDArray kept = o.temporary(x.type(), matrices, columns, rows);
                INDArray transposed = o.temporary(result.permute(0, 2, 1).dup('c'));
                triu(transposed, Math.min(-Math.max(highest, -rows), rows), kept);
                result = kept.permute(0, 2, 1);
            }
            if (add) {
                o.update(out, matrices, rows, columns).addi(result);
            } else {
                o.out(out, matrices, rows, columns).assign(result);
            }
        }
    }

    private static void triu(INDArray x, int diagonal, INDArray out) {
        Nd4j.exec(DynamicCustomOp.builder("triu")
                .addInputs(x)
                .addOutputs(out)
                .addIntegerArguments(diagonal)
                .build());
    }

    @Override
    public void gather(NativeTensor table, NativeTensor indices, NativeTensor out) {
        if (out.count() == 0) {
            return;
        }
        try (Operands o = operands()) {
            int n = table.shape().size(1);
            Nd4j.exec(DynamicCustomOp.builder("gather")
                    .addInputs(o.in(table), o.in(indices, indices.count()))
                    .addOutputs(o.out(out, indices.count(), n))
                    .addIntegerArguments(0)
                    .build());
        }
    }

    @Override
    public void scatterAdd(NativeTensor dy, NativeTensor indices, NativeTensor dtable) {
        if (dy.count() == 0) {
            return;
        }
        try (Operands o = operands()) {
            INDArray table = o.update(dtable);
            exec(
                    "scatter_add",
                    table,
                    table,
                    o.in(indices, indices.count()),
                    o.in(dy, indices.count(), dtable.shape().size(1)));
        }
    }

    // --- matrices ---

    @Override
    public void matmul(
            NativeTensor a,
            boolean transposeA,
            NativeTensor b,
            boolean transposeB,
            double alpha,
            NativeTensor out,
            boolean add) {
        int k = a.shape().size(transposeA ? -2 : -1);
        if (out.count() == 0 || a.count() == 0 || b.count() == 0 || k == 0) {
            if (!add) {
                fill(out, 0);
            }
            return;
        }
        try (Operands o = operands()) {
            int rows = out.shape().size(-2);
            int columns = out.shape().size(-1);
            long[] leading = leading(a.shape().toArray(), b.shape().toArray());
            long batch = Arrays.stream(leading).reduce(1, (p, q) -> p * q);
            INDArray left = matrices(o, a, leading);
            INDArray right = matrices(o, b, leading);
            INDArray products = o.temporary(a.type(), batch, rows, columns);
            Nd4j.exec(DynamicCustomOp.builder("matmul")
                    .addInputs(left, right)
                    .addOutputs(products)
                    .addIntegerArguments(transposeA ? 1 : 0, transposeB ? 1 : 0)
                    .build());
            if (alpha != 1) {
                products.muli(alpha);
            }
            INDArray sum = summed(o, products, leading, out);
            if (add) {
                o.update(out, (int) (sum.length() / ((long) rows * columns)), rows, columns)
                        .addi(sum);
            } else {
                o.out(out, (int) (sum.length() / ((long) rows * columns)), rows, columns)
                        .assign(sum);
            }
        }
    }

    /** The axes before the last two that two shapes broadcast to. */
    private static long[] leading(int[] a, int[] b) {
        long[] sizes = new long[Math.max(a.length, b.length) - 2];
        for (int i = 1; i <= sizes.length; i++) {
            long m = i <= a.length - 2 ? a[a.length - 2 - i] : 1;
            long n = i <= b.length - 2 ? b[b.length - 2 - i] : 1;
            sizes[sizes.length - i] = m == 1 ? n : m;
        }
        return sizes;
    }

    /** The matrices of a tensor as {@code [batch, rows, columns]}, one for each of the broadcast leading axes. */
    private static INDArray matrices(Operands o, NativeTensor x, long[] leading) {
        int[] sizes = x.shape().toArray();
        int rows = sizes[sizes.length - 2];
        int columns = sizes[sizes.length - 1];
        long batch = Arrays.stream(leading).reduce(1, (p, q) -> p * q);
        if (x.count() == batch * rows * columns) {
            return o.in(x, (int) batch, rows, columns);
        }
        int[] aligned = new int[leading.length + 2];
        Arrays.fill(aligned, 1);
        System.arraycopy(sizes, 0, aligned, aligned.length - sizes.length, sizes.length);
        long[] wanted = Arrays.copyOf(leading, leading.length + 2);
        wanted[leading.length] = rows;
        wanted[leading.length + 1] = columns;
        INDArray repeated = o.temporary(x.type(), wanted);
        o.in(x, aligned).broadcast(repeated);
        return repeated.reshape(batch, rows, columns);
    }

    /** {@code [batch, rows, columns]} summed over the leading axes that the result lacks or has at size 1. */
    private static INDArray summed(Operands o, INDArray products, long[] leading, NativeTensor out) {
        int[] sizes = out.shape().toArray();
        int missing = leading.length + 2 - sizes.length;
        int[] axes = new int[leading.length];
        int count = 0;
        for (int axis = 0; axis < leading.length; axis++) {
            if (leading[axis] != 1 && (axis < missing || sizes[axis - missing] == 1)) {
                axes[count++] = axis;
            }
        }
        if (count == 0) {
            return products;
        }
        long[] whole = Arrays.copyOf(leading, leading.length + 2);
        whole[leading.length] = products.size(1);
        whole[leading.length + 1] = products.size(2);
        INDArray sum = o.temporary(products.reshape(whole).sum(Arrays.copyOf(axes, count)));
        return sum.reshape(-1, products.size(1), products.size(2));
    }
}
