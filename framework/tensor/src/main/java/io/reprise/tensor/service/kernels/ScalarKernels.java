package io.reprise.tensor.service.kernels;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;

/**
 * Every operation as its formula reads, computed in double and rounded once where it is stored: the oracle for the other
 * kernels, and what runs where the Vector API is missing.
 */
class ScalarKernels extends HostKernels {
    /** Elements along the side of a square that is transposed at once. */
    private static final int TILE = 32;

    private final FourierKernels fourier = new ScalarFourier();
    private final ImageKernels images;
    private final SparseKernels sparse = new ScalarSparseKernels();

    ScalarKernels(Gemm gemm, Workers workers) {
        this(gemm, new ScalarImageKernels(gemm), workers);
    }

    ScalarKernels(Gemm gemm, ImageKernels images, Workers workers) {
        super(gemm, workers);
        this.images = images;
    }

    @Override
    public ImageKernels images() {
        return images;
    }

    @Override
    public SpikingKernels spiking() {
        return new ScalarSpiking(this);
    }

    @Override
    public FourierKernels fourier() {
        return fourier;
    }

    @Override
    public String description() {
        return "scalar";
    }

    private static void store(NativeTensor out, int index, double value, boolean add) {
        out.put(index, add ? out.get(index) + value : value);
    }

    // --- element by element ---

    @Override
    public void fill(NativeTensor out, double value) {
        for (int i = 0; i < out.count(); i++) {
            out.put(i, value);
        }
    }

    @Override
    public void affine(NativeTensor x, double factor, double offset, NativeTensor out, boolean add) {
        if (x.type() == ElementType.FLOAT) {
            // Rounded as vectors of floats do.
            float floatFactor = (float) factor;
            float floatOffset = (float) offset;
            for (int i = 0; i < x.count(); i++) {
                store(out, i, (float) x.get(i) * floatFactor + floatOffset, add);
            }
        } else if (x.isInteger()) {
            for (int i = 0; i < x.count(); i++) {
                long value = x.getLong(i) * (long) factor + (long) offset;
                out.putLong(i, add ? out.getLong(i) + value : value);
            }
        } else {
            for (int i = 0; i < x.count(); i++) {
                store(out, i, x.get(i) * factor + offset, add);
            }
        }
    }

    @Override
    public void unary(Unary f, NativeTensor x, NativeTensor out) {
        if (x.isInteger()) {
            for (int i = 0; i < x.count(); i++) {
                out.putLong(i, ScalarFunctions.apply(f, x.getLong(i)));
            }
            return;
        }
        for (int i = 0; i < x.count(); i++) {
            out.put(i, ScalarFunctions.apply(f, x.get(i)));
        }
    }

    @Override
    public void unaryGradient(Unary f, NativeTensor x, NativeTensor y, NativeTensor dy, NativeTensor dx, boolean add) {
        for (int i = 0; i < x.count(); i++) {
            store(dx, i, dy.get(i) * ScalarFunctions.derivative(f, x.get(i), y.get(i)), add);
        }
    }

    @Override
    public void binary(Binary f, NativeTensor a, NativeTensor b, NativeTensor out) {
        Broadcast.forEachRun(a.shape(), b.shape(), out.shape(), (aStart, aStep, bStart, bStep, start, n) -> {
            for (int i = 0; i < n; i++) {
                int p = aStart + i * aStep;
                int q = bStart + i * bStep;
                if (a.isInteger()) {
                    out.putLong(start + i, ScalarFunctions.apply(f, a.getLong(p), b.getLong(q)));
                } else {
                    out.put(start + i, ScalarFunctions.apply(f, a.get(p), b.get(q)));
                }
            }
        });
    }

    @Override
    public void multiplyAdd(NativeTensor a, NativeTensor b, NativeTensor out) {
        Broadcast.forEachRun(a.shape(), b.shape(), out.shape(), (aStart, aStep, bStart, bStep, start, n) -> {
            for (int i = 0; i < n; i++) {
                int p = aStart + i * aStep;
                int q = bStart + i * bStep;
                if (a.isInteger()) {
                    out.putLong(start + i, out.getLong(start + i) + a.getLong(p) * b.getLong(q));
                } else {
                    out.put(start + i, Math.fma(a.get(p), b.get(q), out.get(start + i)));
                }
            }
        });
    }

