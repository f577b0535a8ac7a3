package io.reprise.tensor.service.kernels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How a transform of one length is made. A product of small primes goes through Stockham's passes, one a factor (Van Loan,
 * Computational Frameworks for the Fast Fourier Transform, 1992, section 1.7): with {@code l} the length that is left, {@code
 * s} the product of the factors so far, {@code m = l / r},
 *
 * <pre>y[q + s (r p + k)] = exp(-2πi pk / l) * sum over j of x[q + s (p + m j)] exp(-2πi jk / r)</pre>
 *
 * Any other length n is a convolution with a chirp of a smooth length from {@code 2n - 1} on (Bluestein 1970): with {@code
 * c[j] = exp(-πi j² / n)}, {@code y[k] = c[k] * sum over j of (x[j] c[j]) conj(c[k - j])}.
 */
final class FourierPlan {
    private static final int LARGEST_FACTOR = 13;

    final int n;
    /** The factors, in the order of the passes; null for a convolution. */
    final int[] factors;
    /** For each pass, m times r - 1 pairs: {@code exp(-2πi pk / l)} for k from 1. */
    final double[][] twiddles;
    /** For each pass, r times r pairs: {@code exp(-2πi jk / r)}. */
    final double[][] roots;
    /** The plan of the convolution, or null. */
    final FourierPlan convolution;
    /** The chirp, n pairs. */
    final double[] chirp;
    /** The transform of the chirp's conjugate, over the length of the convolution, as pairs. */
    final double[] chirpSpectrum;

    /** {@code exp(-πik/n)} for k from 0 to n, as pairs: what makes of this transform that of 2n real numbers. */
    final float[] floatDoubling;

    // The numbers above rounded, for vectors of floats.
    final float[][] floatTwiddles;
    final float[][] floatRoots;
    final float[] floatChirp;
    final float[] floatChirpSpectrum;

    FourierPlan(int n) {
        this.n = n;
        factors = factors(n);
        if (factors == null) {
            twiddles = new double[0][];
            roots = new double[0][];
            convolution = new FourierPlan(smoothFrom(2L * n - 1));
            chirp = new double[2 * n];
            for (int j = 0; j < n; j++) {
                putRoot(chirp, j, (long) j * j % (2L * n), 2L * n);
            }
            chirpSpectrum = chirpSpectrum();
        } else {
            twiddles = new double[factors.length][];
            roots = new double[factors.length][];
            convolution = null;
            chirp = new double[0];
            chirpSpectrum = new double[0];
            int length = n;
            for (int i = 0; i < factors.length; i++) {
                int r = factors[i];
                int m = length / r;
                twiddles[i] = new double[2 * m * (r - 1)];
                for (int p = 0; p < m; p++) {
                    for (int k = 1; k < r; k++) {
                        putRoot(twiddles[i], p * (r - 1) + k - 1, (long) p * k, length);
                    }
                }
                roots[i] = new double[2 * r * r];
                for (int j = 0; j < r * r; j++) {
                    putRoot(roots[i], j, (long) (j / r) * (j % r) % r, r);
                }
                length = m;
            }
        }
        double[] doubling = new double[2 * (n + 1)];
        for (int k = 0; k <= n; k++) {
            putRoot(doubling, k, k, 2L * n);
        }
        floatDoubling = rounded(doubling);
        floatTwiddles = Arrays.stream(twiddles).map(FourierPlan::rounded).toArray(float[][]::new);
        floatRoots = Arrays.stream(roots).map(FourierPlan::rounded).toArray(float[][]::new);
        floatChirp = rounded(chirp);
        floatChirpSpectrum = rounded(chirpSpectrum);
    }

    /** How many complex numbers the passes need room for. */
    int rows() {
        return convolution == null ? n : convolution.n;
    }

    /** Factors of 4 first, since they make the fewest passes; null if there is a large prime among them. */
    private static int[] factors(int n) {
        int[] found = new int[32];
        int count = 0;
        int rest = n;
        for (int r : new int[] {4, 2, 3, 5, 7, 11, LARGEST_FACTOR}) {
            while (rest % r == 0) {
                found[count++] = r;
                rest /= r;
            }
        }
        return rest == 1 ? Arrays.copyOf(found, count) : null;
    }

    private static int smoothFrom(long least) {
        long best = Long.MAX_VALUE;
        for (int odd : new int[] {1, 3, 5}) {
            long length = odd;
            while (length < least) {
                length *= 2;
            }
            best = Math.min(best, length);
        }
        return Math.toIntExact(best);
    }

    /** {@code exp(-2πi part / whole)}, by the angle in the first eighth of the circle, where sine and cosine err least. */
    private static void putRoot(double[] pairs, int index, long part, long whole) {
        long eighths = 8 * (part % whole);
        long octant = eighths / whole;
        long rest = eighths % whole;
        double angle = Math.PI / 4 * (octant % 2 == 0 ? rest : whole - rest) / whole;
        double small = Math.sin(angle);
        double large = Math.cos(angle);
        boolean swapped = octant % 4 == 1 || octant % 4 == 2;
        double cos = swapped ? small : large;
        double sin = swapped ? large : small;
        pairs[2 * index] = octant >= 2 && octant < 6 ? -cos : cos;
        pairs[2 * index + 1] = octant >= 4 ? sin : -sin;
    }

    private double[] chirpSpectrum() {
        int length = convolution.n;
        ByteBuffer x = ByteBuffer.allocateDirect(16 * length).order(ByteOrder.nativeOrder());
        ByteBuffer y = ByteBuffer.allocateDirect(16 * length).order(ByteOrder.nativeOrder());
        for (int j = 0; j < n; j++) {
            for (int at : new int[] {16 * j, 16 * ((length - j) % length)}) {
                x.putDouble(at, chirp[2 * j]);
                x.putDouble(at + 8, -chirp[2 * j + 1]);
            }
        }
        ByteBuffer result = new ScalarPasses(x, 0, y, 0).run(convolution) ? y : x;
        double[] spectrum = new double[2 * length];
        result.asDoubleBuffer().get(spectrum);
        return spectrum;
    }

    private static float[] rounded(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
