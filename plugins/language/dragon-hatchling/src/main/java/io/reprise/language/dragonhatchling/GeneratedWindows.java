package io.reprise.language.dragonhatchling;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Split;
import io.reprise.language.NextToken;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.List;
import java.util.OptionalLong;

/**
 * An endless split of generated windows: each has its own stream of random numbers, so the same number is always the same
 * example.
 *
 * @param window T: the number of tokens in an example
 * @param generator makes one sequence
 * @param examples the streams of the numbered examples
 */
record GeneratedWindows(int window, Generator generator, RandomSource examples) implements Split {
    /** Makes sequences. */
    @FunctionalInterface
    interface Generator {
        /**
         * A sequence of {@code length} tokens.
         *
         * @param example its number
         * @param random its own stream
         */
        int[] sequence(long example, int length, RandomSource random);
    }

    /** The splits that generators have. */
    static final List<String> SPLITS = List.of(Dataset.TRAIN, Dataset.VALIDATION);

    /**
     * One of the splits of a generator; its numbered examples come from a stream of its own.
     *
     * @throws RepriseException if there is no such split
     */
    static GeneratedWindows split(String name, int window, Generator generator, RandomSource random) {
        if (!SPLITS.contains(name)) {
            throw RepriseException.problem("There is no split '" + name + "' of a generator")
                    .expected(String.join(" or ", SPLITS));
        }
        return new GeneratedWindows(window, generator, random.split(name));
    }

    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    @Override
    public Batch draw(Ops f, long step, int size, RandomSource random) {
        return batch(f, 0, size, random.split(step));
    }

    @Override
    public Batch read(Ops f, long first, int size) {
        return batch(f, first, size, examples);
    }

    private Batch batch(Ops f, long first, int size, RandomSource random) {
        int[] tokens = new int[size * window];
        int[] targets = new int[size * window];
        for (int b = 0; b < size; b++) {
            int[] sequence = generator.sequence(first + b, window + 1, random.split(first + b));
            System.arraycopy(sequence, 0, tokens, b * window, window);
            System.arraycopy(sequence, 1, targets, b * window, window);
        }
        return Batch.of(
                NextToken.TOKENS, f.scope().of(tokens, size, window),
                NextToken.TARGETS, f.scope().of(targets, size, window));
    }
}