    @Override
    public void compare(Comparison f, NativeTensor a, NativeTensor b, NativeTensor out) {
        Broadcast.forEachRun(a.shape(), b.shape(), out.shape(), (aStart, aStep, bStart, bStep, start, n) -> {
            for (int i = 0; i < n; i++) {
                int p = aStart + i * aStep;
                int q = bStart + i * bStep;
                boolean holds = a.isInteger()
                        ? ScalarFunctions.holds(f, a.getLong(p), b.getLong(q))
                        : ScalarFunctions.holds(f, a.get(p), b.get(q));
                out.put(start + i, holds ? 1 : 0);
            }
        });
    }

    @Override
    public void where(NativeTensor condition, NativeTensor a, NativeTensor b, NativeTensor out) {
        Broadcast.forEachRun(
                out.shape(),
                (starts, steps, start, n) -> {
                    for (int i = 0; i < n; i++) {
                        boolean holds = condition.get(starts[0] + i * steps[0]) != 0;
                        NativeTensor chosen = holds ? a : b;
                        int p = holds ? starts[1] + i * steps[1] : starts[2] + i * steps[2];
                        if (out.isInteger()) {
                            out.putLong(start + i, chosen.getLong(p));
                        } else {
                            out.put(start + i, chosen.get(p));
                        }
                    }
                },
                condition.shape(),
                a.shape(),
                b.shape());
    }

    @Override
    public void cast(NativeTensor x, NativeTensor out) {
        if (x.type() == out.type()) {
            copyRuns(x, 0, 0, out, 0, 0, 1, x.count(), false);
            return;
        }
        for (int i = 0; i < x.count(); i++) {
            out.put(i, x.get(i));
        }
    }

    // --- reductions ---

