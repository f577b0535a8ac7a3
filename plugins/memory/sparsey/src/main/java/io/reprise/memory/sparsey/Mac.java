package io.reprise.memory.sparsey;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.Arrays;
import java.util.Map;

/**
 * A mac (Rinkus 2017): Q competitive modules of K binary units. A code is one winner in each module.
 *
 * <p>Sparsey is a memory in which each input is stored in a single trial, as a small set of units among many that stand for
 * other inputs too. The code is chosen so that it has more units in common with the codes of inputs that are more like this
 * one: so the same traces that are the memory of episodes are, all together, a model of what the inputs have in common.
 * Neither storing nor recalling takes longer the more is stored.
 *
 * <pre>
 *   u_i = |x and w_i| / |x|                       share of the active inputs that unit i has weights from
 *   h_i = |c(t-1) and wh_i| / Q                   the same of the mac's own code before, in sequences
 *   d_i = |a(t-1) and wd_i| / Qa                  the same of the code before of the mac above, if there is one
 *   V_i = u_i^lu h_i^lh d_i^ld                    (a factor that has no input is left out)
 *   G   = mean over modules of max V              familiarity
 *   code: one winner a module, drawn by {@link CodeSelection}, or with the largest V in recall
 *   w_i |= x, wh_i |= c(t-1), wd_i |= a(t-1) for the winners      learning
 * </pre>
 * Learning stops for good in a unit, or in the mac, when more than a set share of the weights is set: a full mac knows every
 * input.
 */
final class Mac {
    private final String name;
    private final MacSettings settings;
    private final int q;
    private final int k;
    private final Synapses bottomUp;
    /** From the mac's own units at the time before, or null. */
    private final Synapses horizontal;
    /** From the units of the mac above at the time before, or null. */
    private final Synapses topDown;
    /** The number of inputs learned, so that fading weights know their age. */
    private final Tensor learned;

    private final double[] v;
    private final double[] overlaps;
    private final double[] psi;

    /** An empty mac that knows no time. */
    Mac(String name, int inputs, MacSettings settings, TensorScope scope) {
        this(name, inputs, settings, false, 0, scope);
    }

    /**
     * An empty mac.
     *
     * @param name what its state is called
     * @param inputs n, the number of its inputs
     * @param sequential whether it has weights from its own code at the time before
     * @param unitsAbove the number of units of the mac above it, 0 if there is none
     */
    Mac(String name, int inputs, MacSettings settings, boolean sequential, int unitsAbove, TensorScope scope) {
        this.name = name;
        this.settings = settings;
        q = settings.modules();
        k = settings.units();
        bottomUp = new Synapses(name + ".bottom-up", inputs, q * k, settings.permanence(), scope);
        horizontal = sequential ? new Synapses(name + ".horizontal", q * k, q * k, settings.permanence(), scope) : null;
        topDown = unitsAbove > 0
                ? new Synapses(name + ".top-down", unitsAbove, q * k, settings.permanence(), scope)
                : null;
        learned = scope.zeros(ElementType.LONG, Shape.SCALAR);
        v = new double[q * k];
        overlaps = new double[q * k];
        psi = new double[k];
    }

    /**
     * A code and how familiar its input was.
     *
     * @param winners {@code [Q]}: the winner of each module, 0 to K - 1
     * @param familiarity G, 0 to 1
     */
    record Code(int[] winners, double familiarity) {
        /** The share of modules in which two codes have the same winner. */
        double overlap(Code other) {
            return (double) common(other) / winners.length;
        }

        /** The units that two codes have in common as a share of those in either: 1 for equal codes. */
        double match(Code other) {
            int common = common(other);
            return (double) common / (2 * winners.length - common);
        }

        private int common(Code other) {
            int same = 0;
            for (int i = 0; i < winners.length; i++) {
                same += winners[i] == other.winners[i] ? 1 : 0;
            }
            return same;
        }

        /** The code's units as bits, among modules of so many units. */
        long[] units(int perModule) {
            boolean[] active = new boolean[winners.length * perModule];
            for (int m = 0; m < winners.length; m++) {
                active[m * perModule + winners[m]] = true;
            }
            return Synapses.bits(active, 0, active.length);
        }
    }

    /**
     * What was active at the time before, as bits; null at the start of a sequence, or where there is no such thing.
     *
     * @param own the units of the mac's own code
     * @param above the units of the code of the mac above
     */
    record Context(long[] own, long[] above) {
        static final Context NONE = new Context(null, null);
    }

