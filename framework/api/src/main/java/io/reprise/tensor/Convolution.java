package io.reprise.tensor;

import java.util.List;

/**
 * How a convolution goes over an image {@code [batch, channels, ...]}. Each list has one number for every spatial axis, or a
 * single one for all of them. The numbers mean what they do in PyTorch.
 *
 * @param stride how far windows are apart; at least 1
 * @param padding the zeros before and after the image; at least 0
 * @param same whether, instead, so many zeros are added that the result has the size of the image: {@code dilation (size -
 *     1)} together, the smaller half before the image; the stride is then 1
 * @param dilation how far the elements that a window sees are apart; at least 1
 * @param groups the channels are split into so many groups, each with filters of its own; at least 1
 * @param outputPadding of a transposed convolution: the elements by which the result is longer, to choose among the sizes
 *     that a convolution with a stride brings to the same one; below the stride or the dilation
 */
public record Convolution(
        List<Integer> stride,
        List<Integer> padding,
        boolean same,
        List<Integer> dilation,
        int groups,
        List<Integer> outputPadding) {
    private static final List<Integer> ONE = List.of(1);
    private static final List<Integer> ZERO = List.of(0);
    private static final Convolution PLAIN = new Convolution(ONE, ZERO, false, ONE, 1, ZERO);

    /** Checks the numbers. */
    public Convolution {
        stride = Window.atLeast("stride", 1, stride);
        padding = Window.atLeast("padding", 0, padding);
        dilation = Window.atLeast("dilation", 1, dilation);
        outputPadding = Window.atLeast("output padding", 0, outputPadding);
        if (groups < 1) {
            throw new IllegalArgumentException("the groups of a convolution: wants at least 1, and got " + groups);
        }
    }

    /** Stride and dilation 1, no padding, one group. */
    public static Convolution plain() {
        return PLAIN;
    }

    /** The same with another stride. */
    public Convolution withStride(int... numbers) {
        return new Convolution(Window.list(numbers), padding, same, dilation, groups, outputPadding);
    }

    /** The same with so many zeros before and after the image. */
    public Convolution withPadding(int... numbers) {
        return new Convolution(stride, Window.list(numbers), false, dilation, groups, outputPadding);
    }

    /** The same with as many zeros as give the result the size of the image. */
    public Convolution withSamePadding() {
        return new Convolution(stride, ZERO, true, dilation, groups, outputPadding);
    }

    /** The same with the elements of a window further apart. */
    public Convolution withDilation(int... numbers) {
        return new Convolution(stride, padding, same, Window.list(numbers), groups, outputPadding);
    }

    /** The same in groups of channels. */
    public Convolution withGroups(int number) {
        return new Convolution(stride, padding, same, dilation, number, outputPadding);
    }

    /** The same with a longer result of a transposed convolution. */
    public Convolution withOutputPadding(int... numbers) {
        return new Convolution(stride, padding, same, dilation, groups, Window.list(numbers));
    }
}
