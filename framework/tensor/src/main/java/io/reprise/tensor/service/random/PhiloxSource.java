package io.reprise.tensor.service.random;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.memory.NativeTensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleUnaryOperator;

/**
 * A stream of a {@link Philox} key: its i-th 64 bits are half of the block of counter {@code i / 2}. Splitting makes a new key
 * of this key and of a name or number, through blocks whose counters no stream reaches. All arithmetic is exact or strictly
 * defined, so the numbers are the same on every machine.
 */
public final class PhiloxSource implements RandomSource {
    /** What the upper half of a counter says the block is for. */
    private static final long DRAWS = 0;

    private static final long NAMES = 1L << 32;
    private static final long NUMBERS = 2L << 32;
    private static final long SEEDS = 3L << 32;

    private static final double TWO_TO_MINUS_53 = 0x1p-53;
    private static final int SIXTEEN_BITS = 1 << 16;

    private final long key;
    private final Philox philox = new Philox();
    private final Distributions distributions = new Distributions(this);
    private long drawn;

    private PhiloxSource(long key) {
        this.key = key;
    }

    /** The stream of a seed. */
    public static PhiloxSource seeded(long seed) {
        return new PhiloxSource(derive(0, seed, SEEDS));
    }

    /** A source as this class. */
    public static PhiloxSource of(RandomSource random) {
        if (random instanceof PhiloxSource own) {
            return own;
        }
        throw new IllegalArgumentException(
                "wants a random source of this service, and got " + (random == null ? "none" : random.getClass()));
    }

    private static long derive(long key, long what, long purpose) {
        Philox philox = new Philox();
        philox.block(what, purpose, key);
        return philox.low();
    }

    @Override
    public RandomSource split(String name) {
        return new PhiloxSource(derive(key, fnv1a(name), NAMES));
    }

    @Override
    public RandomSource split(long index) {
        return new PhiloxSource(derive(key, index, NUMBERS));
    }

