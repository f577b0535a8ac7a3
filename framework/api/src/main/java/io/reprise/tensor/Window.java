package io.reprise.tensor;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A window that moves over the spatial axes of an image {@code [batch, channels, ...]}. Each list has one number for every
 * spatial axis, or a single one for all of them. Along an axis of {@code n} elements there are {@code (n + 2 padding -
 * dilation (size - 1) - 1) / stride + 1} windows, rounded down.
 *
 * @param size the elements that a window sees; at least 1
 * @param stride how far windows are apart; at least 1
 * @param padding the elements that are added before and after the image; at least 0
 * @param dilation how far the elements of a window are apart; at least 1
 */
public record Window(List<Integer> size, List<Integer> stride, List<Integer> padding, List<Integer> dilation) {
    private static final List<Integer> ONE = List.of(1);
    private static final List<Integer> ZERO = List.of(0);

    /** Checks the numbers. */
    public Window {
        size = atLeast("size", 1, size);
        stride = atLeast("stride", 1, stride);
        padding = atLeast("padding", 0, padding);
        dilation = atLeast("dilation", 1, dilation);
    }

    /** A window that moves by one element. */
    public static Window sliding(int... size) {
        return new Window(list(size), ONE, ZERO, ONE);
    }

    /** Windows that lie side by side: the stride is the size. What is left at the end of an axis belongs to none. */
    public static Window tiles(int... size) {
        return new Window(list(size), list(size), ZERO, ONE);
    }

    /** The same window with another stride. */
    public Window withStride(int... numbers) {
        return new Window(size, list(numbers), padding, dilation);
    }

    /** The same window over a padded image. */
    public Window withPadding(int... numbers) {
        return new Window(size, stride, list(numbers), dilation);
    }

    /** The same window with its elements further apart. */
    public Window withDilation(int... numbers) {
        return new Window(size, stride, padding, list(numbers));
    }

    static List<Integer> list(int... numbers) {
        return IntStream.of(numbers).boxed().toList();
    }

    static List<Integer> atLeast(String name, int least, List<Integer> numbers) {
        List<Integer> copy = List.copyOf(numbers);
        if (copy.isEmpty() || copy.stream().anyMatch(number -> number < least)) {
            throw new IllegalArgumentException(
                    "the " + name + " of a window: wants numbers of at least " + least + ", and got " + copy);
        }
        return copy;
    }
}
