package io.reprise.tensor.service.kernels;

import java.util.Arrays;

/**
 * Windows over the spatial axes of images, {@code [depth, height, width]}: an image of fewer axes has size 1 on the first
 * ones. Tap t of window p sees the element {@code p * stride - padding + t * dilation} of each axis, which may lie outside of
 * the image.
 */
public final class Windows {
    private static final int AXES = 3;

    private final int[] in;
    private final int[] size;
    private final int[] stride;
    private final int[] padding;
    private final int[] dilation;
    private final int[] out;

    private Windows(int[] in, int[] size, int[] stride, int[] padding, int[] dilation, int[] out) {
        this.in = in;
        this.size = size;
        this.stride = stride;
        this.padding = padding;
        this.dilation = dilation;
        this.out = out;
    }

    /**
     * Windows by their numbers on each axis, from one to three of them.
     *
     * @param padding before the image
     * @param out the number of windows
     */
    public static Windows of(int[] in, int[] size, int[] stride, int[] padding, int[] dilation, int[] out) {
        return new Windows(
                three(in, 1), three(size, 1), three(stride, 1), three(padding, 0), three(dilation, 1), three(out, 1));
    }

    private static int[] three(int[] numbers, int missing) {
        int[] all = {missing, missing, missing};
        System.arraycopy(numbers, 0, all, AXES - numbers.length, numbers.length);
        return all;
    }

    /** The size of the image on an axis. */
    int in(int axis) {
        return in[axis];
    }

    /** The size of a window on an axis. */
    int size(int axis) {
        return size[axis];
    }

    int stride(int axis) {
        return stride[axis];
    }

    int padding(int axis) {
        return padding[axis];
    }

    /** The number of windows on an axis. */
    int out(int axis) {
        return out[axis];
    }

    /** The numbers of windows on the last axes. */
    public int[] counts(int axes) {
        return Arrays.copyOfRange(out, AXES - axes, AXES);
    }

    /** The element that tap {@code tap} of window 0 sees on an axis. */
    int first(int axis, int tap) {
        return tap * dilation[axis] - padding[axis];
    }

    /** The element that a tap of a window sees on an axis, or -1 if it lies outside of the image. */
    int seen(int axis, int tap, int window) {
        int element = first(axis, tap) + window * stride[axis];
        return element >= 0 && element < in[axis] ? element : -1;
    }

    /** The first window whose tap {@code tap} lies in the image. */
    int from(int axis, int tap) {
        int before = -first(axis, tap);
        return before <= 0 ? 0 : Math.min(out[axis], (before + stride[axis] - 1) / stride[axis]);
    }

    /** The window after the last one whose tap {@code tap} lies in the image. */
    int to(int axis, int tap) {
        int room = in[axis] - 1 - first(axis, tap);
        return room < 0 ? 0 : Math.min(out[axis], room / stride[axis] + 1);
    }

    /** The elements of an image. */
    public int elements() {
        return in[0] * in[1] * in[2];
    }

    /** The taps of a window. */
    public int taps() {
        return size[0] * size[1] * size[2];
    }

    /** The number of windows. */
    public int count() {
        return out[0] * out[1] * out[2];
    }

    /** Whether every window sees one element, each its own. */
    boolean isPointwise() {
        for (int axis = 0; axis < AXES; axis++) {
            if (size[axis] != 1 || stride[axis] != 1 || padding[axis] != 0 || out[axis] != in[axis]) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is a plane of 3 by 3 windows that lie side by side. */
    boolean isThreeByThree() {
        return in[0] == 1
                && out[0] == 1
                && size[0] == 1
                && padding[0] == 0
                && size[1] == 3
                && size[2] == 3
                && stride[1] == 1
                && stride[2] == 1
                && dilation[1] == 1
                && dilation[2] == 1;
    }

    /** Whether windows of 2 by 2 lie side by side and cover every plane. */
    boolean areTilesOfFour() {
        return in[0] == 1 && size[0] == 1 && out[0] == 1 && padding[0] == 0 && isHalved(1) && isHalved(2);
    }

    private boolean isHalved(int axis) {
        return size[axis] == 2
                && stride[axis] == 2
                && dilation[axis] == 1
                && padding[axis] == 0
                && in[axis] == 2 * out[axis];
    }

    /** The number in its image of the element that a tap of a window sees, or -1 if it lies outside. */
    int element(int tap, int window) {
        int z = seen(0, tap / (size[1] * size[2]), window / (out[1] * out[2]));
        int y = seen(1, tap / size[2] % size[1], window / out[2] % out[1]);
        int x = seen(2, tap % size[2], window % out[2]);
        return z >= 0 && y >= 0 && x >= 0 ? (z * in[1] + y) * in[2] + x : -1;
    }

    /**
     * The element that each tap of each window sees, {@code [taps, windows]}, row-major; {@link #elements} for those that lie
     * outside of the image.
     */
    public int[] seen() {
        int[] seen = new int[taps() * count()];
        int next = 0;
        for (int tap = 0; tap < taps(); tap++) {
            for (int window = 0; window < count(); window++) {
                int element = element(tap, window);
                seen[next++] = element < 0 ? elements() : element;
            }
        }
        return seen;
    }
}
