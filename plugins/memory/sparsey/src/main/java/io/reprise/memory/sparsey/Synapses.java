package io.reprise.memory.sparsey;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * The binary weights from a set of inputs to the units of a mac, one bit each, so that what a unit has in common with an
 * input is a conjunction and a count of bits. Where weights fade, each also has the time of its last use.
 */
final class Synapses {
    private static final int BITS = Long.SIZE;

    private final String name;
    private final int inputs;
    private final int units;
    private final int words;
    private final Tensor bits;
    private final LongBuffer memory;
    /** The same bits word by word, {@code [words, units]}, so that the inner loop goes along the units. */
    private final long[] byWord;

    private final int[] common;
    /** For each weight the time when it was last set, or null where weights don't fade. */
    private final Tensor lastSet;

    private final Permanence permanence;
    /** For each unit how many of its weights have ever been set. */
    private final int[] setOf;

    private long set;

    /**
     * How long a weight lasts that is not used again: {@code (1 + c/P) / (1 + c/(P - t))} of it after t steps, nothing from P
     * on (the testing system's {@code hebbian.py}).
     *
     * @param steps P; 0 for ever
     * @param convexity c
     */
    record Permanence(int steps, double convexity) {
        static final Permanence FOR_EVER = new Permanence(0, 1);

        /** For so many steps, or for ever if they are 0. */
        static Permanence of(int steps, double convexity) {
            return steps == 0 ? FOR_EVER : new Permanence(steps, convexity);
        }

        boolean fades() {
            return steps > 0;
        }

        double left(long age) {
            return age >= steps ? 0 : (1 + convexity / steps) / (1 + convexity / (steps - age));
        }
    }

    /** All weights 0. */
    Synapses(String name, int inputs, int units, Permanence permanence, TensorScope scope) {
        this.name = name;
        this.inputs = inputs;
        this.units = units;
        this.permanence = permanence;
        words = words(inputs);
        bits = scope.zeros(ElementType.LONG, Shape.of(units, words));
        memory = bits.memory().asLongBuffer();
        byWord = new long[words * units];
        common = new int[units];
        setOf = new int[units];
        lastSet = permanence.fades() ? scope.zeros(ElementType.INT, Shape.of(units, inputs)) : null;
    }

    static int words(int inputs) {
        return (inputs + BITS - 1) / BITS;
    }

    /** The active ones of a set of inputs as bits. */
    static long[] bits(boolean[] active, int from, int count) {
        long[] bits = new long[words(count)];
        for (int i = 0; i < count; i++) {
            if (active[from + i]) {
                bits[i / BITS] |= 1L << (i % BITS);
            }
        }
        return bits;
    }

    static int count(long[] bits) {
        int count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /**
     * How much of the active inputs each unit has weights from: their number, where weights don't fade.
     *
     * @param overlaps {@code [units]}, written to
     */
    void overlaps(long[] active, long now, double[] overlaps) {
        if (permanence.fades()) {
            for (int unit = 0; unit < units; unit++) {
                overlaps[unit] = faded(unit, active, now);
            }
            return;
        }
        Arrays.fill(common, 0);
        for (int w = 0; w < words; w++) {
            long word = active[w];
            for (int unit = 0, i = w * units; unit < units && word != 0; unit++, i++) {
                common[unit] += Long.bitCount(byWord[i] & word);
            }
        }
        for (int unit = 0; unit < units; unit++) {
            overlaps[unit] = common[unit];
        }
    }

    private double faded(int unit, long[] active, long now) {
        double sum = 0;
        for (int w = 0; w < words; w++) {
            for (long both = byWord[w * units + unit] & active[w]; both != 0; both &= both - 1) {
                int input = w * BITS + Long.numberOfTrailingZeros(both);
                sum += permanence.left(now - time(unit, input));
            }
        }
        return sum;
    }

    private int time(int unit, int input) {
        return lastSet.memory().getInt(Integer.BYTES * (unit * inputs + input));
    }

    /** Sets the weights from all active inputs to a unit: Hebb's rule, in one trial. */
    void set(int unit, long[] active, long now) {
        for (int w = 0; w < words; w++) {
            long before = byWord[w * units + unit];
            int added = Long.bitCount(active[w] & ~before);
            setOf[unit] += added;
            set += added;
            byWord[w * units + unit] = before | active[w];
            memory.put(unit * words + w, before | active[w]);
            if (permanence.fades()) {
                for (long rest = active[w]; rest != 0; rest &= rest - 1) {
                    int input = w * BITS + Long.numberOfTrailingZeros(rest);
                    lastSet.memory().putInt(Integer.BYTES * (unit * inputs + input), Math.toIntExact(now));
                }
            }
        }
    }

    /** The share of weights that have ever been set. */
    double saturation() {
        return (double) set / ((long) units * inputs);
    }

    /** The share of a unit's weights that have ever been set. */
    double saturation(int unit) {
        return (double) setOf[unit] / inputs;
    }

    /** The inputs from which a unit has weights, {@code [inputs]}. */
    boolean[] weights(int unit) {
        boolean[] weights = new boolean[inputs];
        for (int i = 0; i < inputs; i++) {
            weights[i] = (byWord[i / BITS * units + unit] >>> (i % BITS) & 1) == 1;
        }
        return weights;
    }

    /** Takes over what was written to the tensor of the state. */
    void restored() {
        set = 0;
        for (int unit = 0; unit < units; unit++) {
            setOf[unit] = 0;
            for (int w = 0; w < words; w++) {
                byWord[w * units + unit] = memory.get(unit * words + w);
                setOf[unit] += Long.bitCount(byWord[w * units + unit]);
            }
            set += setOf[unit];
        }
    }

    void putState(Map<String, Tensor> state) {
        state.put(name, bits);
        if (lastSet != null) {
            state.put(name + ".time", lastSet);
        }
    }
}
