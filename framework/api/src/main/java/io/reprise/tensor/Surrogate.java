package io.reprise.tensor;

/**
 * What stands for the slope of the step function when a spike is differentiated: {@code height * g(slope * x)}, where x is
 * how far the membrane is above the threshold and g is 1 at 0 and falls off on both sides.
 *
 * @param form the function g
 * @param slope how fast g falls off; above 0
 * @param height the value at the threshold
 */
public record Surrogate(Form form, double slope, double height) {
    /** The function g. */
    public enum Form {
        /** {@code 1 / (1 + |z|)²}. */
        FAST_SIGMOID,
        /** {@code max(0, 1 - |z|)}. */
        TRIANGLE,
        /** {@code 1 / (1 + (π z / 2)²)}. */
        ARCTAN,
        /** {@code exp(-z² / 2)}. */
        GAUSSIAN,
        /** {@code 4 σ(z) (1 - σ(z))}. */
        SIGMOID,
        /** 1 where {@code |z| <= 1/2}, else 0. */
        BOXCAR
    }

    /** Checks the slope. */
    public Surrogate {
        if (form == null || !(slope > 0) || !Double.isFinite(slope) || !Double.isFinite(height)) {
            throw new IllegalArgumentException("surrogate: wants a form, a slope above 0 and a height, and got " + form
                    + ", " + slope + ", " + height);
        }
    }

    /** {@code 1 / (1 + slope |x|)²}, SuperSpike (Zenke, Ganguli 2018). */
    public static Surrogate fastSigmoid(double slope) {
        return new Surrogate(Form.FAST_SIGMOID, slope, 1);
    }

    /** {@code height max(0, 1 - slope |x|)} (Bellec et al. 2018, with the reciprocal of the threshold and height 0.3). */
    public static Surrogate triangle(double slope, double height) {
        return new Surrogate(Form.TRIANGLE, slope, height);
    }

    /** {@code (α/2) / (1 + (π α x / 2)²)} (Fang et al. 2021, with α = 2). */
    public static Surrogate arctan(double alpha) {
        return new Surrogate(Form.ARCTAN, alpha, alpha / 2);
    }

    /** The density of the normal distribution with this standard deviation. */
    public static Surrogate gaussian(double deviation) {
        return new Surrogate(Form.GAUSSIAN, 1 / deviation, 1 / (deviation * Math.sqrt(2 * Math.PI)));
    }

    /** The derivative of {@code σ(α x)}: {@code α σ (1 - σ)}. */
    public static Surrogate sigmoid(double alpha) {
        return new Surrogate(Form.SIGMOID, alpha, alpha / 4);
    }

    /** {@code 1 / width} within half a width of the threshold (Wu et al. 2018): the straight-through estimator. */
    public static Surrogate boxcar(double width) {
        return new Surrogate(Form.BOXCAR, 1 / width, 1 / width);
    }
}