    /**
     * The code by which an input would be stored.
     *
     * @param active the active inputs as bits
     */
    Code choose(long[] active, Context before, RandomSource random) {
        double g = fit(active, before);
        int[] winners = new int[q];
        for (int m = 0; m < q; m++) {
            System.arraycopy(v, m * k, psi, 0, k);
            settings.selection().weigh(psi, g);
            winners[m] = draw(random.nextDouble());
        }
        return new Code(winners, g);
    }

    private int draw(double uniform) {
        double sum = 0;
        for (double weight : psi) {
            sum += weight;
        }
        double rest = uniform * sum;
        for (int i = 0; i < k; i++) {
            rest -= psi[i];
            if (rest < 0) {
                return i;
            }
        }
        return k - 1;
    }

    /** The code that fits an input best: that of the stored input it is most like. */
    Code recall(long[] active, Context before) {
        return best(fit(active, before));
    }

    /** The code that follows in a stored sequence, without any input. */
    Code follow(Context before) {
        return best(fit(null, before));
    }

    /** The unit with the largest V in each module, the first one of equals. */
    private Code best(double familiarity) {
        int[] winners = new int[q];
        for (int m = 0; m < q; m++) {
            for (int i = 1; i < k; i++) {
                if (v[m * k + i] > v[m * k + winners[m]]) {
                    winners[m] = i;
                }
            }
        }
        return new Code(winners, familiarity);
    }

    /** Computes V of all units, and returns G. */
    private double fit(long[] active, Context before) {
        MacSettings.Weighting weighting = settings.weighting();
        Arrays.fill(v, 1);
        if (active != null) {
            multiply(bottomUp, active, weighting.bottomUp());
        }
        if (horizontal != null && before.own() != null) {
            multiply(horizontal, before.own(), weighting.horizontal());
        }
        if (topDown != null && before.above() != null) {
            multiply(topDown, before.above(), weighting.topDown());
        }
        double g = 0;
        for (int m = 0; m < q; m++) {
            double best = 0;
            for (int i = m * k; i < (m + 1) * k; i++) {
                best = Math.max(best, v[i]);
            }
            g += best;
        }
        return g / q;
    }

    /** Multiplies V by the share of what is active that each unit has weights from, to a power. */
    private void multiply(Synapses synapses, long[] active, double exponent) {
        int count = Synapses.count(active);
        synapses.overlaps(active, now(), overlaps);
        for (int i = 0; i < v.length; i++) {
            double share = count == 0 ? 0 : overlaps[i] / count;
            v[i] *= exponent == 1 ? share : Math.pow(share, exponent);
        }
    }

    /** Stores an input under a code, unless the mac is frozen. */
    void learn(long[] active, Context before, Code code) {
        if (isFrozen()) {
            return;
        }
        learned.memory().putLong(0, now() + 1);
        for (int m = 0; m < q; m++) {
            int unit = m * k + code.winners()[m];
            set(bottomUp, unit, active);
            if (horizontal != null && before.own() != null) {
                set(horizontal, unit, before.own());
            }
            if (topDown != null && before.above() != null) {
                set(topDown, unit, before.above());
            }
        }
    }

    private void set(Synapses synapses, int unit, long[] active) {
        if (synapses.saturation(unit) <= settings.freezeUnitAt()) {
            synapses.set(unit, active, now());
        }
    }

    private long now() {
        return learned.memory().getLong(0);
    }

    boolean isFrozen() {
        return bottomUp.saturation() > settings.freezeAt();
    }

    /** The share of weights from the inputs that are set. */
    double saturation() {
        return bottomUp.saturation();
    }

    /** Q. */
    int modules() {
        return q;
    }

    /** K. */
    int units() {
        return k;
    }

    /** The number of inputs stored. */
    long stored() {
        return now();
    }

    /** The inputs from which a unit has weights: its receptive field. */
    boolean[] receptiveField(int module, int unit) {
        return bottomUp.weights(module * k + unit);
    }

    void putState(Map<String, Tensor> state) {
        bottomUp.putState(state);
        if (horizontal != null) {
            horizontal.putState(state);
        }
        if (topDown != null) {
            topDown.putState(state);
        }
        state.put(name + ".learned", learned);
    }

    /** To be called when the tensors of the state have been written to. */
    void restored() {
        bottomUp.restored();
        if (horizontal != null) {
            horizontal.restored();
        }
        if (topDown != null) {
            topDown.restored();
        }
    }
}
