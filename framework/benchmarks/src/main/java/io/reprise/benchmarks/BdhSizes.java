package io.reprise.benchmarks;

/** The sizes at which the Dragon Hatchling's optimiser step is measured: B=16, T=64, L=4, D=64, H=4, m=32, V=256. */
final class BdhSizes {
    static final int BATCH = 16;
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

    /** A batch of bytes; any will do. */
    static int[] tokens(int offset) {
        int[] tokens = new int[BATCH * TIMES];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (31 * (i + offset) + (i + offset) / 7) % VOCABULARY;
        }
        return tokens;
    }
}
