package io.reprise.tensor.service.random;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** Numbers of other distributions, made of uniform and normal ones; functions of {@code StrictMath} only. */
final class Distributions {
    /** Up to here a Poisson number is found by counting, whose time grows with the mean. */
    private static final double COUNTED = 10;

    private static final double LARGEST_MEAN = 1L << 52;

    private final PhiloxSource random;

    Distributions(PhiloxSource random) {
        this.random = random;
    }

    /** A uniform number in (0, 1]. */
    private double positive() {
        return 1 - random.nextDouble();
    }

    double exponential() {
        return -StrictMath.log(positive());
    }

    /** Below 10 by counting exponential times (Knuth), above by transformed rejection (Hoermann 1993, PTRS). */
    long poisson(double mean) {
        require(
                mean >= 0 && mean <= LARGEST_MEAN,
                "nextPoisson: the mean is at least 0 and at most 2^52, and got " + mean);
        if (mean < COUNTED) {
            double least = StrictMath.exp(-mean);
            long count = 0;
            for (double product = positive(); product > least; product *= positive()) {
                count++;
            }
            return count;
        }
        double root = Math.sqrt(mean);
        double logMean = StrictMath.log(mean);
        double b = 0.931 + 2.53 * root;
        double a = -0.059 + 0.02483 * b;
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        double quick = 0.9277 - 3.6224 / (b - 2);
        while (true) {
            double u = random.nextDouble() - 0.5;
            double v = positive();
            double distance = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / distance + b) * u + mean + 0.43);
            if (distance >= 0.07 && v <= quick) {
                return (long) k;
            }
            if (k < 0 || (distance < 0.013 && v > distance)) {
                continue;
            }
            double left =
                    StrictMath.log(v) + StrictMath.log(inverseAlpha) - StrictMath.log(a / (distance * distance) + b);
            if (left <= k * logMean - mean - logFactorial(k)) {
                return (long) k;
            }
        }
    }

    /** Stirling's series, with the first factors divided out where it would err. */
    private static double logFactorial(double k) {
        double x = k + 1;
        double shift = 0;
        while (x < 10) {
            shift -= StrictMath.log(x);
            x++;
        }
        double inverse = 1 / (x * x);
        double series = (1.0 / 12 - inverse * (1.0 / 360 - inverse / 1260)) / x;
        return shift + (x - 0.5) * StrictMath.log(x) - x + 0.5 * StrictMath.log(2 * Math.PI) + series;
    }

    double beta(double a, double b) {
        double x = random.nextGamma(a);
        double y = random.nextGamma(b);
        if (x + y == 0) {
            // Both are too small for a double: then nearly all of the weight is at the ends.
            return random.nextDouble() * (a + b) < a ? 1 : 0;
        }
        return x / (x + y);
    }

    double[] dirichlet(double[] concentration) {
        double[] values = new double[concentration.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGamma(concentration[i]);
            sum += values[i];
        }
        if (sum == 0 && values.length > 0) {
            values[categorical(concentration)] = 1;
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
        return values;
    }

    int categorical(double[] weights) {
        double[] sums = sums(weights);
        return find(sums, random.nextDouble() * sums[sums.length - 1]);
    }

    int[] multinomial(int trials, double[] weights) {
        require(trials >= 0, "nextMultinomial: wants 0 or more trials, and got " + trials);
        double[] sums = sums(weights);
        int[] counts = new int[weights.length];
        for (int i = 0; i < trials; i++) {
            counts[find(sums, random.nextDouble() * sums[sums.length - 1])]++;
        }
        return counts;
    }

    private static double[] sums(double[] weights) {
        double[] sums = weights.clone();
        for (int i = 0; i < sums.length; i++) {
            require(
                    weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY,
                    "weights are at least 0 and finite, and got " + weights[i]);
            sums[i] += i == 0 ? 0 : sums[i - 1];
        }
        double sum = sums.length == 0 ? 0 : sums[sums.length - 1];
        require(sum > 0 && sum < Double.POSITIVE_INFINITY, "weights have a sum above 0 and finite, and got " + sum);
        return sums;
    }

    /** The first sum above a value: of equal ones, which stand for weights of zero, never a later one. */
    private static int find(double[] sums, double value) {
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        // Rounding can reach the sum itself.
        while (low > 0 && sums[low] == sums[low - 1]) {
            low--;
        }
        return low;
    }

    /**
     * Different numbers with the largest {@code logit + Gumbel noise}, the largest first: drawn one after the other without
     * replacement, each in proportion to {@code exp(logit)} (Vieira 2014; Kool et al. 2019).
     */
    private int[] gumbelLargest(double[] logits, int count) {
        int possible = 0;
        Keyed[] keyed = new Keyed[logits.length];
        for (int i = 0; i < logits.length; i++) {
            require(logits[i] < Double.POSITIVE_INFINITY, "logits are below infinity, and got " + logits[i]);
            possible += logits[i] > Double.NEGATIVE_INFINITY ? 1 : 0;
            double u = (random.nextLong() >>> 11) * 0x1p-53 + 0x1p-54;
            keyed[i] = new Keyed(logits[i] - StrictMath.log(-StrictMath.log(u)), i);
        }
        require(possible >= count, "wants at least " + count + " logits above minus infinity, and got " + possible);
        Arrays.sort(keyed, (a, b) -> Double.compare(b.key, a.key));
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = keyed[i].index;
        }
        return chosen;
    }

    private record Keyed(double key, int index) {}

    int[] choose(double[] weights, int count) {
        require(count >= 0, "choose: wants 0 or more, and got " + count);
        double[] logits = new double[weights.length];
        for (int i = 0; i < logits.length; i++) {
            require(
                    weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY,
                    "weights are at least 0 and finite, and got " + weights[i]);
            logits[i] = StrictMath.log(weights[i]);
        }
        return gumbelLargest(logits, count);
    }

    void fillCategorical(Tensor indices, Tensor logits, boolean replacement) {
        NativeTensor x = own("fillCategorical", logits);
        if (!(indices instanceof NativeTensor out)
                || (out.requireOpen().type() != ElementType.INT && out.type() != ElementType.LONG)) {
            throw new IllegalArgumentException("fillCategorical: wants int or long indices, and got " + indices);
        }
        int rank = x.shape().rank();
        int classes = rank == 0 ? 0 : x.shape().size(-1);
        int rows = classes == 0 ? 0 : x.count() / classes;
        require(
                rows > 0 && out.count() % rows == 0,
                "fillCategorical: wants logits [..., classes] and as many indices for each row, and got " + x.type()
                        + x.shape() + " and " + out.type() + out.shape());
        int draws = out.count() / rows;
        double[] row = new double[classes];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < classes; c++) {
                row[c] = x.get(r * classes + c);
            }
            int[] chosen;
            if (replacement) {
                chosen = new int[draws];
                for (int i = 0; i < draws; i++) {
                    chosen[i] = gumbelLargest(row, 1)[0];
                }
            } else {
                chosen = gumbelLargest(row, draws);
            }
            for (int i = 0; i < draws; i++) {
                out.put(r * draws + i, chosen[i]);
            }
        }
    }

    /** Of a normal number, between two bounds: by rejection from normal, uniform or exponential numbers (Robert 1995). */
    double truncatedNormal(double low, double high) {
        if (high < 0) {
            return -truncatedNormal(-high, -low);
        }
        boolean wide = high - low > 2;
        if (wide && low < 0.5) {
            while (true) {
                double x = random.nextGaussian();
                if (x >= low && x <= high) {
                    return x;
                }
            }
        }
        if (low <= 0 || (high - low) * low < 1 || !wide && low < 0.5) {
            double top = low > 0 ? low * low : 0;
            while (true) {
                double x = low + (high - low) * random.nextDouble();
                if (positive() <= StrictMath.exp((top - x * x) / 2)) {
                    return x;
                }
            }
        }
        while (true) {
            double beyond = exponential() / low;
            if (low + beyond <= high && positive() <= StrictMath.exp(-beyond * beyond / 2)) {
                return low + beyond;
            }
        }
    }

    /**
     * Columns of equal length at right angles, uniform among all such: normal numbers made orthogonal by Gram and Schmidt, twice
     * over against rounding, which is the factor Q of QR whose R has a positive diagonal (Mezzadri 2007). Rows where there are
     * fewer of them.
     */
    void fillOrthogonal(Tensor tensor, double gain) {
        NativeTensor out = own("fillOrthogonal", tensor);
        require(out.shape().rank() >= 2, "fillOrthogonal: wants two axes or more, and got " + out.type() + out.shape());
        int rows = out.shape().size(0);
        int columns = rows == 0 ? 0 : out.count() / rows;
        int vectors = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        double[][] q = new double[vectors][length];
        for (int i = 0; i < vectors; i++) {
            double norm;
            do {
                for (int k = 0; k < length; k++) {
                    q[i][k] = random.nextGaussian();
                }
                for (int twice = 0; twice < 2; twice++) {
                    for (int j = 0; j < i; j++) {
                        double product = dot(q[i], q[j]);
                        for (int k = 0; k < length; k++) {
                            q[i][k] -= product * q[j][k];
                        }
                    }
                }
                norm = Math.sqrt(dot(q[i], q[i]));
            } while (norm < 1e-8);
            for (int k = 0; k < length; k++) {
                q[i][k] /= norm;
            }
        }
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                out.put(r * columns + c, gain * (rows < columns ? q[r][c] : q[c][r]));
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static void fill(String operation, Tensor tensor, DoubleSupplier next) {
        NativeTensor out = own(operation, tensor);
        for (int i = 0; i < out.count(); i++) {
            out.put(i, next.getAsDouble());
        }
    }

    static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static NativeTensor own(String operation, Tensor tensor) {
        NativeTensor own = tensor instanceof NativeTensor t ? t.requireOpen() : null;
        if (own == null || !own.type().isFloating()) {
            throw new IllegalArgumentException(operation + ": wants a float or double tensor, and got " + tensor);
        }
        return own;
    }
}
