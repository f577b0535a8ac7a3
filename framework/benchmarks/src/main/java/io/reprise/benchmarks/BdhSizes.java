package io.reprise.benchmarks;

import java.util.SplittableRandom;

/** The sizes at which the Dragon Hatchling's optimiser step is measured: B=16, T=64, L=4, D=64, H=4, m=32, V=256. */
final class BdhSizes {
    static final int SIZE = 16;
    static final int TIMES = 64;
    static final int LAYERS = 4;
    static final int WIDTH = 64;
    static final int HEADS = 4;
    static final int EXPANSION = 32;
    static final int VOCABULARY = 256;

    /** N, the neurons of a head. */
    static final int NEURONS = EXPANSION * WIDTH / HEADS;

    static final double LEARNING_RATE = 1e-3;
    static final double WEIGHT_DECAY = 0.1;

    private BdhSizes() {}

    /** How many batches are gone through in turn: enough that their bytes, which are random, are not learned by heart. */
    static final int BATCHES = 32;

    /** The bytes of a batch, {@code [B, T + 1]}, row by row: tokens are all but the last column, targets all but the first. */
    private static int[] bytes(int batch) {
        return new SplittableRandom(batch)
                .ints((long) SIZE * (TIMES + 1), 0, VOCABULARY)
                .toArray();
    }

    /**
     * The tokens of a batch, {@code [B, T]}, or the targets.
     *
     * @param offset 0 for the tokens, 1 for the targets
     */
    static int[] tokens(int batch, int offset) {
        int[] bytes = bytes(batch);
        int[] tokens = new int[SIZE * TIMES];
        for (int row = 0; row < SIZE; row++) {
            System.arraycopy(bytes, row * (TIMES + 1) + offset, tokens, row * TIMES, TIMES);
        }
        return tokens;
    }
}
