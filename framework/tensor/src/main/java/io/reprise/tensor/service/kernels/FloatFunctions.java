package io.reprise.tensor.service.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Functions of floats, as vectors and (for the last few elements of a run) one at a time by the same steps, so that an
 * element's value doesn't depend on where it lies.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the digits as they were published
final class FloatFunctions {
    // exp: x = n ln 2 + r, and a polynomial for exp(r) (Cephes, expf.c).
    private static final float LOG2_E = 1.44269504088896341f;
    /** ln 2 in two parts, the first with few enough bits that {@code n} times it is exact. */
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.12194440e-4f;
    /** Adding it rounds a float to an integer, which then stands in the lowest bits. */
    private static final float ROUNDER = 12582912f;

    private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
    private static final float EXP_OVERFLOW = 88.72284f;
    private static final float EXP_UNDERFLOW = -103.97208f;
    private static final float E5 = 1.9875691500e-4f;
    private static final float E4 = 1.3981999507e-3f;
    private static final float E3 = 8.3334519073e-3f;
    private static final float E2 = 4.1665795894e-2f;
    private static final float E1 = 1.6666665459e-1f;
    private static final float E0 = 5.0000001201e-1f;

    // tanh near 0 (Cephes, tanhf.c); elsewhere 1 - 2 / (exp(2x) + 1).
    private static final float TANH_SMALL = 0.625f;
    private static final float T4 = -5.70498872745e-3f;
    private static final float T3 = 2.06390887954e-2f;
    private static final float T2 = -5.37397155531e-2f;
    private static final float T1 = 1.33314422036e-1f;
    private static final float T0 = -3.33332819422e-1f;

    // erf: a polynomial near 0, and 1 - exp(polynomial) elsewhere (N. Juffa's minimax fit).
    private static final float ERF_SMALL = 0.927734375f;
    /** From here on erf rounds to 1. */
    private static final float ERF_ONE = 4f;

    static final float ROOT_HALF = 0.70710678f;
    private static final float INVERSE_ROOT_2PI = 0.39894228f;

    /** From here on down expm1 rounds to -1. */
    private static final float EXPM1_ONE = -18f;

    private FloatFunctions() {}

    static FloatVector exp(FloatVector x) {
        return overflowing(x, expBelowOverflow(x));
    }

    /** Infinity where the exponential of x is too large for a float, and what was found elsewhere. */
    static FloatVector overflowing(FloatVector x, FloatVector found) {
        return found.blend(broadcast(Float.POSITIVE_INFINITY), x.compare(VectorOperators.GT, EXP_OVERFLOW));
    }

