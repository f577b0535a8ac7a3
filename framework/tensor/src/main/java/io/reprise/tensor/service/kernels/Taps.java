package io.reprise.tensor.service.kernels;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A linear map along one axis, sparse by rows: element p of the result is the sum over t of {@code weight(p, t)} times
 * element {@code element(p, t)}. Pooling by means and resizing are such maps, one for each axis.
 */
public final class Taps {
    private final int in;
    private final int out;
    private final int taps;
    private final int[] elements;
    private final double[] weights;

    /**
     * A map without weights yet.
     *
     * @param taps the most elements that one element of the result sees
     */
    public Taps(int in, int out, int taps) {
        this.in = in;
        this.out = out;
        this.taps = taps;
        this.elements = new int[Math.multiplyExact(out, taps)];
        this.weights = new double[elements.length];
    }

    /** Element {@code out} sees {@code element} with a weight, as its tap {@code tap}. */
    public void set(int out, int tap, int element, double weight) {
        elements[out * taps + tap] = element;
        weights[out * taps + tap] = weight;
    }

    /** The length of the axis. */
    public int in() {
        return in;
    }

    /** The length of the axis of the result. */
    public int out() {
        return out;
    }

    /** The most elements that one element of the result sees. */
    int taps() {
        return taps;
    }

    int element(int out, int tap) {
        return elements[out * taps + tap];
    }

    double weight(int out, int tap) {
        return weights[out * taps + tap];
    }

    /** The map as a matrix {@code [out, in]}. */
    public double[] matrix() {
        double[] matrix = new double[Math.multiplyExact(out, in)];
        for (int p = 0; p < out; p++) {
            for (int t = 0; t < taps; t++) {
                if (weight(p, t) != 0) {
                    matrix[p * in + element(p, t)] += weight(p, t);
                }
            }
        }
        return matrix;
    }

    /** Whether every element is taken as it is. */
    public boolean isIdentity() {
        return in == out
                && taps == 1
                && Arrays.stream(weights).allMatch(weight -> weight == 1)
                && IntStream.range(0, out).allMatch(p -> element(p, 0) == p);
    }
}
