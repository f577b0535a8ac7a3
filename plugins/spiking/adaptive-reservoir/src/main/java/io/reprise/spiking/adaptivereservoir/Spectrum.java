package io.reprise.spiking.adaptivereservoir;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;

/**
 * The eigenvalues of a matrix.
 *
 * @param real their real parts
 * @param imaginary their imaginary parts
 */
record Spectrum(double[] real, double[] imaginary) {
    /** The eigenvalues of a square matrix. */
    static Spectrum of(Ops f, Tensor matrix) {
        double[] pairs = f.linalg().eigen(matrix).values().toDoubles();
        double[] real = new double[pairs.length / 2];
        double[] imaginary = new double[real.length];
        for (int i = 0; i < real.length; i++) {
            real[i] = pairs[2 * i];
            imaginary[i] = pairs[2 * i + 1];
        }
        return new Spectrum(real, imaginary);
    }

    /** The largest absolute value. */
    double radius() {
        double largest = 0;
        for (int i = 0; i < real.length; i++) {
            largest = Math.max(largest, Math.hypot(real[i], imaginary[i]));
        }
        return largest;
    }
}