    /** For numbers that are known not to be large. */
    static FloatVector expBelowOverflow(FloatVector x) {
        FloatVector shifted = x.fma(broadcast(LOG2_E), broadcast(ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        IntVector k = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        FloatVector r = n.fma(broadcast(-LN2_HIGH), x);
        r = n.fma(broadcast(-LN2_LOW), r);
        FloatVector p = r.fma(broadcast(E5), broadcast(E4));
        p = p.fma(r, broadcast(E3));
        p = p.fma(r, broadcast(E2));
        p = p.fma(r, broadcast(E1));
        p = p.fma(r, broadcast(E0));
        p = p.fma(r.mul(r), r).add(1f);
        // In two factors: 2^n alone is no normal float at either end of the range.
        IntVector half = k.lanewise(VectorOperators.ASHR, 1);
        FloatVector scaled = p.mul(powerOfTwo(half)).mul(powerOfTwo(k.sub(half)));
        return scaled.blend(broadcast(0), x.compare(VectorOperators.LT, EXP_UNDERFLOW));
    }

    private static FloatVector powerOfTwo(IntVector k) {
        return k.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    static float exp(float x) {
        if (x > EXP_OVERFLOW) {
            return Float.POSITIVE_INFINITY;
        }
        if (x < EXP_UNDERFLOW) {
            return 0;
        }
        float shifted = Math.fma(x, LOG2_E, ROUNDER);
        float n = shifted - ROUNDER;
        int k = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        float r = Math.fma(n, -LN2_HIGH, x);
        r = Math.fma(n, -LN2_LOW, r);
        float p = Math.fma(r, E5, E4);
        p = Math.fma(p, r, E3);
        p = Math.fma(p, r, E2);
        p = Math.fma(p, r, E1);
        p = Math.fma(p, r, E0);
        p = Math.fma(p, r * r, r) + 1;
        int half = k >> 1;
        return p * Float.intBitsToFloat((half + 127) << 23) * Float.intBitsToFloat((k - half + 127) << 23);
    }

    /** From {@code e = exp(2 |x|)}. */
    static FloatVector tanh(FloatVector x, FloatVector e) {
        FloatVector z = x.mul(x);
        FloatVector p = z.fma(broadcast(T4), broadcast(T3));
        p = p.fma(z, broadcast(T2));
        p = p.fma(z, broadcast(T1));
        p = p.fma(z, broadcast(T0));
        FloatVector small = p.mul(z).fma(x, x);
        FloatVector large = broadcast(1).sub(broadcast(2).div(e.add(1f)));
        large = large.blend(large.neg(), x.compare(VectorOperators.LT, 0f));
        return large.blend(small, x.abs().compare(VectorOperators.LT, TANH_SMALL));
    }

    static float tanh(float x) {
        float size = Math.abs(x);
        if (size < TANH_SMALL) {
            float z = x * x;
            float p = Math.fma(z, T4, T3);
            p = Math.fma(p, z, T2);
            p = Math.fma(p, z, T1);
            p = Math.fma(p, z, T0);
            return Math.fma(p * z, x, x);
        }
        float large = 1 - 2 / (exp(size + size) + 1);
        return x < 0 ? -large : large;
    }

    static FloatVector sigmoid(FloatVector x) {
        return broadcast(1).div(exp(x.neg()).add(1f));
    }

    static float sigmoid(float x) {
        return 1 / (exp(-x) + 1);
    }

    static FloatVector relu(FloatVector x) {
        return x.blend(broadcast(0), x.compare(VectorOperators.LE, 0f));
    }

    static float relu(float x) {
        return x <= 0 ? 0 : x;
    }

    /** What 1 less the error function of |x| is the exponential of, away from 0. */
    static FloatVector erfExponent(FloatVector x) {
        FloatVector t = x.abs();
        FloatVector s = x.mul(x);
        FloatVector r = t.fma(broadcast(-1.72853470e-5f), broadcast(3.83197126e-4f));
        FloatVector u = t.fma(broadcast(-3.88396438e-3f), broadcast(2.42546219e-2f));
        r = r.fma(s, u);
        r = r.fma(t, broadcast(-1.06777877e-1f));
        r = r.fma(t, broadcast(-6.34846687e-1f));
        r = r.fma(t, broadcast(-1.28717512e-1f));
        return r.fma(t, t.neg());
    }

    /** The error function, from {@code e = exp(erfExponent(x))}. */
    static FloatVector erf(FloatVector x, FloatVector e) {
        FloatVector t = x.abs();
        FloatVector s = x.mul(x);
        FloatVector large = broadcast(1).sub(e);
        large = large.blend(broadcast(1), t.compare(VectorOperators.GE, ERF_ONE));
        large = large.blend(large.neg(), x.compare(VectorOperators.LT, 0f));
        FloatVector p = s.fma(broadcast(-5.96761703e-4f), broadcast(4.99119423e-3f));
        p = p.fma(s, broadcast(-2.67681349e-2f));
        p = p.fma(s, broadcast(1.12819925e-1f));
        p = p.fma(s, broadcast(-3.76125336e-1f));
        p = p.fma(s, broadcast(1.28379166e-1f));
        FloatVector small = p.fma(x, x);
        return large.blend(small, t.compare(VectorOperators.LE, ERF_SMALL));
    }

    /** The error function. */
    static float erf(float x) {
        float t = Math.abs(x);
        float s = x * x;
        if (t <= ERF_SMALL) {
            float p = Math.fma(s, -5.96761703e-4f, 4.99119423e-3f);
            p = Math.fma(p, s, -2.67681349e-2f);
            p = Math.fma(p, s, 1.12819925e-1f);
            p = Math.fma(p, s, -3.76125336e-1f);
            p = Math.fma(p, s, 1.28379166e-1f);
            return Math.fma(p, x, x);
        }
        float large = t >= ERF_ONE ? 1 : 1 - exp(erfExponent(x));
        return x < 0 ? -large : large;
    }

    static float erfExponent(float x) {
        float t = Math.abs(x);
        float s = x * x;
        float r = Math.fma(t, -1.72853470e-5f, 3.83197126e-4f);
        float u = Math.fma(t, -3.88396438e-3f, 2.42546219e-2f);
        r = Math.fma(r, s, u);
        r = Math.fma(r, t, -1.06777877e-1f);
        r = Math.fma(r, t, -6.34846687e-1f);
        r = Math.fma(r, t, -1.28717512e-1f);
        return Math.fma(r, t, -t);
    }

    static float gelu(float x) {
        return x * 0.5f * (erf(x * ROOT_HALF) + 1);
    }

    /** The derivative {@code Φ(x) + x φ(x)}, from {@code erf(x / sqrt(2))} and {@code exp(-x^2 / 2)}. */
    static FloatVector geluDerivative(FloatVector x, FloatVector erf, FloatVector exponential) {
        return x.fma(exponential.mul(INVERSE_ROOT_2PI), erf.add(1f).mul(0.5f));
    }

    /** The derivative: {@code Φ(x) + x φ(x)}. */
    static float geluDerivative(float x) {
        float distribution = (erf(x * ROOT_HALF) + 1) * 0.5f;
        float density = exp(x * x * -0.5f) * INVERSE_ROOT_2PI;
        return Math.fma(x, density, distribution);
    }

    // log: the exponent, and a polynomial for log(1 + m) with m in [-1/3, 1/3] (N. Juffa's minimax fit).
    private static final int TWO_THIRDS_BITS = Float.floatToRawIntBits(0.666666667f);
    private static final float LN2 = 0.693147182f;
    /** Makes a normal number of a subnormal one. */
    private static final float TWO_23 = 8388608f;

    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        FloatVector a = x.blend(x.mul(TWO_23), subnormal);
        IntVector exponent = a.reinterpretAsInts().sub(TWO_THIRDS_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector n = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
        n = n.blend(n.sub(23f), subnormal);
        FloatVector m = a.reinterpretAsInts()
                .sub(exponent.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector r = n.fma(broadcast(LN2), logarithm(m));
        // Infinity and NaN are their own logarithms.
        r = x.blend(r, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
        r = r.blend(broadcast(Float.NaN), x.compare(VectorOperators.LT, 0f));
        return r.blend(broadcast(Float.NEGATIVE_INFINITY), x.compare(VectorOperators.EQ, 0f));
    }

    /** Of {@code 1 + m}. */
    private static FloatVector logarithm(FloatVector m) {
        FloatVector s = m.mul(m);
        FloatVector r = s.fma(broadcast(-0.130310059f), broadcast(-0.121483512f));
        FloatVector t = s.fma(broadcast(0.140869141f), broadcast(0.139814854f));
        r = r.fma(s, broadcast(-0.166846126f));
        t = t.fma(s, broadcast(0.200120345f));
        r = r.fma(s, broadcast(-0.249996200f));
        r = t.fma(m, r);
        r = r.fma(m, broadcast(0.333331972f));
        r = r.fma(m, broadcast(-0.5f));
        return r.fma(s, m);
    }

    static float log(float x) {
        if (!(x < Float.POSITIVE_INFINITY)) {
            return x;
        }
        if (x <= 0) {
            return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
        }
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * TWO_23 : x);
        int exponent = (bits - TWO_THIRDS_BITS) >> 23;
        float n = subnormal ? exponent - 23f : exponent;
        float m = Float.intBitsToFloat(bits - (exponent << 23)) - 1;
        float s = m * m;
        float r = Math.fma(s, -0.130310059f, -0.121483512f);
        float t = Math.fma(s, 0.140869141f, 0.139814854f);
        r = Math.fma(r, s, -0.166846126f);
        t = Math.fma(t, s, 0.200120345f);
        r = Math.fma(r, s, -0.249996200f);
        r = Math.fma(t, m, r);
        r = Math.fma(r, m, 0.333331972f);
        r = Math.fma(r, m, -0.5f);
        r = Math.fma(r, s, m);
        return Math.fma(n, LN2, r);
    }

    /** From {@code log(u)}: with {@code u = 1 + x} rounded, {@code log(u) x / (u - 1)} takes back what the rounding did (HP-15C handbook). */
    static FloatVector log1p(FloatVector x, FloatVector logarithm) {
        FloatVector u = x.add(1f);
        FloatVector r = logarithm.mul(x.div(u.sub(1f)));
        return r.blend(x, u.compare(VectorOperators.EQ, 1f).or(x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY)));
    }

    /** As log1p, without the special cases: for numbers from 0 to 1. */
    static FloatVector log1pOfShare(FloatVector x) {
        FloatVector u = x.add(1f);
        IntVector exponent = u.reinterpretAsInts().sub(TWO_THIRDS_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector n = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
        FloatVector m = u.reinterpretAsInts()
                .sub(exponent.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector r = n.fma(broadcast(LN2), logarithm(m)).mul(x.div(u.sub(1f)));
        return r.blend(x, u.compare(VectorOperators.EQ, 1f));
    }

    static float log1p(float x) {
        float u = x + 1;
        return u == 1 || x == Float.POSITIVE_INFINITY ? x : log(u) * (x / (u - 1));
    }

    /** As exp, with the 1 taken off before the power of two is multiplied in; for numbers that are not 0 and not large. */
    static FloatVector expm1Inside(FloatVector number) {
        FloatVector x = number.max(EXPM1_ONE);
        FloatVector shifted = x.fma(broadcast(LOG2_E), broadcast(ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        IntVector k = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        FloatVector r = n.fma(broadcast(-LN2_HIGH), x);
        r = n.fma(broadcast(-LN2_LOW), r);
        FloatVector p = r.fma(broadcast(E5), broadcast(E4));
        p = p.fma(r, broadcast(E3));
        p = p.fma(r, broadcast(E2));
        p = p.fma(r, broadcast(E1));
        p = p.fma(r, broadcast(E0));
        p = p.fma(r.mul(r), r);
        IntVector half = k.lanewise(VectorOperators.ASHR, 1);
        IntVector rest = k.sub(half);
        FloatVector first = powerOfTwo(half);
        return p.fma(first, first.sub(powerOfTwo(rest.neg()))).mul(powerOfTwo(rest));
    }

    static float expm1(float x) {
        if (x == 0) {
            return x;
        }
        if (x > EXP_OVERFLOW) {
            return Float.POSITIVE_INFINITY;
        }
        if (x < EXPM1_ONE) {
            return -1;
        }
        float shifted = Math.fma(x, LOG2_E, ROUNDER);
        float n = shifted - ROUNDER;
        int k = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        float r = Math.fma(n, -LN2_HIGH, x);
        r = Math.fma(n, -LN2_LOW, r);
        float p = Math.fma(r, E5, E4);
        p = Math.fma(p, r, E3);
        p = Math.fma(p, r, E2);
        p = Math.fma(p, r, E1);
        p = Math.fma(p, r, E0);
        p = Math.fma(p, r * r, r);
        int half = k >> 1;
        int rest = k - half;
        float first = Float.intBitsToFloat((half + 127) << 23);
        float scaled = Math.fma(p, first, first - Float.intBitsToFloat((127 - rest) << 23));
        return scaled * Float.intBitsToFloat((rest + 127) << 23);
    }

    static float softplus(float x) {
        return log1p(exp(-Math.abs(x))) + Math.max(x, 0);
    }

    static FloatVector silu(FloatVector x) {
        return x.div(exp(x.neg()).add(1f));
    }

    static float silu(float x) {
        return x / (exp(-x) + 1);
    }

    // sin and cos: x = n pi/2 + r with pi/2 in three parts, and polynomials for both on [-pi/4, pi/4] (N. Juffa's
    // minimax
    // fits).

    /** Up to here {@code n} times the first part of pi/2 loses no bit that counts. */
    static final float LARGEST_ANGLE = 100_000f;

    private static final float TWO_OVER_PI = 0.636619747f;
    private static final float HALF_PI_HIGH = 1.57079601e+00f;
    private static final float HALF_PI_MIDDLE = 3.13916473e-07f;
    private static final float HALF_PI_LOW = 5.39030253e-15f;

    /** The sine of angles up to {@link #LARGEST_ANGLE}, or with one quadrant added, the cosine. */
    private static FloatVector sin(FloatVector x, int quadrants) {
        FloatVector shifted = x.fma(broadcast(TWO_OVER_PI), broadcast(ROUNDER));
        FloatVector n = shifted.sub(ROUNDER);
        IntVector quadrant = shifted.reinterpretAsInts().add(quadrants);
        FloatVector r = n.fma(broadcast(-HALF_PI_HIGH), x);
        r = n.fma(broadcast(-HALF_PI_MIDDLE), r);
        r = n.fma(broadcast(-HALF_PI_LOW), r);
        FloatVector s = r.mul(r);
        FloatVector sine = s.fma(broadcast(2.86567956e-6f), broadcast(-1.98559923e-4f));
        sine = sine.fma(s, broadcast(8.33338592e-3f));
        sine = sine.fma(s, broadcast(-1.66666672e-1f));
        sine = sine.fma(r.mul(s), r);
        FloatVector cosine = s.fma(broadcast(2.44677067e-5f), broadcast(-1.38877297e-3f));
        cosine = cosine.fma(s, broadcast(4.16666567e-2f));
        cosine = cosine.fma(s, broadcast(-5.00000000e-1f));
        cosine = cosine.fma(s, broadcast(1f));
        // Bit 0 of the quadrant says which of both, bit 1 the sign; a shift makes each the sign of a number.
        FloatVector odd = quadrant.lanewise(VectorOperators.LSHL, 31)
                .lanewise(VectorOperators.OR, 1)
                .reinterpretAsFloats();
        FloatVector chosen = sine.blend(cosine, odd.compare(VectorOperators.LT, 0f));
        IntVector sign = quadrant.lanewise(VectorOperators.AND, 2).lanewise(VectorOperators.LSHL, 30);
        return chosen.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
    }

    private static float sin(float x, int quadrants) {
        float shifted = Math.fma(x, TWO_OVER_PI, ROUNDER);
        float n = shifted - ROUNDER;
        int quadrant = Float.floatToRawIntBits(shifted) + quadrants;
        float r = Math.fma(n, -HALF_PI_HIGH, x);
        r = Math.fma(n, -HALF_PI_MIDDLE, r);
        r = Math.fma(n, -HALF_PI_LOW, r);
        float s = r * r;
        float chosen;
        if ((quadrant & 1) == 0) {
            float sine = Math.fma(s, 2.86567956e-6f, -1.98559923e-4f);
            sine = Math.fma(sine, s, 8.33338592e-3f);
            sine = Math.fma(sine, s, -1.66666672e-1f);
            chosen = Math.fma(sine, r * s, r);
        } else {
            float cosine = Math.fma(s, 2.44677067e-5f, -1.38877297e-3f);
            cosine = Math.fma(cosine, s, 4.16666567e-2f);
            cosine = Math.fma(cosine, s, -5.00000000e-1f);
            chosen = Math.fma(cosine, s, 1f);
        }
        return (quadrant & 2) == 0 ? chosen : -chosen;
    }

    /** The sine of angles up to {@link #LARGEST_ANGLE}. */
    static FloatVector sin(FloatVector x) {
        return sin(x, 0);
    }

    static float sin(float x) {
        return Math.abs(x) <= LARGEST_ANGLE ? sin(x, 0) : (float) Math.sin(x);
    }

    /** The cosine of angles up to {@link #LARGEST_ANGLE}. */
    static FloatVector cos(FloatVector x) {
        return sin(x, 1);
    }

    static float cos(float x) {
        return Math.abs(x) <= LARGEST_ANGLE ? sin(x, 1) : (float) Math.cos(x);
    }

    // --- steps ---

    static FloatVector reciprocal(FloatVector x) {
        return broadcast(1).div(x);
    }

    static float reciprocal(float x) {
        return 1 / x;
    }

    static FloatVector abs(FloatVector x) {
        return x.abs();
    }

    static float abs(float x) {
        return Math.abs(x);
    }

    /** Zeros and NaN are their own signs. */
    static FloatVector sign(FloatVector x) {
        return x.blend(broadcast(1), x.compare(VectorOperators.GT, 0f))
                .blend(broadcast(-1), x.compare(VectorOperators.LT, 0f));
    }

    static float sign(float x) {
        return Math.signum(x);
    }

    /** Adding 2^23 leaves no room for a fraction; from there on every float is whole. */
    static FloatVector round(FloatVector x) {
        FloatVector size = x.abs();
        IntVector sign = x.reinterpretAsInts().lanewise(VectorOperators.AND, Integer.MIN_VALUE);
        FloatVector whole = size.add(TWO_23)
                .sub(TWO_23)
                .reinterpretAsInts()
                .lanewise(VectorOperators.OR, sign)
                .reinterpretAsFloats();
        return x.blend(whole, size.compare(VectorOperators.LT, TWO_23));
    }

    static float round(float x) {
        return (float) Math.rint(x);
    }

    static FloatVector floor(FloatVector x) {
        FloatVector whole = round(x);
        return whole.blend(whole.sub(1f), whole.compare(VectorOperators.GT, x));
    }

    static float floor(float x) {
        return (float) Math.floor(x);
    }

    static FloatVector ceil(FloatVector x) {
        return floor(x.neg()).neg();
    }

    static float ceil(float x) {
        return (float) Math.ceil(x);
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(FloatLanes.SPECIES, value);
    }

    private static final VectorMask<Float> ODD_LANES = VectorMask.fromLong(FloatLanes.SPECIES, 0xAAAA_AAAA_AAAA_AAAAL);
    private static final VectorShuffle<Float> REAL_TWICE = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> i & ~1);
    private static final VectorShuffle<Float> IMAGINARY_TWICE = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> i | 1);
    private static final VectorShuffle<Float> EXCHANGED = VectorShuffle.fromOp(FloatLanes.SPECIES, i -> i ^ 1);

    /** Of complex numbers as pairs, the second ones conjugated or not. Without:  {@code re = a.re b.re - a.im b.im, im = a.im b.re + a.re b.im}. */
    static FloatVector product(FloatVector a, FloatVector b, boolean conjugate) {
        FloatVector straight = a.mul(b.rearrange(REAL_TWICE));
        FloatVector crossed = a.rearrange(EXCHANGED).mul(b.rearrange(IMAGINARY_TWICE));
        return conjugate
                ? straight.add(crossed).blend(straight.sub(crossed), ODD_LANES)
                : straight.sub(crossed).blend(straight.add(crossed), ODD_LANES);
    }
}
