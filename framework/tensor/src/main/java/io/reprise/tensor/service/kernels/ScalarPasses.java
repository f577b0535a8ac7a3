package io.reprise.tensor.service.kernels;

import java.nio.ByteBuffer;

/** The passes of a {@link FourierPlan} over one line of pairs of doubles, to and fro between two places in memory. */
final class ScalarPasses {
    private static final int PAIR = 16;

    private ByteBuffer x;
    private int xAt;
    private ByteBuffer y;
    private int yAt;
    private boolean exchanged;

    /** The line begins at byte {@code xAt} of x; y has as much room from {@code yAt} on. */
    ScalarPasses(ByteBuffer x, int xAt, ByteBuffer y, int yAt) {
        this.x = x;
        this.xAt = xAt;
        this.y = y;
        this.yAt = yAt;
    }

    /** The transform; whether it ends in y. Both must have room for {@link FourierPlan#rows}. */
    boolean run(FourierPlan plan) {
        if (plan.convolution == null) {
            stockham(plan);
        } else {
            bluestein(plan);
        }
        return exchanged;
    }

    private void stockham(FourierPlan plan) {
        int s = 1;
        int m = plan.n;
        for (int i = 0; i < plan.factors.length; i++) {
            int r = plan.factors[i];
            m /= r;
            switch (r) {
                case 2 -> pass2(s, m, plan.twiddles[i]);
                case 4 -> pass4(s, m, plan.twiddles[i]);
                default -> pass(r, s, m, plan.twiddles[i], plan.roots[i]);
            }
            exchange();
            s *= r;
        }
    }

    private void exchange() {
        ByteBuffer buffer = x;
        x = y;
        y = buffer;
        int at = xAt;
        xAt = yAt;
        yAt = at;
        exchanged = !exchanged;
    }

    private double re(int row) {
        return x.getDouble(xAt + PAIR * row);
    }

    private double im(int row) {
        return x.getDouble(xAt + PAIR * row + 8);
    }

    private void put(int row, double re, double im) {
        y.putDouble(yAt + PAIR * row, re);
        y.putDouble(yAt + PAIR * row + 8, im);
    }

    private void putTimes(int row, double re, double im, double[] factors, int pair) {
        double c = factors[2 * pair];
        double d = factors[2 * pair + 1];
        put(row, re * c - im * d, re * d + im * c);
    }

    private void pass2(int s, int m, double[] twiddles) {
        for (int p = 0; p < m; p++) {
            for (int q = 0; q < s; q++) {
                int a = q + s * p;
                int b = a + s * m;
                int out = q + s * 2 * p;
                put(out, re(a) + re(b), im(a) + im(b));
                putTimes(out + s, re(a) - re(b), im(a) - im(b), twiddles, p);
            }
        }
    }

    private void pass4(int s, int m, double[] twiddles) {
        for (int p = 0; p < m; p++) {
            for (int q = 0; q < s; q++) {
                int a = q + s * p;
                int b = a + s * m;
                int c = b + s * m;
                int d = c + s * m;
                double sumRe = re(a) + re(c);
                double sumIm = im(a) + im(c);
                double differenceRe = re(a) - re(c);
                double differenceIm = im(a) - im(c);
                double otherSumRe = re(b) + re(d);
                double otherSumIm = im(b) + im(d);
                double otherDifferenceRe = re(b) - re(d);
                double otherDifferenceIm = im(b) - im(d);
                int out = q + s * 4 * p;
                put(out, sumRe + otherSumRe, sumIm + otherSumIm);
                putTimes(out + s, differenceRe + otherDifferenceIm, differenceIm - otherDifferenceRe, twiddles, 3 * p);
                putTimes(out + 2 * s, sumRe - otherSumRe, sumIm - otherSumIm, twiddles, 3 * p + 1);
                putTimes(
                        out + 3 * s,
                        differenceRe - otherDifferenceIm,
                        differenceIm + otherDifferenceRe,
                        twiddles,
                        3 * p + 2);
            }
        }
    }

    private void pass(int r, int s, int m, double[] twiddles, double[] roots) {
        for (int p = 0; p < m; p++) {
            for (int q = 0; q < s; q++) {
                for (int k = 0; k < r; k++) {
                    double re = 0;
                    double im = 0;
                    for (int j = 0; j < r; j++) {
                        int row = q + s * (p + m * j);
                        double c = roots[2 * (r * k + j)];
                        double d = roots[2 * (r * k + j) + 1];
                        re += re(row) * c - im(row) * d;
                        im += re(row) * d + im(row) * c;
                    }
                    int out = q + s * (r * p + k);
                    if (k == 0) {
                        put(out, re, im);
                    } else {
                        putTimes(out, re, im, twiddles, p * (r - 1) + k - 1);
                    }
                }
            }
        }
    }

    private void bluestein(FourierPlan plan) {
        int length = plan.convolution.n;
        for (int j = 0; j < plan.n; j++) {
            putTimes(j, re(j), im(j), plan.chirp, j);
        }
        for (int j = plan.n; j < length; j++) {
            put(j, 0, 0);
        }
        exchange();
        stockham(plan.convolution);
        // The inverse transform is the transform with real and imaginary parts exchanged before and after it.
        for (int j = 0; j < length; j++) {
            double c = plan.chirpSpectrum[2 * j];
            double d = plan.chirpSpectrum[2 * j + 1];
            put(j, re(j) * d + im(j) * c, re(j) * c - im(j) * d);
        }
        exchange();
        stockham(plan.convolution);
        for (int k = 0; k < plan.n; k++) {
            putTimes(k, im(k) / length, re(k) / length, plan.chirp, k);
        }
        exchange();
    }
}
