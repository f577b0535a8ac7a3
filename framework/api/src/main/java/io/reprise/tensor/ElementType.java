package io.reprise.tensor;

/** The type of a tensor's elements. */
public enum ElementType {
    /** 32-bit IEEE floating point. */
    FLOAT(4, "float"),
    /** 64-bit IEEE floating point. */
    DOUBLE(8, "double"),
    /** 32-bit signed integer. */
    INT(4, "int"),
    /** 64-bit signed integer. */
    LONG(8, "long"),
    /** A truth value, one byte: 0 is false, 1 is true. */
    BOOL(1, "bool");

    private final int bytes;
    private final String label;

    ElementType(int bytes, String label) {
        this.bytes = bytes;
        this.label = label;
    }

    /** The size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether this type has fractions, infinities and NaN, and so can carry a gradient. */
    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    /** The name used in schemas and messages, for instance {@code float}. */
    @Override
    public String toString() {
        return label;
    }
}
