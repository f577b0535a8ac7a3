package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.kernels.Kernels.Unary;

/** The elementwise functions and their derivatives, in double. */
final class ScalarFunctions {
    private static final double INVERSE_ROOT_2PI = 0.3989422804014327;
    private static final double ROOT_HALF = 0.7071067811865476;

    private ScalarFunctions() {}

    static double apply(Unary f, double x) {
        return switch (f) {
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case RELU -> x > 0 || Double.isNaN(x) ? x : 0;
            case GELU -> x * normalDistribution(x);
        };
    }

    /** The derivative at {@code x}, where the function has the value {@code y}. */
    static double derivative(Unary f, double x, double y) {
        return switch (f) {
            case SQUARE -> 2 * x;
            case SQRT -> 0.5 / y;
            case EXP -> y;
            case LOG -> 1 / x;
            case TANH -> 1 - y * y;
            case SIGMOID -> y * (1 - y);
            case RELU -> y > 0 ? 1 : 0;
            case GELU -> normalDistribution(x) + x * INVERSE_ROOT_2PI * Math.exp(-0.5 * x * x);
        };
    }

    /** The distribution function of the standard normal distribution. */
    static double normalDistribution(double x) {
        return 0.5 * erfc(-x * ROOT_HALF);
    }

    /**
     * The complementary error function, to about 1e-12 of its value: near 0 by the series of erf (Abramowitz, Stegun
     * 7.1.6), elsewhere by the continued fraction of erfc (7.1.14) evaluated backwards.
     */
    static double erfc(double x) {
        double z = Math.abs(x);
        if (Double.isNaN(x)) {
            return x;
        }
        double tail;
        if (z < 2.5) {
            double term = z;
            double sum = z;
            for (int n = 1; term > sum * 1e-17; n++) {
                term *= 2 * z * z / (2 * n + 1);
                sum += term;
            }
            tail = 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum;
        } else if (z < 27) {
            double fraction = 0;
            for (int n = 60; n >= 1; n--) {
                fraction = n / 2.0 / (z + fraction);
            }
            tail = Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction);
        } else {
            tail = 0;
        }
        return x < 0 ? 2 - tail : tail;
    }
}
