package io.reprise.tensor;

/** What lies outside of an image. */
public enum Outside {
    /** Zeros. */
    ZEROS,
    /** The nearest element of the border. */
    BORDER,
    /** The image, reflected at its borders as often as needed. */
    REFLECTION
}
