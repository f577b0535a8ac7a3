package io.reprise.engine.internal.text;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;

/** Writes numbers the way that messages and files show them. */
public final class Numbers {
    private Numbers() {}

    /** The shortest decimal that reads back as the same double, on every Java version; whole numbers without fraction. */
    public static String plain(double value) {
        // Beyond 2^53 a double's neighbours are further than 1 apart, and digits would look more exact than they are.
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53 && !(value == 0 && 1 / value < 0)) {
            return Long.toString((long) value);
        }
        return DoubleToDecimal.toString(value);
    }
}