    /** The 64-bit hash of Fowler, Noll and Vo, variant 1a. */
    private static long fnv1a(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
        }
        return hash;
    }

    @Override
    public long nextLong() {
        boolean first = (drawn & 1) == 0;
        if (first) {
            philox.block(drawn >>> 1, DRAWS, key);
        }
        drawn++;
        return first ? philox.low() : philox.high();
    }

    @Override
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    @Override
    public long nextLong(long bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("the bound is at least 1, and got " + bound);
        }
        // The remainders of the last, incomplete stretch of numbers below 2^63 would come too often: draw again.
        long bits = nextLong() >>> 1;
        long value = bits % bound;
        while (bits - value > Long.MAX_VALUE - bound + 1) {
            bits = nextLong() >>> 1;
            value = bits % bound;
        }
        return value;
    }

    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * TWO_TO_MINUS_53;
    }

    @Override
    public double nextGaussian() {
        return NormalQuantile.of(((nextLong() >>> 11) + 0.5) * TWO_TO_MINUS_53);
    }

    /** By rejection (Marsaglia, Tsang 2000); below shape 1 from shape + 1 and a power of a uniform number (their section 6). */
    @Override
    public double nextGamma(double shape) {
        if (!(shape > 0 && shape < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the shape is above 0 and finite, and got " + shape);
        }
        if (shape < 1) {
            return nextGamma(shape + 1) * StrictMath.pow(1 - nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = nextGaussian();
            double v = 1 + c * x;
            double u = 1 - nextDouble();
            if (v > 0) {
                double cube = v * v * v;
                if (StrictMath.log(u) < 0.5 * x * x + d - d * cube + d * StrictMath.log(cube)) {
                    return d * cube;
                }
            }
        }
    }

    @Override
    public boolean nextBoolean(double probability) {
        requireProbability("nextBoolean", probability);
        return nextDouble() < probability;
    }

    @Override
    public double nextExponential() {
        return distributions.exponential();
    }

    @Override
    public long nextPoisson(double mean) {
        return distributions.poisson(mean);
    }

    @Override
    public double nextBeta(double a, double b) {
        return distributions.beta(a, b);
    }

    @Override
    public double[] nextDirichlet(double... concentration) {
        return distributions.dirichlet(concentration);
    }

    @Override
    public int nextCategorical(double... weights) {
        return distributions.categorical(weights);
    }

    @Override
    public int[] choose(int count, double... weights) {
        return distributions.choose(weights, count);
    }

    @Override
    public int[] nextMultinomial(int trials, double... weights) {
        return distributions.multinomial(trials, weights);
    }

    @Override
    public void fillTruncatedNormal(Tensor tensor, double mean, double deviation, double low, double high) {
        Distributions.require(
                low < high && deviation > 0 && Double.isFinite(mean) && Double.isFinite(deviation),
                "fillTruncatedNormal: wants a deviation above 0 and a lower bound below the upper one, and got "
                        + deviation + ", " + low + ", " + high);
        double a = (low - mean) / deviation;
        double b = (high - mean) / deviation;
        Distributions.fill(
                "fillTruncatedNormal",
                tensor,
                () -> Math.max(low, Math.min(high, mean + deviation * distributions.truncatedNormal(a, b))));
    }

    /** For tests: a standard normal number between bounds. */
    double truncated(double low, double high) {
        return distributions.truncatedNormal(low, high);
    }

    @Override
    public void fillBernoulli(Tensor tensor, double probability) {
        requireProbability("fillBernoulli", probability);
        Distributions.fill("fillBernoulli", tensor, () -> nextDouble() < probability ? 1 : 0);
    }

    private static void requireProbability(String operation, double probability) {
        Distributions.require(
                probability >= 0 && probability <= 1,
                operation + ": a probability is from 0 to 1, and got " + probability);
    }

    @Override
    public void fillExponential(Tensor tensor, double mean) {
        Distributions.require(mean >= 0, "fillExponential: the mean is at least 0, and got " + mean);
        Distributions.fill("fillExponential", tensor, () -> mean * distributions.exponential());
    }

    @Override
    public void fillPoisson(Tensor tensor, double mean) {
        Distributions.fill("fillPoisson", tensor, () -> distributions.poisson(mean));
    }

    @Override
    public void fillGamma(Tensor tensor, double shape, double scale) {
        Distributions.fill("fillGamma", tensor, () -> scale * nextGamma(shape));
    }

    @Override
    public void fillCategorical(Tensor indices, Tensor logits, boolean replacement) {
        distributions.fillCategorical(indices, logits, replacement);
    }

    @Override
    public void fillOrthogonal(Tensor tensor, double gain) {
        distributions.fillOrthogonal(tensor, gain);
    }

    @Override
    public int[] permutation(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("permutation: wants 0 or more numbers, and got " + n);
        }
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    @Override
    public void fillUniform(Tensor tensor, double low, double high) {
        // Rounding to float, or the product, can reach high itself, which is excluded.
        double below = tensor.type() == ElementType.FLOAT ? Math.nextDown((float) high) : Math.nextDown(high);
        fill("fillUniform", tensor, ignored -> Math.max(low, Math.min(below, low + (high - low) * nextDouble())));
    }

    @Override
    public void fillNormal(Tensor tensor, double mean, double deviation) {
        fill("fillNormal", tensor, ignored -> mean + deviation * nextGaussian());
    }

    private static void fill(String operation, Tensor tensor, DoubleUnaryOperator next) {
        NativeTensor own = tensor instanceof NativeTensor t ? t.requireOpen() : null;
        if (own == null || !own.type().isFloating()) {
            throw new IllegalArgumentException(operation + ": wants a float or double tensor, and got " + tensor);
        }
        for (int i = 0; i < own.count(); i++) {
            own.put(i, next.applyAsDouble(0));
        }
    }

    /**
     * Makes each element 0 with probability {@code rate}, rounded to a multiple of 2^-16, and {@code 1 / (1 - rate)} else;
     * takes 16 bits an element.
     */
    public void fillDropout(NativeTensor factors, double rate) {
        int dropped = (int) Math.round(rate * SIXTEEN_BITS);
        double kept = 1 / (1 - rate);
        int count = factors.count();
        if (factors.type() == ElementType.FLOAT) {
            ByteBuffer buffer = factors.buffer();
            int offset = factors.offset();
            float keptFloat = (float) kept;
            long bits = 0;
            for (int i = 0; i < count; i++) {
                bits = (i & 3) == 0 ? nextLong() : bits >>> 16;
                buffer.putFloat(offset + 4 * i, (bits & (SIXTEEN_BITS - 1)) < dropped ? 0 : keptFloat);
            }
            return;
        }
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits = (i & 3) == 0 ? nextLong() : bits >>> 16;
            factors.put(i, (bits & (SIXTEEN_BITS - 1)) < dropped ? 0 : kept);
        }
    }
}
