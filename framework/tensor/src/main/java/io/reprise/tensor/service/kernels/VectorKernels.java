package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Floats through the JDK's Vector API. Sums, differences, products, quotients, squares, roots, relu and whatever only moves
 * elements agree with {@link ScalarKernels} to the bit; exp and relatives to a few units in the last place, which the tests
 * state. All other types, and powers, run through the scalar kernels.
 */
final class VectorKernels extends ScalarKernels {
    /**
     * Long tensors go through a loop in parts of so many elements: until it is compiled, a loop over vectors is thousands of times
     * slower, and the JVM compiles one that is called often sooner than one that is long.
     */
    private static final int PART = 2048;

    /** From so many elements on a sum is made of sums of parts. */
    private static final int LONG_SUM = 4 * Workers.PART;

    private static final VectorShuffle<Float> SWAP_PAIRS = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> i ^ 1);

    private final FourierKernels fourier = new VectorFourier();
    private final SparseKernels sparse = new VectorSparseKernels();

    VectorKernels(Gemm gemm, Workers workers) {
        super(gemm, new VectorImageKernels(gemm), workers);
    }

    @Override
    public SpikingKernels spiking() {
        return new VectorSpiking(this);
    }

    @Override
    public FourierKernels fourier() {
        return fourier;
    }

    @Override
    public String description() {
        return "SIMD, " + FloatLanes.SPECIES.vectorBitSize() + " bit";
    }

    private static boolean floats(NativeTensor x) {
        return x.type() == ElementType.FLOAT;
    }

    // --- element by element ---

    @Override
    public void fill(NativeTensor out, double value) {
        if (floats(out)) {
            workers().loop(out.count(), 1, (from, to) -> {
                for (int i = from; i < to; i += PART) {
                    FloatLoops.fill(out, i, Math.min(PART, to - i), (float) value);
                }
            });
        } else {
            super.fill(out, value);
        }
    }

    @Override
    public void affine(NativeTensor x, double factor, double offset, NativeTensor out, boolean add) {
        if (!floats(x)) {
            super.affine(x, factor, offset, out, add);
        } else if (factor == 1 && offset == 0) {
            copyRuns(x, 0, 0, out, 0, 0, 1, x.count(), add);
        } else {
            workers().loop(x.count(), 1, (from, to) -> {
                for (int i = from; i < to; i += PART) {
                    int n = Math.min(PART, to - i);
                    FloatLoops.affine(x, i, (float) factor, (float) offset, out, i, n, add);
                }
            });
        }
    }

    @Override
    public void unary(Unary f, NativeTensor x, NativeTensor out) {
        if (!floats(x)) {
            super.unary(f, x, out);
            return;
        }
        if (inPasses(f) && x.vectorMemory() == out.vectorMemory()) {
            NativeTensor values = out.owner().allocate(ElementType.FLOAT, x.shape());
            unary(f, x, values);
            copyRuns(values, 0, 0, out, 0, 0, 1, x.count(), false);
            values.owner().release(values);
            return;
        }
        workers().loop(x.count(), 1, (from, to) -> {
            for (int i = from; i < to; i += PART) {
                unaryRun(f, x, i, out, i, Math.min(PART, to - i));
            }
        });
    }

    /** Whether {@link FloatPasses} has it. */
    private static boolean inPasses(Unary f) {
        return switch (f) {
            case EXPM1, LOG1P, TANH, ERF, SOFTPLUS, GELU -> true;
            default -> false;
        };
    }

    private void unaryRun(Unary f, NativeTensor x, int start, NativeTensor out, int outStart, int n) {
        if ((f == Unary.SIN || f == Unary.COS) && !FloatSums.within(FloatFunctions.LARGEST_ANGLE, x, start, n)) {
            super.unary(f, x.view(Shape.of(n), start), out.view(Shape.of(n), outStart));
            return;
        }
        switch (f) {
            case SQUARE -> FloatLoops.square(x, start, out, outStart, n);
            case SQRT -> FloatLoops.sqrt(x, start, out, outStart, n);
            case RECIPROCAL -> FloatMaps.reciprocal(x, start, out, outStart, n);
            case ABS -> FloatMaps.abs(x, start, out, outStart, n);
            case SIGN -> FloatMaps.sign(x, start, out, outStart, n);
            case ROUND -> FloatMaps.round(x, start, out, outStart, n);
            case FLOOR -> FloatMaps.floor(x, start, out, outStart, n);
            case CEIL -> FloatMaps.ceil(x, start, out, outStart, n);
            case EXP -> FloatLoops.exp(x, start, out, outStart, n);
            case EXPM1 -> FloatPasses.expm1(x, start, out, outStart, n);
            case LOG -> FloatMaps.log(x, start, out, outStart, n);
            case LOG1P -> FloatPasses.log1p(x, start, out, outStart, n);
            case SIN -> FloatMaps.sin(x, start, out, outStart, n);
            case COS -> FloatMaps.cos(x, start, out, outStart, n);
            case TANH -> FloatPasses.tanh(x, start, out, outStart, n);
            case ERF -> FloatPasses.erf(x, start, out, outStart, n);
            case SIGMOID -> FloatLoops.sigmoid(x, start, out, outStart, n);
            case SOFTPLUS -> FloatPasses.softplus(x, start, out, outStart, n);
            case RELU -> FloatLoops.relu(x, start, out, outStart, n);
            case SILU -> FloatMaps.silu(x, start, out, outStart, n);
            case GELU -> FloatPasses.gelu(x, start, out, outStart, n);
        }
    }

    @Override
    public void unaryGradient(Unary f, NativeTensor x, NativeTensor y, NativeTensor dy, NativeTensor dx, boolean add) {
        if (!floats(x)) {
            super.unaryGradient(f, x, y, dy, dx, add);
            return;
        }
        NativeTensor slope = dx.owner().allocate(ElementType.FLOAT, Shape.of(2, Math.min(PART, x.count())));
        for (int i = 0; i < x.count(); i += PART) {
            unaryGradientRun(f, x, y, dy, dx, add, i, Math.min(PART, x.count() - i), slope);
        }
        slope.owner().release(slope);
    }

    private void unaryGradientRun(
            Unary f,
            NativeTensor x,
            NativeTensor y,
            NativeTensor dy,
            NativeTensor dx,
            boolean add,
            int i,
            int n,
            NativeTensor slope) {
        switch (f) {
            case SQUARE -> FloatLoops.squareGradient(x, i, dy, i, dx, i, n, add);
            case EXP -> FloatLoops.expGradient(y, i, dy, i, dx, i, n, add);
            case TANH -> FloatLoops.tanhGradient(y, i, dy, i, dx, i, n, add);
            case SIGMOID -> FloatLoops.sigmoidGradient(y, i, dy, i, dx, i, n, add);
            case RELU -> FloatLoops.reluGradient(y, i, dy, i, dx, i, n, add);
            default -> {
                slope(f, x, y, i, n, slope);
                if (add) {
                    FloatLoops.multiplyAdd(dy, i, slope, 0, dx, i, n);
                } else {
                    FloatLoops.multiply(dy, i, slope, 0, dx, i, n);
                }
            }
        }
    }

    /** The derivative on a run, made of other loops in the nearest cache; the second row of the result is scratch. */
    private void slope(Unary f, NativeTensor x, NativeTensor y, int i, int n, NativeTensor slope) {
        switch (f) {
            case SQRT -> FloatLoops.constantOver(y, i, 0.5f, slope, 0, n);
            case RECIPROCAL -> {
                FloatLoops.square(y, i, slope, 0, n);
                FloatLoops.multiplyConstant(slope, 0, -1, slope, 0, n);
            }
            case ABS -> FloatMaps.sign(x, i, slope, 0, n);
            case EXPM1 -> FloatLoops.addConstant(y, i, 1, slope, 0, n);
            case LOG -> FloatMaps.reciprocal(x, i, slope, 0, n);
            case LOG1P -> {
                FloatLoops.addConstant(x, i, 1, slope, 0, n);
                FloatMaps.reciprocal(slope, 0, slope, 0, n);
            }
            case SIN -> unaryRun(Unary.COS, x, i, slope, 0, n);
            case COS -> {
                unaryRun(Unary.SIN, x, i, slope, 0, n);
                FloatLoops.multiplyConstant(slope, 0, -1, slope, 0, n);
            }
            case ERF -> {
                FloatLoops.square(x, i, slope, 0, n);
                FloatLoops.multiplyConstant(slope, 0, -1, slope, 0, n);
                FloatLoops.exp(slope, 0, slope, 0, n);
                FloatLoops.multiplyConstant(slope, 0, (float) (2 / Math.sqrt(Math.PI)), slope, 0, n);
            }
            case SOFTPLUS -> FloatLoops.sigmoid(x, i, slope, 0, n);
            case GELU ->
                FloatPasses.geluDerivative(x, i, slope, 0, slope.shape().size(1), n);
            case SILU -> {
                // s + y (1 - s)
                int rest = slope.shape().size(1);
                FloatLoops.sigmoid(x, i, slope, 0, n);
                FloatLoops.constantMinus(slope, 0, 1, slope, rest, n);
                FloatLoops.multiply(slope, rest, y, i, slope, rest, n);
                FloatLoops.add(slope, 0, slope, rest, slope, 0, n);
            }
            case SIGN, ROUND, FLOOR, CEIL -> FloatLoops.fill(slope, 0, n, 0);
            default -> throw new IllegalArgumentException(f + " has a loop for its gradient");
        }
    }

    @Override
    public void binary(Binary f, NativeTensor a, NativeTensor b, NativeTensor out) {
        if (!floats(a) || f == Binary.POWER) {
            super.binary(f, a, b, out);
            return;
        }
        if (a.shape().equals(b.shape())) {
            workers().loop(out.count(), 1, (from, to) -> {
                for (int i = from; i < to; i += PART) {
                    run(f, a, i, b, i, out, i, Math.min(PART, to - i));
                }
            });
            return;
        }
        Broadcast.forEachRun(a.shape(), b.shape(), out.shape(), (aStart, aStep, bStart, bStep, start, all) -> {
            for (int i = 0; i < all; i += PART) {
                int n = Math.min(PART, all - i);
                if (aStep == bStep && aStep == 1) {
                    run(f, a, aStart + i, b, bStart + i, out, start + i, n);
                } else if (bStep == 0) {
                    runWithConstant(f, a, aStart + i, (float) b.get(bStart), out, start + i, n);
                } else {
                    constantWithRun(f, (float) a.get(aStart), b, bStart + i, out, start + i, n);
                }
            }
        });
    }

    private static void run(
            Binary f, NativeTensor a, int aStart, NativeTensor b, int bStart, NativeTensor out, int start, int n) {
        switch (f) {
            case ADD -> FloatLoops.add(a, aStart, b, bStart, out, start, n);
            case SUBTRACT -> FloatLoops.subtract(a, aStart, b, bStart, out, start, n);
            case MULTIPLY -> FloatLoops.multiply(a, aStart, b, bStart, out, start, n);
            case DIVIDE -> FloatLoops.divide(a, aStart, b, bStart, out, start, n);
            case MINIMUM -> FloatLoops.minimum(a, aStart, b, bStart, out, start, n);
            case MAXIMUM -> FloatLoops.maximum(a, aStart, b, bStart, out, start, n);
            case POWER -> throw new IllegalArgumentException("no vectors for " + f);
        }
    }

    private static void runWithConstant(
            Binary f, NativeTensor a, int aStart, float c, NativeTensor out, int start, int n) {
        switch (f) {
            case ADD -> FloatLoops.addConstant(a, aStart, c, out, start, n);
            case SUBTRACT -> FloatLoops.addConstant(a, aStart, -c, out, start, n);
            case MULTIPLY -> FloatLoops.multiplyConstant(a, aStart, c, out, start, n);
            case DIVIDE -> FloatLoops.divideConstant(a, aStart, c, out, start, n);
            case MINIMUM -> FloatLoops.minimumConstant(a, aStart, c, out, start, n);
            case MAXIMUM -> FloatLoops.maximumConstant(a, aStart, c, out, start, n);
            case POWER -> throw new IllegalArgumentException("no vectors for " + f);
        }
    }

    private static void constantWithRun(
            Binary f, float c, NativeTensor b, int bStart, NativeTensor out, int start, int n) {
        switch (f) {
            case SUBTRACT -> FloatLoops.constantMinus(b, bStart, c, out, start, n);
            case DIVIDE -> FloatLoops.constantOver(b, bStart, c, out, start, n);
            default -> runWithConstant(f, b, bStart, c, out, start, n);
        }
    }

    @Override
    public void multiplyAdd(NativeTensor a, NativeTensor b, NativeTensor out) {
        if (!floats(a)) {
            super.multiplyAdd(a, b, out);
            return;
        }
        Broadcast.forEachRun(a.shape(), b.shape(), out.shape(), (aStart, aStep, bStart, bStep, start, all) -> {
            for (int i = 0; i < all; i += PART) {
                int n = Math.min(PART, all - i);
                if (aStep == bStep && aStep == 1) {
                    FloatLoops.multiplyAdd(a, aStart + i, b, bStart + i, out, start + i, n);
                } else if (bStep == 0 && aStep == 1) {
                    FloatLoops.multiplyAddConstant(a, aStart + i, (float) b.get(bStart), out, start + i, n);
                } else if (aStep == 0 && bStep == 1) {
                    FloatLoops.multiplyAddConstant(b, bStart + i, (float) a.get(aStart), out, start + i, n);
                } else {
                    super.multiplyAdd(
                            a.view(Shape.SCALAR, aStart),
                            b.view(Shape.SCALAR, bStart),
                            out.view(Shape.of(n), start + i));
                }
            }
        });
    }

    @Override
    public void compare(Comparison f, NativeTensor a, NativeTensor b, NativeTensor out) {
        if (!floats(a) || !ByteLanes.EXIST) {
            super.compare(f, a, b, out);
            return;
        }
        // A constant is repeated, so that there is one loop a relation.
        NativeTensor constants = out.owner().allocate(ElementType.FLOAT, Shape.of(2, PART));
        Broadcast.forEachRun(a.shape(), b.shape(), out.shape(), (aStart, aStep, bStart, bStep, start, all) -> {
            NativeTensor left = repeated(a, aStart, aStep, constants, 0, all);
            NativeTensor right = repeated(b, bStart, bStep, constants, PART, all);
            for (int i = 0; i < all; i += PART) {
                int n = Math.min(PART, all - i);
                int p = left == a ? aStart + i : 0;
                int q = right == b ? bStart + i : PART;
                switch (f) {
                    case GREATER -> FloatChoices.greater(left, p, right, q, out, start + i, n);
                    case GREATER_OR_EQUAL -> FloatChoices.greaterOrEqual(left, p, right, q, out, start + i, n);
                    case EQUAL -> FloatChoices.equal(left, p, right, q, out, start + i, n);
                    case NOT_EQUAL -> FloatChoices.notEqual(left, p, right, q, out, start + i, n);
                }
            }
        });
        constants.owner().release(constants);
    }

    /** An argument, or where it does not step, one part full of its element. */
    private static NativeTensor repeated(
            NativeTensor x, int start, int step, NativeTensor constants, int constantsStart, int n) {
        if (step == 1) {
            return x;
        }
        FloatLoops.fill(constants, constantsStart, Math.min(PART, n), (float) x.get(start));
        return constants;
    }

    @Override
    public void where(NativeTensor condition, NativeTensor a, NativeTensor b, NativeTensor out) {
        if (!floats(a) || !ByteLanes.EXIST) {
            super.where(condition, a, b, out);
            return;
        }
        NativeTensor constants = out.owner().allocate(ElementType.FLOAT, Shape.of(2, PART));
        Broadcast.forEachRun(
                out.shape(),
                (starts, steps, start, all) -> {
                    NativeTensor left = repeated(a, starts[1], steps[1], constants, 0, all);
                    NativeTensor right = repeated(b, starts[2], steps[2], constants, PART, all);
                    boolean always = steps[0] == 0 && condition.get(starts[0]) != 0;
                    for (int i = 0; i < all; i += PART) {
                        int n = Math.min(PART, all - i);
                        int p = left == a ? starts[1] + i : 0;
                        int q = right == b ? starts[2] + i : PART;
                        if (steps[0] == 1) {
                            FloatChoices.where(condition, starts[0] + i, left, p, right, q, out, start + i, n);
                        } else {
                            copyRuns(always ? left : right, always ? p : q, 0, out, start + i, 0, 1, n, false);
                        }
                    }
                },
                condition.shape(),
                a.shape(),
                b.shape());
        constants.owner().release(constants);
    }

    // --- reductions ---

    @Override
    public void sum(NativeTensor x, int outer, int n, int inner, double factor, NativeTensor out, boolean add) {
        if (!floats(x)) {
            super.sum(x, outer, n, inner, factor, out, add);
        } else if (x.count() == 0) {
            if (!add) {
                fill(out, 0);
            }
        } else if (outer == 1 && inner == 1 && n >= LONG_SUM) {
            double sum = factor * longSum(x, n);
            out.put(0, add ? out.get(0) + sum : sum);
        } else if (inner == 1) {
            workers().loop(outer, n, (from, to) -> {
                for (int o = from; o < to; o++) {
                    double sum = factor * FloatSums.sum(x, o * n, n);
                    out.put(o, add ? out.get(o) + sum : sum);
                }
            });
        } else {
            for (int o = 0; o < outer; o++) {
                FloatSums.columns(x, o * n * inner, n, inner, factor, out, o * inner, add);
            }
        }
    }

    @Override
    public void max(NativeTensor x, int outer, int n, int inner, NativeTensor out, NativeTensor indices) {
        if (!floats(x) || inner > 1) {
            super.max(x, outer, n, inner, out, indices);
            return;
        }
        for (int o = 0; o < outer; o++) {
            chosen(x, o, n, FloatSums.largest(x, o * n, n), out, indices);
        }
    }

    @Override
    public void min(NativeTensor x, int outer, int n, int inner, NativeTensor out, NativeTensor indices) {
        if (!floats(x) || inner > 1) {
            super.min(x, outer, n, inner, out, indices);
            return;
        }
        for (int o = 0; o < outer; o++) {
            chosen(x, o, n, FloatSums.smallest(x, o * n, n), out, indices);
        }
    }

    private static void chosen(NativeTensor x, int row, int n, float value, NativeTensor out, NativeTensor indices) {
        if (out != null) {
            out.put(row, value);
        }
        if (indices != null) {
            indices.put(row, FloatSums.firstOf(x, row * n, n, value));
        }
    }

    /** The sum of many elements, from the sums of parts that depend on their number only. */
    private double longSum(NativeTensor x, int n) {
        double[] sums = new double[(n + Workers.PART - 1) / Workers.PART];
        workers().compute(sums.length, part -> {
            int from = part * Workers.PART;
            sums[part] = FloatSums.sum(x, from, Math.min(Workers.PART, n - from));
        });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return sum;
    }

    // --- shape ---

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
        if (add && floats(x) && length <= PART) {
            FloatRows.addRuns(x, start, step, out, outStart, outStep, count, length);
        } else if (add && floats(x)) {
            for (int r = 0; r < count; r++) {
                for (int i = 0; i < length; i += PART) {
                    int n = Math.min(PART, length - i);
                    FloatLoops.addTo(x, start + r * step + i, out, outStart + r * outStep + i, n);
                }
            }
        } else {
            super.copyRuns(x, start, step, out, outStart, outStep, count, length, add);
        }
    }

    @Override
    public void gather(NativeTensor table, NativeTensor indices, NativeTensor out) {
        int width = table.shape().size(1);
        if (floats(table) && width <= PART) {
            FloatRows.gather(table, indices, out, width);
        } else {
            super.gather(table, indices, out);
        }
    }

    @Override
    public void scatterAdd(NativeTensor dy, NativeTensor indices, NativeTensor dtable) {
        int width = dtable.shape().size(1);
        if (floats(dy) && width <= PART) {
            FloatRows.addRows(dy, null, indices, dtable, width);
        } else {
            super.scatterAdd(dy, indices, dtable);
        }
    }

    @Override
    public SparseKernels sparse() {
        return sparse;
    }

    @Override
    public void gatherSum(NativeTensor x, NativeTensor sources, NativeTensor targets, int width, NativeTensor out) {
        if (floats(x) && width <= PART) {
            FloatRows.addRows(x, sources, targets, out, width);
        } else {
            super.gatherSum(x, sources, targets, width, out);
        }
    }

    @Override
    public void band(NativeTensor x, int rows, int columns, int lowest, int highest, NativeTensor out, boolean add) {
        if (!floats(x) || columns == 0) {
            super.band(x, rows, columns, lowest, highest, out, add);
            return;
        }
        int all = x.count() / columns;
        for (int row = 0; row < all; row++) {
            int first = within(columns, (long) row % rows + lowest);
            int end = Math.max(first, within(columns, (long) row % rows + highest + 1));
            int start = row * columns;
            if (x != out || add) {
                copyRuns(x, start + first, 0, out, start + first, 0, 1, end - first, add);
            }
            if (!add) {
                zero(out, start, first);
                zero(out, start + end, columns - end);
            }
        }
    }

    private static int within(int columns, long column) {
        return (int) Math.max(0, Math.min(columns, column));
    }

    @Override
    void zero(NativeTensor x, int start, int n) {
        if (floats(x)) {
            FloatLoops.fill(x, start, n, 0);
        } else {
            super.zero(x, start, n);
        }
    }

    @Override
    void reluRun(NativeTensor x, int start, int n) {
        if (floats(x)) {
            for (int i = start; i < start + n; i += PART) {
                FloatLoops.relu(x, i, x, i, Math.min(PART, start + n - i));
            }
        } else {
            super.reluRun(x, start, n);
        }
    }

    // --- rows ---

    private static int rows(NativeTensor x, int n) {
        return n == 0 ? 0 : x.count() / n;
    }

    @Override
    void softmaxRow(NativeTensor x, int start, NativeTensor out, int outStart, int n) {
        if (!floats(x)) {
            super.softmaxRow(x, start, out, outStart, n);
            return;
        }
        float largest = FloatSums.largest(x, start, n);
        FloatLoops.expMinus(x, start, largest, out, outStart, n);
        float reciprocal = (float) (1 / FloatSums.sum(out, outStart, n));
        FloatLoops.multiplyConstant(out, outStart, reciprocal, out, outStart, n);
    }

    @Override
    void softmaxGradientRow(
            NativeTensor y,
            int yStart,
            NativeTensor dy,
            int dyStart,
            int n,
            NativeTensor dx,
            int dxStart,
            boolean add) {
        if (!floats(y)) {
            super.softmaxGradientRow(y, yStart, dy, dyStart, n, dx, dxStart, add);
            return;
        }
        float sum = (float) FloatSums.dot(y, yStart, dy, dyStart, n);
        FloatLoops.softmaxGradient(y, yStart, dy, dyStart, sum, dx, dxStart, n, add);
    }

    @Override
    double logSum(NativeTensor x, int start, int n, NativeTensor scratch, int scratchStart) {
        if (!floats(x)) {
            return super.logSum(x, start, n, scratch, scratchStart);
        }
        float largest = FloatSums.largest(x, start, n);
        FloatLoops.expMinus(x, start, largest, scratch, scratchStart, n);
        return largest + Math.log(FloatSums.sum(scratch, scratchStart, n));
    }

    @Override
    public void logSoftmax(NativeTensor x, int n, NativeTensor out) {
        if (!floats(x)) {
            super.logSoftmax(x, n, out);
            return;
        }
        workers().loop(rows(x, n), n, (from, to) -> {
            for (int row = from; row < to; row++) {
                int start = row * n;
                float logSum = (float) logSum(x, start, n, out, start);
                FloatLoops.addConstant(x, start, -logSum, out, start, n);
            }
        });
    }

    @Override
    public void logSoftmaxGradient(NativeTensor y, NativeTensor dy, int n, NativeTensor dx, boolean add) {
        if (!floats(y)) {
            super.logSoftmaxGradient(y, dy, n, dx, add);
            return;
        }
        workers().loop(rows(y, n), n, (from, to) -> {
            for (int start = from * n; start < to * n; start += n) {
                float sum = (float) FloatSums.sum(dy, start, n);
                FloatLoops.logSoftmaxGradient(y, start, dy, start, sum, dx, start, n, add);
            }
        });
    }

    @Override
    public void layerNorm(
            NativeTensor x,
            NativeTensor gain,
            NativeTensor bias,
            double epsilon,
            int n,
            NativeTensor out,
            NativeTensor statistics) {
        if (!floats(x)) {
            super.layerNorm(x, gain, bias, epsilon, n, out, statistics);
            return;
        }
        workers().loop(rows(x, n), n, (from, to) -> {
            for (int row = from; row < to; row++) {
                normaliseRow(x, gain, bias, epsilon, row, n, out, statistics);
            }
        });
    }

    private static void normaliseRow(
            NativeTensor x,
            NativeTensor gain,
            NativeTensor bias,
            double epsilon,
            int row,
            int n,
            NativeTensor out,
            NativeTensor statistics) {
        int start = row * n;
        float mean = (float) (FloatSums.sum(x, start, n) / n);
        double variance = FloatSums.squaredDeviations(x, start, n, mean) / (double) n;
        float reciprocal = (float) (1 / Math.sqrt(variance + epsilon));
        statistics.put(2 * row, mean);
        statistics.put(2 * row + 1, reciprocal);
        FloatLoops.normalise(x, start, mean, reciprocal, out, start, n);
        if (gain != null) {
            FloatLoops.multiply(out, start, gain, 0, out, start, n);
        }
        if (bias != null) {
            FloatLoops.add(out, start, bias, 0, out, start, n);
        }
    }

    @Override
    public void layerNormGradient(
            NativeTensor x,
            NativeTensor gain,
            NativeTensor statistics,
            NativeTensor dy,
            int n,
            NativeTensor dx,
            boolean add) {
        if (!floats(x)) {
            super.layerNormGradient(x, gain, statistics, dy, n, dx, add);
            return;
        }
        NativeTensor scaled = gain == null ? null : dy.owner().allocate(gain.type(), gain.shape());
        for (int start = 0, row = 0; start < x.count(); start += n, row++) {
            NativeTensor g = dy;
            int gStart = start;
            if (gain != null) {
                FloatLoops.multiply(dy, start, gain, 0, scaled, 0, n);
                g = scaled;
                gStart = 0;
            }
            double mean = statistics.get(2 * row);
            double reciprocal = statistics.get(2 * row + 1);
            double sumG = FloatSums.sum(g, gStart, n);
            double sumGz = (FloatSums.dot(g, gStart, x, start, n) - mean * sumG) * reciprocal;
            FloatLoops.normaliseGradient(
                    x,
                    start,
                    g,
                    gStart,
                    (float) mean,
                    (float) reciprocal,
                    (float) (sumG / n),
                    (float) (sumGz / n),
                    dx,
                    start,
                    n,
                    add);
        }
        if (scaled != null) {
            scaled.owner().release(scaled);
        }
    }

    @Override
    public void layerNormGainGradient(
            NativeTensor x, NativeTensor statistics, NativeTensor dy, int n, NativeTensor dgain) {
        if (!floats(x)) {
            super.layerNormGainGradient(x, statistics, dy, n, dgain);
            return;
        }
        for (int start = 0, row = 0; start < x.count(); start += n, row++) {
            float mean = (float) statistics.get(2 * row);
            float reciprocal = (float) statistics.get(2 * row + 1);
            FloatLoops.normaliseGainGradient(x, start, dy, start, mean, reciprocal, dgain, 0, n);
        }
    }

    @Override
    public void rotatePairs(
            NativeTensor x, NativeTensor cos, NativeTensor sin, boolean back, NativeTensor out, boolean add) {
        int table = cos.count();
        if (!floats(x) || table % FloatLanes.LANES != 0) {
            super.rotatePairs(x, cos, sin, back, out, add);
            return;
        }
        for (int start = 0; start < x.count(); start += table) {
            for (int i = 0; i < table; i += PART) {
                rotateRun(x, start + i, cos, sin, i, Math.min(PART, table - i), back, out, add);
            }
        }
    }

    /** Rotates {@code n} elements from {@code start} on by the angles from {@code angle} on. */
    private static void rotateRun(
            NativeTensor x,
            int start,
            NativeTensor cos,
            NativeTensor sin,
            int angle,
            int n,
            boolean back,
            NativeTensor out,
            boolean add) {
        Object xMemory = x.vectorMemory();
        Object cosMemory = cos.vectorMemory();
        Object sinMemory = sin.vectorMemory();
        Object outMemory = out.vectorMemory();
        int xAt = x.offset() + Float.BYTES * start;
        int outAt = out.offset() + Float.BYTES * start;
        int cosAt = cos.offset() + Float.BYTES * angle;
        int sinAt = sin.offset() + Float.BYTES * angle;
        int bytes = n * Float.BYTES;
        // The even element of a pair takes its partner times -sin, the odd one times +sin; backwards it is the other
        // way.
        float[] signs = new float[FloatLanes.LANES];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = (i % 2 == 0) != back ? -1 : 1;
        }
        FloatVector sign = FloatVector.fromArray(FloatLanes.SPECIES, signs, 0);
        for (int i = 0; i < bytes; i += FloatLanes.BYTES) {
            FloatVector value = FloatLanes.load(xMemory, xAt + i);
            FloatVector s = FloatLanes.load(sinMemory, sinAt + i).mul(sign);
            FloatVector c = FloatLanes.load(cosMemory, cosAt + i);
            FloatVector rotated = value.rearrange(SWAP_PAIRS).fma(s, value.mul(c));
            if (add) {
                rotated = rotated.add(FloatLanes.load(outMemory, outAt + i));
            }
            FloatLanes.store(rotated, outMemory, outAt + i);
        }
    }

    // --- losses and optimisers ---

    @Override
    public void crossEntropyGradient(
            NativeTensor logits,
            NativeTensor targets,
            NativeTensor logSums,
            double scale,
            int n,
            NativeTensor dlogits,
            boolean add) {
        if (!floats(logits)) {
            super.crossEntropyGradient(logits, targets, logSums, scale, n, dlogits, add);
            return;
        }
        for (int row = 0; row < targets.count(); row++) {
            if (targets.getLong(row) < 0) {
                if (!add) {
                    zero(dlogits, row * n, n);
                }
                continue;
            }
            FloatLoops.probabilities(
                    logits, row * n, (float) logSums.get(row), (float) scale, dlogits, row * n, n, add);
            int target = row * n + (int) targets.getLong(row);
            dlogits.put(target, dlogits.get(target) - scale);
        }
    }

    @Override
    public void adamW(NativeTensor parameter, NativeTensor gradient, NativeTensor m, NativeTensor v, AdamWStep step) {
        if (!floats(parameter)) {
            super.adamW(parameter, gradient, m, v, step);
            return;
        }
        workers().loop(parameter.count(), 1, (from, to) -> adamW(parameter, gradient, m, v, step, from, to));
    }

    private static void adamW(
            NativeTensor parameter,
            NativeTensor gradient,
            NativeTensor m,
            NativeTensor v,
            AdamWStep step,
            int from,
            int to) {
        Object pMemory = parameter.vectorMemory();
        Object gMemory = gradient.vectorMemory();
        Object mMemory = m.vectorMemory();
        Object vMemory = v.vectorMemory();
        int pAt = parameter.offset();
        int gAt = gradient.offset();
        int mAt = m.offset();
        int vAt = v.offset();
        float beta1 = (float) step.beta1();
        float beta2 = (float) step.beta2();
        float rest1 = (float) (1 - step.beta1());
        float rest2 = (float) (1 - step.beta2());
        float rate = (float) step.rate();
        float correction = (float) step.secondCorrection();
        float epsilon = (float) step.epsilon();
        float decay = (float) step.decay();
        int n = to * Float.BYTES;
        int whole = (from + FloatLanes.SPECIES.loopBound(to - from)) * Float.BYTES;
        for (int i = from * Float.BYTES; i < whole; i += FloatLanes.BYTES) {
            FloatVector g = FloatLanes.load(gMemory, gAt + i);
            FloatVector first = FloatLanes.load(mMemory, mAt + i).mul(beta1).add(g.mul(rest1));
            FloatVector second =
                    FloatLanes.load(vMemory, vAt + i).mul(beta2).add(g.mul(g).mul(rest2));
            FloatLanes.store(first, mMemory, mAt + i);
            FloatLanes.store(second, vMemory, vAt + i);
            FloatVector change =
                    first.mul(rate).div(second.mul(correction).sqrt().add(epsilon));
            FloatVector p = FloatLanes.load(pMemory, pAt + i).mul(decay).sub(change);
            FloatLanes.store(p, pMemory, pAt + i);
        }
        ByteBuffer pBytes = parameter.buffer();
        ByteBuffer gBytes = gradient.buffer();
        ByteBuffer mBytes = m.buffer();
        ByteBuffer vBytes = v.buffer();
        for (int i = whole; i < n; i += Float.BYTES) {
            float g = gBytes.getFloat(gAt + i);
            float first = mBytes.getFloat(mAt + i) * beta1 + g * rest1;
            float second = vBytes.getFloat(vAt + i) * beta2 + g * g * rest2;
            mBytes.putFloat(mAt + i, first);
            vBytes.putFloat(vAt + i, second);
            float change = first * rate / ((float) Math.sqrt(second * correction) + epsilon);
            pBytes.putFloat(pAt + i, pBytes.getFloat(pAt + i) * decay - change);
        }
    }
}
