package io.reprise.memory.sparsey;

import io.reprise.api.RepriseException;
import io.reprise.memory.sparsey.Mac.Code;
import io.reprise.memory.sparsey.Mac.Context;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Macs over an image: a first level whose macs each see a square patch, and further levels whose macs see the codes of those
 * macs of the level below that lie within a radius, on the unit square. A mac takes part only if enough of its inputs are
 * active, and not too many.
 */
final class MacGrid {
    /** A mac, what it sees, and where it lies. */
    private static final class Place {
        final Mac mac;
        final double x;
        final double y;
        /** For the first level, the pixels of its patch; else the macs of the level below. */
        final int[] sees;

        Place(Mac mac, double x, double y, int[] sees) {
            this.mac = mac;
            this.x = x;
            this.y = y;
            this.sees = sees;
        }
    }

    private final List<List<Place>> levels = new ArrayList<>();
    private final int q;
    private final int k;
    private final double leastActive;
    private final double mostActive;

    /**
     * Empty macs.
     *
     * @param side pixels along each side of an image
     * @param upper for each further level, its macs along each side
     * @param radius how far a mac of a further level sees, with 1 the side of the image
     */
    MacGrid(int side, SparseyGrid.Settings s, TensorScope scope) {
        q = s.modules();
        k = s.units();
        leastActive = s.leastActive();
        mostActive = s.mostActive();
        List<Place> first = new ArrayList<>();
        for (int top = 0; top + s.patch() <= side; top += s.stride()) {
            for (int left = 0; left + s.patch() <= side; left += s.stride()) {
                int[] pixels = new int[s.patch() * s.patch()];
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = (top + i / s.patch()) * side + left + i % s.patch();
                }
                Mac mac = new Mac("level0.mac" + first.size(), pixels.length, s.mac(), scope);
                first.add(new Place(mac, (left + s.patch() / 2.0) / side, (top + s.patch() / 2.0) / side, pixels));
            }
        }
        levels.add(first);
        for (int perSide : s.upper()) {
            levels.add(level(levels.size(), perSide, s, scope));
        }
    }

    private List<Place> level(int number, int perSide, SparseyGrid.Settings s, TensorScope scope) {
        List<Place> below = levels.get(number - 1);
        List<Place> level = new ArrayList<>();
        for (int i = 0; i < perSide * perSide; i++) {
            int row = i / perSide;
            // On a hexagonal grid every other row lies half a place to the right.
            double shift = s.layout() == SparseyGrid.Layout.RECT ? 0.5 : row % 2 == 0 ? 0.25 : 0.75;
            double x = (i % perSide + shift) / perSide;
            double y = (row + 0.5) / perSide;
            List<Integer> near = new ArrayList<>();
            for (int m = 0; m < below.size(); m++) {
                if (Math.hypot(below.get(m).x - x, below.get(m).y - y) <= s.radius()) {
                    near.add(m);
                }
            }
            if (near.isEmpty()) {
                throw RepriseException.problem("Mac " + i + " of level " + number + " sees no mac of the level below")
                        .at("model.radius")
                        .expected("more than " + s.radius() + ", so that each sees one");
            }
            int[] sees = near.stream().mapToInt(m -> m).toArray();
            Mac mac = new Mac("level" + number + ".mac" + i, sees.length * q * k, s.mac(), scope);
            level.add(new Place(mac, x, y, sees));
        }
        return level;
    }

    /** The number of macs on all levels. */
    int size() {
        return levels.stream().mapToInt(List::size).sum();
    }

    /**
     * Stores an image.
     *
     * @param active {@code [side * side]}: which pixels are on
     */
    void learn(boolean[] active, RandomSource random) {
        codes(active, random);
    }

    /** The codes by which an image is recalled, by mac, level by level; null where a mac doesn't take part. */
    List<Code> recall(boolean[] active) {
        return codes(active, null);
    }

    /** Goes through the levels; learns where there are random numbers to choose codes with. */
    private List<Code> codes(boolean[] active, RandomSource random) {
        List<Code> all = new ArrayList<>();
        List<Code> below = List.of();
        for (int level = 0; level < levels.size(); level++) {
            List<Code> codes = new ArrayList<>();
            for (Place place : levels.get(level)) {
                boolean[] input = level == 0 ? pixels(active, place) : units(below, place);
                long[] bits = Synapses.bits(input, 0, input.length);
                if (!takesPart(Synapses.count(bits), level == 0 ? place.sees.length : place.sees.length * q)) {
                    codes.add(null);
                } else if (random == null) {
                    codes.add(place.mac.recall(bits, Context.NONE));
                } else {
                    Code code = place.mac.choose(bits, Context.NONE, random.split(all.size() + codes.size()));
                    place.mac.learn(bits, Context.NONE, code);
                    codes.add(code);
                }
            }
            all.addAll(codes);
            below = codes;
        }
        return all;
    }

    /**
     * Whether a mac takes part.
     *
     * @param most its pixels, or the units that would be active if all macs it sees took part
     */
    private boolean takesPart(int active, int most) {
        return active >= Math.max(1, leastActive * most) && active <= mostActive * most;
    }

    private static boolean[] pixels(boolean[] active, Place place) {
        boolean[] patch = new boolean[place.sees.length];
        for (int i = 0; i < patch.length; i++) {
            patch[i] = active[place.sees[i]];
        }
        return patch;
    }

    private boolean[] units(List<Code> below, Place place) {
        boolean[] units = new boolean[place.sees.length * q * k];
        for (int i = 0; i < place.sees.length; i++) {
            Code code = below.get(place.sees[i]);
            for (int m = 0; code != null && m < q; m++) {
                units[(i * q + m) * k + code.winners()[m]] = true;
            }
        }
        return units;
    }

    /** A mac by its number, level by level. */
    Mac mac(int number) {
        int rest = number;
        for (List<Place> level : levels) {
            if (rest < level.size()) {
                return level.get(rest).mac;
            }
            rest -= level.size();
        }
        throw new IllegalArgumentException("there are " + size() + " macs, and none of number " + number);
    }

    /** The level of a mac, 0 for the lowest. */
    int levelOf(int number) {
        int level = 0;
        for (int rest = number; rest >= levels.get(level).size(); level++) {
            rest -= levels.get(level).size();
        }
        return level;
    }

    /** The number of macs on the lowest level. */
    int lowest() {
        return levels.get(0).size();
    }

    /** The mean share of set weights over macs, and the share of macs that are frozen. */
    double[] saturation() {
        double sum = 0;
        double frozen = 0;
        for (List<Place> level : levels) {
            for (Place place : level) {
                sum += place.mac.saturation();
                frozen += place.mac.isFrozen() ? 1 : 0;
            }
        }
        return new double[] {sum / size(), frozen / size()};
    }

    void putState(Map<String, Tensor> state) {
        levels.forEach(level -> level.forEach(place -> place.mac.putState(state)));
    }

    void restored() {
        levels.forEach(level -> level.forEach(place -> place.mac.restored()));
    }
}
