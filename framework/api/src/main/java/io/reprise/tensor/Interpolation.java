package io.reprise.tensor;

/** How a value between the elements of an image is found. */
public enum Interpolation {
    /** The nearest element. */
    NEAREST,
    /** Linear along each axis between the two elements around: bilinear in a plane. */
    LINEAR,
    /** By Keys' cubic convolution along each axis over four elements, a = -0.75: bicubic in a plane. */
    CUBIC
}