    @Override
    public void sum(NativeTensor x, int outer, int n, int inner, double factor, NativeTensor out, boolean add) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int first = o * n * inner + i;
                int to = o * inner + i;
                if (x.isInteger()) {
                    long sum = add ? out.getLong(to) : 0;
                    for (int k = 0; k < n; k++) {
                        sum += x.getLong(first + k * inner);
                    }
                    out.putLong(to, sum);
                } else {
                    double sum = 0;
                    for (int k = 0; k < n; k++) {
                        sum += x.get(first + k * inner);
                    }
                    store(out, to, factor * sum, add);
                }
            }
        }
    }

    @Override
    public void product(NativeTensor x, int outer, int n, int inner, NativeTensor out) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                double product = 1;
                for (int k = 0; k < n; k++) {
                    product *= x.get((o * n + k) * inner + i);
                }
                out.put(o * inner + i, product);
            }
        }
    }

    /** Divides the product of all by each element; where one is zero, only that one has a gradient. */
    @Override
    public void productGradient(NativeTensor x, NativeTensor dy, int outer, int n, int inner, NativeTensor dx) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int first = o * n * inner + i;
                int zeros = 0;
                double product = dy.get(o * inner + i);
                for (int k = 0; k < n; k++) {
                    double value = x.get(first + k * inner);
                    if (value == 0) {
                        zeros++;
                    } else {
                        product *= value;
                    }
                }
                for (int k = 0; k < n && zeros < 2; k++) {
                    double value = x.get(first + k * inner);
                    if (zeros == 0) {
                        store(dx, first + k * inner, product / value, true);
                    } else if (value == 0) {
                        store(dx, first + k * inner, product, true);
                    }
                }
            }
        }
    }

    @Override
    public void cumulative(Binary f, NativeTensor x, int outer, int n, int inner, boolean reverse, NativeTensor out) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                double total = f == Binary.ADD ? 0 : 1;
                long exact = 0;
                for (int step = 0; step < n; step++) {
                    int at = (o * n + (reverse ? n - 1 - step : step)) * inner + i;
                    if (x.isInteger()) {
                        exact += x.getLong(at);
                        out.putLong(at, exact);
                    } else {
                        total = f == Binary.ADD ? total + x.get(at) : total * x.get(at);
                        out.put(at, total);
                    }
                }
            }
        }
    }

    /**
     * With {@code G[k] = dy[k] + x[k + 1] G[k + 1]}, what all later products owe to the one at k, the gradient is
     * {@code y[k - 1] G[k]}: no division, so zeros do no harm.
     */
    @Override
    public void cumulativeProductGradient(
            NativeTensor x,
            NativeTensor y,
            NativeTensor dy,
            int outer,
            int n,
            int inner,
            boolean reverse,
            NativeTensor dx) {
        int forward = reverse ? -inner : inner;
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int at = (o * n + (reverse ? 0 : n - 1)) * inner + i;
                double owed = 0;
                for (int step = n - 1; step >= 0; step--) {
                    owed = dy.get(at) + (step == n - 1 ? 0 : x.get(at + forward) * owed);
                    store(dx, at, step == 0 ? owed : y.get(at - forward) * owed, true);
                    at -= forward;
                }
            }
        }
    }

    @Override
    public void max(NativeTensor x, int outer, int n, int inner, NativeTensor out, NativeTensor indices) {
        extreme(1, x, outer, n, inner, out, indices);
    }

    @Override
    public void min(NativeTensor x, int outer, int n, int inner, NativeTensor out, NativeTensor indices) {
        extreme(-1, x, outer, n, inner, out, indices);
    }

    /** The first element that is NaN, or of which {@code sign} times it is largest. */
    private static void extreme(
            int sign, NativeTensor x, int outer, int n, int inner, NativeTensor out, NativeTensor indices) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int first = o * n * inner + i;
                int best = x.isInteger()
                        ? firstExtremeInteger(sign, x, first, n, inner)
                        : firstExtreme(sign, x, first, n, inner);
                if (out != null && x.isInteger()) {
                    out.putLong(o * inner + i, x.getLong(first + best * inner));
                } else if (out != null) {
                    out.put(o * inner + i, x.get(first + best * inner));
                }
                if (indices != null) {
                    indices.put(o * inner + i, best);
                }
            }
        }
    }

    private static int firstExtreme(int sign, NativeTensor x, int first, int n, int step) {
        int best = 0;
        double largest = sign * x.get(first);
        for (int k = 1; k < n && !Double.isNaN(largest); k++) {
            double value = sign * x.get(first + k * step);
            if (value > largest || Double.isNaN(value)) {
                largest = value;
                best = k;
            }
        }
        return best;
    }

    private static int firstExtremeInteger(int sign, NativeTensor x, int first, int n, int step) {
        int best = 0;
        long extreme = x.getLong(first);
        for (int k = 1; k < n; k++) {
            long value = x.getLong(first + k * step);
            if (sign > 0 ? value > extreme : value < extreme) {
                extreme = value;
                best = k;
            }
        }
        return best;
    }

    @Override
    public void maxGradient(NativeTensor dy, NativeTensor indices, int outer, int n, int inner, NativeTensor dx) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int k = (int) indices.getLong(o * inner + i);
                store(dx, (o * n + k) * inner + i, dy.get(o * inner + i), true);
            }
        }
    }

    // --- shape ---

    @Override
    public void copyStrided(NativeTensor x, NativeTensor out, StridedCopy copy, boolean add) {
        int n = copy.size(0);
        int step = copy.step(0);
        int outStep = copy.outStep(0);
        if (step == 1 && outStep == 1) {
            copy.forEachRun(1, (start, outStart) -> copyRuns(x, start, 0, out, outStart, 0, 1, n, add));
        } else if (add) {
            copy.forEachRun(1, (start, outStart) -> {
                for (int i = 0; i < n; i++) {
                    store(out, outStart + i * outStep, x.get(start + i * step), true);
                }
            });
        } else if (copy.axes() > 1 && copy.step(1) == 1) {
            copy.forEachRun(2, (start, outStart) -> moveTiles(x, start, out, outStart, copy));
        } else {
            copy.forEachRun(1, (start, outStart) -> moveRun(x, start, step, out, outStart, outStep, n));
        }
    }

    /** Transposes square after square, each of which fits into the nearest cache on both sides. */
    private static void moveTiles(NativeTensor x, int start, NativeTensor out, int outStart, StridedCopy copy) {
        int rows = copy.size(1);
        int columns = copy.size(0);
        int step = copy.step(0);
        int outStep = copy.outStep(1);
        for (int row = 0; row < rows; row += TILE) {
            for (int column = 0; column < columns; column += TILE) {
                int n = Math.min(TILE, columns - column);
                for (int i = row; i < Math.min(rows, row + TILE); i++) {
                    int from = start + column * step + i;
                    moveRun(x, from, step, out, outStart + i * outStep + column * copy.outStep(0), copy.outStep(0), n);
                }
            }
        }
    }

    /** Copies elements as they are, whatever their type. */
    private static void moveRun(
            NativeTensor x, int start, int step, NativeTensor out, int outStart, int outStep, int n) {
        ByteBuffer from = x.buffer();
        ByteBuffer to = out.buffer();
        int bytes = x.type().bytes();
        int fromAt = x.offset() + start * bytes;
        int toAt = out.offset() + outStart * bytes;
        int fromStep = step * bytes;
        int toStep = outStep * bytes;
        switch (bytes) {
            case Integer.BYTES -> {
                for (int i = 0; i < n; i++) {
                    to.putInt(toAt + i * toStep, from.getInt(fromAt + i * fromStep));
                }
            }
            case Long.BYTES -> {
                for (int i = 0; i < n; i++) {
                    to.putLong(toAt + i * toStep, from.getLong(fromAt + i * fromStep));
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to.put(toAt + i * toStep, from.get(fromAt + i * fromStep));
                }
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
        if (!add) {
            ByteBuffer from = x.buffer();
            ByteBuffer to = out.buffer();
            int bytes = x.type().bytes();
            for (int r = 0; r < count; r++) {
                to.put(
                        out.offset() + (outStart + r * outStep) * bytes,
                        from,
                        x.offset() + (start + r * step) * bytes,
                        length * bytes);
            }
            return;
        }
        for (int r = 0; r < count; r++) {
            for (int i = 0; i < length; i++) {
                store(out, outStart + r * outStep + i, x.get(start + r * step + i), true);
            }
        }
    }

    @Override
    public void band(NativeTensor x, int rows, int columns, int lowest, int highest, NativeTensor out, boolean add) {
        int all = columns == 0 ? 0 : x.count() / columns;
        for (int row = 0; row < all; row++) {
            for (int j = 0; j < columns; j++) {
                int i = row * columns + j;
                int diagonal = j - row % rows;
                store(out, i, diagonal >= lowest && diagonal <= highest ? x.get(i) : 0, add);
            }
        }
    }

    @Override
    public void gather(NativeTensor table, NativeTensor indices, NativeTensor out) {
        int n = table.shape().size(1);
        for (int i = 0; i < indices.count(); i++) {
            copyRuns(table, (int) indices.getLong(i) * n, 0, out, i * n, 0, 1, n, false);
        }
    }

    @Override
    public void scatterAdd(NativeTensor dy, NativeTensor indices, NativeTensor dtable) {
        int n = dtable.shape().size(1);
        for (int i = 0; i < indices.count(); i++) {
            copyRuns(dy, i * n, 0, dtable, (int) indices.getLong(i) * n, 0, 1, n, true);
        }
    }

    @Override
    public SparseKernels sparse() {
        return sparse;
    }

    @Override
    public void gatherSum(NativeTensor x, NativeTensor sources, NativeTensor targets, int width, NativeTensor out) {
        for (int i = 0; i < targets.count(); i++) {
            int from = (int) sources.getLong(i) * width;
            copyRuns(x, from, 0, out, (int) targets.getLong(i) * width, 0, 1, width, true);
        }
    }

    @Override
    void zero(NativeTensor x, int start, int n) {
        for (int i = start; i < start + n; i++) {
            x.put(i, 0);
        }
    }

    @Override
    void reluRun(NativeTensor x, int start, int n) {
        for (int i = start; i < start + n; i++) {
            x.put(i, ScalarFunctions.apply(Unary.RELU, x.get(i)));
        }
    }

    @Override
    void mirror(NativeTensor x, int start, int n) {
        for (int i = 0; i < n; i++) {
            x.put(start + i * n + i, 0);
            for (int j = 0; j < i; j++) {
                x.put(start + j * n + i, x.get(start + i * n + j));
            }
        }
    }

    // --- rows ---

    @Override
    public void softmax(NativeTensor x, int n, NativeTensor out) {
        workers().loop(n == 0 ? 0 : x.count() / n, n, (from, to) -> {
            for (int row = from; row < to; row++) {
                softmaxRow(x, row * n, out, row * n, n);
            }
        });
    }

    @Override
    void softmaxRow(NativeTensor x, int start, NativeTensor out, int outStart, int n) {
        double largest = largest(x, start, n);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(x.get(start + i) - largest);
        }
        for (int i = 0; i < n; i++) {
            out.put(outStart + i, Math.exp(x.get(start + i) - largest) / sum);
        }
    }

    @Override
    public void softmaxGradient(NativeTensor y, NativeTensor dy, int n, NativeTensor dx, boolean add) {
        workers().loop(n == 0 ? 0 : y.count() / n, n, (from, to) -> {
            for (int row = from; row < to; row++) {
                softmaxGradientRow(y, row * n, dy, row * n, n, dx, row * n, add);
            }
        });
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
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += y.get(yStart + i) * dy.get(dyStart + i);
        }
        for (int i = 0; i < n; i++) {
            store(dx, dxStart + i, y.get(yStart + i) * (dy.get(dyStart + i) - sum), add);
        }
    }

    @Override
    public void logSoftmax(NativeTensor x, int n, NativeTensor out) {
        for (int start = 0; start < x.count(); start += n) {
            double logSum = logSum(x, start, n, out, start);
            for (int i = start; i < start + n; i++) {
                out.put(i, x.get(i) - logSum);
            }
        }
    }

    @Override
    public void logSoftmaxGradient(NativeTensor y, NativeTensor dy, int n, NativeTensor dx, boolean add) {
        for (int start = 0; start < y.count(); start += n) {
            double sum = 0;
            for (int i = start; i < start + n; i++) {
                sum += dy.get(i);
            }
            for (int i = start; i < start + n; i++) {
                store(dx, i, dy.get(i) - Math.exp(y.get(i)) * sum, add);
            }
        }
    }

    private static double largest(NativeTensor x, int start, int n) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = start; i < start + n; i++) {
            largest = Math.max(largest, x.get(i));
        }
        return largest;
    }

    /** {@code log(sum(exp(x)))} of a row; as many elements of {@code scratch} may be overwritten. */
    double logSum(NativeTensor x, int start, int n, NativeTensor scratch, int scratchStart) {
        double largest = largest(x, start, n);
        double sum = 0;
        for (int i = start; i < start + n; i++) {
            sum += Math.exp(x.get(i) - largest);
        }
        return largest + Math.log(sum);
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
        for (int start = 0, row = 0; start < x.count(); start += n, row++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += x.get(start + i);
            }
            mean /= n;
            double variance = 0;
            for (int i = 0; i < n; i++) {
                double deviation = x.get(start + i) - mean;
                variance += deviation * deviation;
            }
            variance /= n;
            double reciprocal = 1 / Math.sqrt(variance + epsilon);
            statistics.put(2 * row, mean);
            statistics.put(2 * row + 1, reciprocal);
            for (int i = 0; i < n; i++) {
                double normal = (x.get(start + i) - mean) * reciprocal;
                double scaled = gain == null ? normal : normal * gain.get(i);
                out.put(start + i, bias == null ? scaled : scaled + bias.get(i));
            }
        }
    }

    /**
     * With z the normalised x and g = gain * dy: {@code dx = (g - mean(g) - z mean(g z)) / deviation} (Ba, Kiros, Hinton
     * 2016, by the chain rule through mean and variance).
     */
    @Override
    public void layerNormGradient(
            NativeTensor x,
            NativeTensor gain,
            NativeTensor statistics,
            NativeTensor dy,
            int n,
            NativeTensor dx,
            boolean add) {
        for (int start = 0, row = 0; start < x.count(); start += n, row++) {
            double mean = statistics.get(2 * row);
            double reciprocal = statistics.get(2 * row + 1);
            double meanG = 0;
            double meanGz = 0;
            for (int i = 0; i < n; i++) {
                double g = dy.get(start + i) * (gain == null ? 1 : gain.get(i));
                meanG += g;
                meanGz += g * (x.get(start + i) - mean) * reciprocal;
            }
            meanG /= n;
            meanGz /= n;
            for (int i = 0; i < n; i++) {
                double g = dy.get(start + i) * (gain == null ? 1 : gain.get(i));
                double z = (x.get(start + i) - mean) * reciprocal;
                store(dx, start + i, (g - meanG - z * meanGz) * reciprocal, add);
            }
        }
    }

    @Override
    public void layerNormGainGradient(
            NativeTensor x, NativeTensor statistics, NativeTensor dy, int n, NativeTensor dgain) {
        for (int start = 0, row = 0; start < x.count(); start += n, row++) {
            double mean = statistics.get(2 * row);
            double reciprocal = statistics.get(2 * row + 1);
            for (int i = 0; i < n; i++) {
                store(dgain, i, dy.get(start + i) * (x.get(start + i) - mean) * reciprocal, true);
            }
        }
    }

    @Override
    public void rotatePairs(
            NativeTensor x, NativeTensor cos, NativeTensor sin, boolean back, NativeTensor out, boolean add) {
        int table = cos.count();
        double sign = back ? -1 : 1;
        for (int i = 0; i < x.count(); i += 2) {
            int angle = i % table;
            double c = cos.get(angle);
            double s = sign * sin.get(angle);
            double even = x.get(i);
            double odd = x.get(i + 1);
            store(out, i, even * c - odd * s, add);
            store(out, i + 1, odd * c + even * s, add);
        }
    }

    // --- losses and optimisers ---

    @Override
    public double crossEntropy(NativeTensor logits, NativeTensor targets, int n, NativeTensor logSums) {
        double sum = 0;
        int rows = targets.count();
        NativeTensor scratch = logSums.owner().allocate(logits.type(), Shape.of(n));
        for (int row = 0; row < rows; row++) {
            if (targets.getLong(row) < 0) {
                continue;
            }
            double logSum = logSum(logits, row * n, n, scratch, 0);
            logSums.put(row, logSum);
            sum += logSum - logits.get(row * n + (int) targets.getLong(row));
        }
        scratch.owner().release(scratch);
        return sum;
    }

    @Override
    public void crossEntropyGradient(
            NativeTensor logits,
            NativeTensor targets,
            NativeTensor logSums,
            double scale,
            int n,
            NativeTensor dlogits,
            boolean add) {
        for (int row = 0; row < targets.count(); row++) {
            int target = (int) targets.getLong(row);
            if (target < 0) {
                if (!add) {
                    zero(dlogits, row * n, n);
                }
                continue;
            }
            for (int i = 0; i < n; i++) {
                double probability = Math.exp(logits.get(row * n + i) - logSums.get(row));
                store(dlogits, row * n + i, scale * (i == target ? probability - 1 : probability), add);
            }
        }
    }

    @Override
    public void adamW(NativeTensor parameter, NativeTensor gradient, NativeTensor m, NativeTensor v, AdamWStep step) {
        for (int i = 0; i < parameter.count(); i++) {
            double g = gradient.get(i);
            double first = step.beta1() * m.get(i) + (1 - step.beta1()) * g;
            double second = step.beta2() * v.get(i) + (1 - step.beta2()) * g * g;
            m.put(i, first);
            v.put(i, second);
            double change = step.rate() * first / (Math.sqrt(second * step.secondCorrection()) + step.epsilon());
            parameter.put(i, parameter.get(i) * step.decay() - change);
        }
    }
}
