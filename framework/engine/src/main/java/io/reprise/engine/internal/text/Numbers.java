package io.reprise.engine.internal.text;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import java.math.BigDecimal;
import java.math.MathContext;

/** Writes numbers the way that messages and files show them. */
public final class Numbers {
    private static final int DIGITS = 5;

    private Numbers() {}

    /** The shortest decimal that reads back as the same double, on every Java version; whole numbers without fraction. */
    public static String plain(double value) {
        // Beyond 2^53 a double's neighbours are further than 1 apart, and digits would look more exact than they are.
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53 && !(value == 0 && 1 / value < 0)) {
            return Long.toString((long) value);
        }
        return DoubleToDecimal.toString(value);
    }

    /** Five significant digits, for people; the digits before the point are all there up to ten millions. */
    public static String rounded(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(value)));
        boolean plain = exponent >= -4 && exponent < 7;
        MathContext precision = new MathContext(plain ? Math.max(DIGITS, exponent + 1) : DIGITS);
        BigDecimal digits = new BigDecimal(value, precision).stripTrailingZeros();
        if (plain) {
            return digits.toPlainString();
        }
        int tens = digits.precision() - digits.scale() - 1;
        return new BigDecimal(digits.unscaledValue(), digits.precision() - 1).toPlainString() + "E" + tens;
    }
}
