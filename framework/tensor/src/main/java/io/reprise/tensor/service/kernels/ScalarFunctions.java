package io.reprise.tensor.service.kernels;

import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Comparison;
import io.reprise.tensor.service.kernels.Kernels.Unary;

/** The elementwise functions and their derivatives, in double, and what of them is done on integers. */
final class ScalarFunctions {
    private static final double INVERSE_ROOT_2PI = 0.3989422804014327;
    private static final double ROOT_HALF = 0.7071067811865476;
    private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;

    private ScalarFunctions() {}

    static double apply(Unary f, double x) {
        return switch (f) {
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case ROUND -> Math.rint(x);
            case FLOOR -> Math.floor(x);
            case CEIL -> Math.ceil(x);
            case EXP -> Math.exp(x);
            case EXPM1 -> Math.expm1(x);
            case LOG -> Math.log(x);
            case LOG1P -> Math.log1p(x);
            case SIN -> Math.sin(x);
            case COS -> Math.cos(x);
            case TANH -> Math.tanh(x);
            case ERF -> erf(x);
            case SIGMOID -> sigmoid(x);
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
            case RELU -> x > 0 || Double.isNaN(x) ? x : 0;
            case SILU -> x / (1 + Math.exp(-x));
            case GELU -> x * normalDistribution(x);
        };
    }

    /** The derivative at {@code x}, where the function has the value {@code y}. */
    static double derivative(Unary f, double x, double y) {
        return switch (f) {
            case SQUARE -> 2 * x;
            case SQRT -> 0.5 / y;
            case RECIPROCAL -> -y * y;
            case ABS -> Math.signum(x);
            case SIGN, ROUND, FLOOR, CEIL -> 0;
            case EXP -> y;
            case EXPM1 -> y + 1;
            case LOG -> 1 / x;
            case LOG1P -> 1 / (1 + x);
            case SIN -> Math.cos(x);
            case COS -> -Math.sin(x);
            case TANH -> 1 - y * y;
            case ERF -> TWO_OVER_ROOT_PI * Math.exp(-x * x);
            case SIGMOID -> y * (1 - y);
            case SOFTPLUS -> sigmoid(x);
            case RELU -> y > 0 ? 1 : 0;
            case SILU -> sigmoid(x) + y * (1 - sigmoid(x));
            case GELU -> normalDistribution(x) + x * INVERSE_ROOT_2PI * Math.exp(-0.5 * x * x);
        };
    }

    static long apply(Unary f, long x) {
        return switch (f) {
            case SQUARE -> x * x;
            case ABS -> Math.abs(x);
            case SIGN -> Long.signum(x);
            default -> throw new IllegalArgumentException("no " + f + " of integers");
        };
    }

    static double apply(Binary f, double a, double b) {
        return switch (f) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MINIMUM -> Math.min(a, b);
            case MAXIMUM -> Math.max(a, b);
            case POWER -> Math.pow(a, b);
        };
    }

    static long apply(Binary f, long a, long b) {
        return switch (f) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MINIMUM -> Math.min(a, b);
            case MAXIMUM -> Math.max(a, b);
            case POWER -> throw new IllegalArgumentException("no " + f + " of integers");
        };
    }

    static boolean holds(Comparison f, double a, double b) {
        return switch (f) {
            case GREATER -> a > b;
            case GREATER_OR_EQUAL -> a >= b;
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
        };
    }

    static boolean holds(Comparison f, long a, long b) {
        return switch (f) {
            case GREATER -> a > b;
            case GREATER_OR_EQUAL -> a >= b;
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The distribution function of the standard normal distribution. */
    static double normalDistribution(double x) {
        return 0.5 * erfc(-x * ROOT_HALF);
    }

    /** The error function, near 0 by its series (Abramowitz, Stegun 7.1.6). */
    static double erf(double x) {
        if (Math.abs(x) < 2.5) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
        }
        return x < 0 ? erfc(-x) - 1 : 1 - erfc(x);
    }

    /**
     * The complementary error function, to about 1e-12 of its value: near 0 from {@link #erf}, elsewhere by the continued
     * fraction of Abramowitz, Stegun 7.1.14 evaluated backwards.
     */
    static double erfc(double x) {
        double z = Math.abs(x);
        if (z < 2.5) {
            return 1 - erf(x);
        }
        if (Double.isNaN(x)) {
            return x;
        }
        double tail = 0;
        if (z < 27) {
            double fraction = 0;
            for (int n = 60; n >= 1; n--) {
                fraction = n / 2.0 / (z + fraction);
            }
            tail = Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction);
        }
        return x < 0 ? 2 - tail : tail;
    }
}
