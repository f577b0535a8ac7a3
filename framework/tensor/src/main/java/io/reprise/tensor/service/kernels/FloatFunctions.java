package io.reprise.tensor.service.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

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

    private static final float ROOT_HALF = 0.70710678f;
    private static final float INVERSE_ROOT_2PI = 0.39894228f;

    private FloatFunctions() {}

    static FloatVector exp(FloatVector x) {
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
        VectorMask<Float> overflow = x.compare(VectorOperators.GT, EXP_OVERFLOW);
        VectorMask<Float> underflow = x.compare(VectorOperators.LT, EXP_UNDERFLOW);
        return scaled.blend(broadcast(Float.POSITIVE_INFINITY), overflow).blend(broadcast(0), underflow);
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

    static FloatVector tanh(FloatVector x) {
        FloatVector z = x.mul(x);
        FloatVector p = z.fma(broadcast(T4), broadcast(T3));
        p = p.fma(z, broadcast(T2));
        p = p.fma(z, broadcast(T1));
        p = p.fma(z, broadcast(T0));
        FloatVector small = p.mul(z).fma(x, x);
        FloatVector size = x.abs();
        FloatVector e = exp(size.add(size));
        FloatVector large = broadcast(1).sub(broadcast(2).div(e.add(1f)));
        large = large.blend(large.neg(), x.compare(VectorOperators.LT, 0f));
        return large.blend(small, size.compare(VectorOperators.LT, TANH_SMALL));
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

    /** The error function. */
    static FloatVector erf(FloatVector x) {
        FloatVector t = x.abs();
        FloatVector s = x.mul(x);
        FloatVector r = t.fma(broadcast(-1.72853470e-5f), broadcast(3.83197126e-4f));
        FloatVector u = t.fma(broadcast(-3.88396438e-3f), broadcast(2.42546219e-2f));
        r = r.fma(s, u);
        r = r.fma(t, broadcast(-1.06777877e-1f));
        r = r.fma(t, broadcast(-6.34846687e-1f));
        r = r.fma(t, broadcast(-1.28717512e-1f));
        r = r.fma(t, t.neg());
        FloatVector large = broadcast(1).sub(exp(r));
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
        float r = Math.fma(t, -1.72853470e-5f, 3.83197126e-4f);
        float u = Math.fma(t, -3.88396438e-3f, 2.42546219e-2f);
        r = Math.fma(r, s, u);
        r = Math.fma(r, t, -1.06777877e-1f);
        r = Math.fma(r, t, -6.34846687e-1f);
        r = Math.fma(r, t, -1.28717512e-1f);
        r = Math.fma(r, t, -t);
        float large = t >= ERF_ONE ? 1 : 1 - exp(r);
        return x < 0 ? -large : large;
    }

    static FloatVector gelu(FloatVector x) {
        return x.mul(0.5f).mul(erf(x.mul(ROOT_HALF)).add(1f));
    }

    static float gelu(float x) {
        return x * 0.5f * (erf(x * ROOT_HALF) + 1);
    }

    /** The derivative: {@code Φ(x) + x φ(x)}. */
    static FloatVector geluDerivative(FloatVector x) {
        FloatVector distribution = erf(x.mul(ROOT_HALF)).add(1f).mul(0.5f);
        FloatVector density = exp(x.mul(x).mul(-0.5f)).mul(INVERSE_ROOT_2PI);
        return x.fma(density, distribution);
    }

    static float geluDerivative(float x) {
        float distribution = (erf(x * ROOT_HALF) + 1) * 0.5f;
        float density = exp(x * x * -0.5f) * INVERSE_ROOT_2PI;
        return Math.fma(x, density, distribution);
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(FloatLanes.SPECIES, value);
    }
}
