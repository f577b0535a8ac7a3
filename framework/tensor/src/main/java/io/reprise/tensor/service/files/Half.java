package io.reprise.tensor.service.files;

/** Floating-point numbers of 16 bits, which files hold and tensors don't. */
final class Half {
    private static final float SMALLEST_SUBNORMAL = 0x1p-24f;

    private Half() {}

    /** IEEE 754 binary16: 1 bit sign, 5 exponent, 10 fraction. */
    static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) {
            return Math.copySign(fraction * SMALLEST_SUBNORMAL, Float.intBitsToFloat(sign));
        }
        int wide = exponent == 31 ? 255 : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    /** bfloat16: the upper half of a float. */
    static float fromBrain(short brain) {
        return Float.intBitsToFloat(brain << 16);
    }
}
