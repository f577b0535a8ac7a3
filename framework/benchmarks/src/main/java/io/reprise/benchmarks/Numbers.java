package io.reprise.benchmarks;

import java.util.SplittableRandom;

/** Numbers to compute with, the same for both competitors. */
final class Numbers {
    private Numbers() {}

    /** Numbers between -scale and scale; each seed gives others. */
    static float[] between(double scale, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (scale * (2 * random.nextDouble() - 1));
        }
        return numbers;
    }

    /** Integers from 0 on, below a bound. */
    static int[] below(int bound, int count, long seed) {
        return new SplittableRandom(seed).ints(count, 0, bound).toArray();
    }

    /** The transpose of a matrix. */
    static float[] transposed(float[] matrix, int rows, int columns) {
        float[] transposed = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column * rows + row] = matrix[row * columns + column];
            }
        }
        return transposed;
    }
}
