package io.reprise.benchmarks;

/** A perceptron with one hidden layer, 784-128-10, trained by gradient descent on batches of 64. */
final class MlpSizes {
    static final int BATCH = 64;
    static final int INPUTS = 784;
    static final int HIDDEN = 128;
    static final int CLASSES = 10;
    static final double LEARNING_RATE = 0.01;

    private MlpSizes() {}

    /** Numbers between -scale and scale; any will do. */
    static float[] numbers(int count, float scale) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = scale * (float) Math.sin(1 + 12.9898 * i);
        }
        return numbers;
    }

    static int[] labels() {
        int[] labels = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
            labels[i] = 7 * i % CLASSES;
        }
        return labels;
    }
}
