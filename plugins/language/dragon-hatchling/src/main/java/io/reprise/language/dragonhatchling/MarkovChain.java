package io.reprise.language.dragonhatchling;

import io.reprise.tensor.RandomSource;
import java.util.Arrays;

/**
 * A chain of order 2 over a few symbols: the next symbol depends on the two before it, by rows drawn from a symmetric
 * Dirichlet distribution. Nothing can predict it better than its entropy rate.
 */
final class MarkovChain implements GeneratedWindows.Generator {
    private static final double CONVERGED = 1e-12;
    private static final int MOST_ITERATIONS = 100_000;

    private final int symbols;
    /** Row {@code a * symbols + b}: cumulative probabilities of what follows a, b. */
    private final double[][] following;
    /** Cumulative probabilities of the pairs {@code a * symbols + b} in the long run. */
    private final double[] pairs;

    private final double entropyRate;

    /**
     * A chain drawn at random.
     *
     * @param concentration of the Dirichlet distribution: the smaller, the more certain each next symbol
     */
    MarkovChain(int symbols, double concentration, RandomSource random) {
        this.symbols = symbols;
        double[][] rows = new double[symbols * symbols][];
        for (int pair = 0; pair < rows.length; pair++) {
            rows[pair] = dirichlet(symbols, concentration, random.split(pair));
        }
        double[] stationary = stationary(rows);
        entropyRate = entropyRate(rows, stationary);
        pairs = cumulative(stationary);
        following = new double[rows.length][];
        for (int pair = 0; pair < rows.length; pair++) {
            following[pair] = cumulative(rows[pair]);
        }
    }

    /** {@code - sum over pairs of their share times sum of p log p} of what follows, in nats a symbol. */
    double entropyRate() {
        return entropyRate;
    }

    @Override
    public int[] sequence(long example, int length, RandomSource random) {
        int[] sequence = new int[Math.max(2, length)];
        int pair = choose(pairs, random);
        sequence[0] = pair / symbols;
        sequence[1] = pair % symbols;
        for (int t = 2; t < sequence.length; t++) {
            sequence[t] = choose(following[sequence[t - 2] * symbols + sequence[t - 1]], random);
        }
        return sequence;
    }

    private static double[] dirichlet(int size, double concentration, RandomSource random) {
        double[] row = new double[size];
        double sum = 0;
        while (sum == 0) { // all gamma numbers of a small shape may underflow
            for (int i = 0; i < size; i++) {
                row[i] = random.nextGamma(concentration);
                sum += row[i];
            }
        }
        for (int i = 0; i < size; i++) {
            row[i] /= sum;
        }
        return row;
    }

    /** The share of each pair in the long run, by power iteration; averaged over two steps, so that cycles settle too. */
    private double[] stationary(double[][] rows) {
        double[] share = new double[rows.length];
        Arrays.fill(share, 1.0 / rows.length);
        double change = 1;
        for (int i = 0; i < MOST_ITERATIONS && change > CONVERGED; i++) {
            double[] next = new double[rows.length];
            for (int pair = 0; pair < rows.length; pair++) {
                int second = pair % symbols;
                for (int c = 0; c < symbols; c++) {
                    next[second * symbols + c] += share[pair] * rows[pair][c];
                }
            }
            change = 0;
            for (int pair = 0; pair < rows.length; pair++) {
                next[pair] = (next[pair] + share[pair]) / 2;
                change += Math.abs(next[pair] - share[pair]);
            }
            share = next;
        }
        return share;
    }

    private static double entropyRate(double[][] rows, double[] stationary) {
        double entropy = 0;
        for (int pair = 0; pair < rows.length; pair++) {
            for (double p : rows[pair]) {
                entropy -= p == 0 ? 0 : stationary[pair] * p * Math.log(p);
            }
        }
        return entropy;
    }

    private static double[] cumulative(double[] probabilities) {
        double[] sums = new double[probabilities.length];
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += probabilities[i];
            sums[i] = sum;
        }
        return sums;
    }

    private static int choose(double[] cumulative, RandomSource random) {
        double drawn = random.nextDouble() * cumulative[cumulative.length - 1];
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) { // the first whose sum exceeds what was drawn
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > drawn) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
