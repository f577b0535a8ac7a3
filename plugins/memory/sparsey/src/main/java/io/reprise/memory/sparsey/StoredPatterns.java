package io.reprise.memory.sparsey;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * So many patterns, or sequences of them, that are made when they are asked for, each from a stream of its own. Those
 * to validate on are the same ones, since a memory is asked for what it has stored.
 */
final class StoredPatterns implements Dataset {
    /** Makes one pattern or sequence. */
    interface Generator {
        /** Which inputs are active, row-major. */
        boolean[] make(long example);

        /** The class that it is of; 0 where there are none. */
        default int label(long example) {
            return 0;
        }
    }

    private final int count;
    private final int[] sizes;
    private final boolean labelled;
    private final Generator generator;

    /**
     * Patterns.
     *
     * @param sizes of one example, for instance {@code [n]} or {@code [steps, n]}
     */
    StoredPatterns(int count, boolean labelled, Generator generator, int... sizes) {
        this.count = count;
        this.labelled = labelled;
        this.generator = generator;
        this.sizes = sizes.clone();
    }

    @Override
    public List<String> splits() {
        return List.of(TRAIN, VALIDATION);
    }

    @Override
    public Split split(String name) {
        if (!splits().contains(name)) {
            throw RepriseException.problem("There is no split '" + name + "' of generated patterns")
                    .expected("train or validation");
        }
        return new All();
    }

    private final class All implements Split {
        @Override
        public OptionalLong size() {
            return OptionalLong.of(count);
        }

        /** Goes through a random order of all, another one in each epoch. */
        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            List<Long> examples = new ArrayList<>();
            long epoch = -1;
            int[] order = {};
            for (long place = step * size; place < (step + 1) * size; place++) {
                if (place / count != epoch) {
                    epoch = place / count;
                    order = random.split(epoch).permutation(count);
                }
                examples.add((long) order[(int) (place % count)]);
            }
            return batch(f, examples);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            List<Long> examples = new ArrayList<>();
            for (long i = first; i < Math.min(first + size, count); i++) {
                examples.add(i);
            }
            return batch(f, examples);
        }

        private Batch batch(Ops f, List<Long> examples) {
            int[] shape = new int[sizes.length + 1];
            shape[0] = examples.size();
            System.arraycopy(sizes, 0, shape, 1, sizes.length);
            int one = (int) Shape.of(sizes).elements();
            boolean[] active = new boolean[examples.size() * one];
            int[] labels = new int[examples.size()];
            for (int i = 0; i < labels.length; i++) {
                System.arraycopy(generator.make(examples.get(i)), 0, active, i * one, one);
                labels[i] = generator.label(examples.get(i));
            }
            Tensor patterns = f.scope().of(active, shape);
            Batch batch = Batch.of(Patterns.PATTERN, patterns);
            return labelled ? batch.with(Patterns.LABEL, f.scope().of(labels, labels.length)) : batch;
        }
    }

    /** A pattern with so many inputs active, any of them. */
    static boolean[] random(int n, int active, RandomSource random) {
        int[] order = random.permutation(n);
        boolean[] pattern = new boolean[n];
        for (int i = 0; i < active; i++) {
            pattern[order[i]] = true;
        }
        return pattern;
    }

    /** The pattern with so many of its active inputs silent, and as many others active. */
    static boolean[] swapped(boolean[] pattern, int swaps, RandomSource random) {
        boolean[] changed = pattern.clone();
        int off = swaps;
        int on = swaps;
        for (int i : random.permutation(pattern.length)) {
            if (pattern[i] && off > 0) {
                changed[i] = false;
                off--;
            } else if (!pattern[i] && on > 0) {
                changed[i] = true;
                on--;
            }
        }
        return changed;
    }
}
