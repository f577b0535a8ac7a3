package io.reprise.language;

import io.reprise.tensor.RandomSource;
import java.util.Arrays;

/**
 * How the next token is chosen from scores: at random by {@code softmax(logits / temperature)}, among the best only.
 *
 * @param temperature above 0; lower is more certain
 * @param topK how many of the best may be chosen (more where scores are equal); 0 for all
 */
public record Sampling(double temperature, int topK) {
    /** Checks the ranges. */
    public Sampling {
        if (!(temperature > 0) || topK < 0) {
            throw new IllegalArgumentException("temperature " + temperature + ", top " + topK);
        }
    }

    /** The code of the chosen token. */
    public int next(float[] logits, RandomSource random) {
        double least = topK == 0 || topK >= logits.length ? Double.NEGATIVE_INFINITY : best(logits, topK);
        double highest = best(logits, 1);
        double[] cumulative = new double[logits.length];
        double total = 0;
        for (int i = 0; i < logits.length; i++) {
            total += logits[i] < least ? 0 : Math.exp((logits[i] - highest) / temperature);
            cumulative[i] = total;
        }
        double drawn = random.nextDouble() * total;
        int chosen = 0;
        while (cumulative[chosen] <= drawn) {
            chosen++;
        }
        return chosen;
    }

    private static double best(float[] logits, int rank) {
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - rank];
    }
}
