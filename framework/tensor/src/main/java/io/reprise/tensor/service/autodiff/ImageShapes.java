package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Convolution;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.Window;
import io.reprise.tensor.service.kernels.Windows;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The shapes of images, and how windows lie in them. */
final class ImageShapes {
    private static final String IMAGE = "[batch, channels, ...] with one to three spatial axes";

    private ImageShapes() {}

    static NativeTensor image(String operation, Tensor tensor) {
        NativeTensor x = Workspace.floating(operation, tensor);
        int rank = x.shape().rank();
        Workspace.require(rank >= 3 && rank <= 5, operation, IMAGE, x);
        return x;
    }

    /** Whether an image has no element. */
    static boolean isEmpty(NativeTensor x) {
        return Arrays.stream(spatial(x.shape())).anyMatch(n -> n == 0);
    }

    static void requireSizes(String operation, int[] size, NativeTensor x) {
        Workspace.require(
                size.length == x.shape().rank() - 2 && Arrays.stream(size).allMatch(n -> n > 0),
                operation,
                "a size of at least 1 for each spatial axis, not " + Arrays.toString(size),
                x);
    }

    static int[] spatial(Shape shape) {
        return Arrays.copyOfRange(shape.toArray(), 2, shape.rank());
    }

    static Shape imageShape(int batch, int channels, int[] spatial) {
        int[] sizes = new int[spatial.length + 2];
        sizes[0] = batch;
        sizes[1] = channels;
        System.arraycopy(spatial, 0, sizes, 2, spatial.length);
        return Shape.of(sizes);
    }

    static Shape columnsShape(int batch, int channels, Windows windows) {
        return Shape.of(batch, Math.multiplyExact(channels, windows.taps()), windows.count());
    }

    /** The number of an axis: its own, or the one for all. */
    static int at(List<Integer> numbers, int axis) {
        return numbers.get(numbers.size() == 1 ? 0 : axis);
    }

    static int[] all(List<Integer> numbers, int axes) {
        int[] all = new int[axes];
        for (int i = 0; i < axes; i++) {
            all[i] = at(numbers, i);
        }
        return all;
    }

    static int[] padding(Window window, int axes) {
        return all(window.padding(), axes);
    }

    static Window window(Convolution settings, NativeTensor weights) {
        int[] spatial = spatial(weights.shape());
        Workspace.require(
                Arrays.stream(spatial).allMatch(n -> n > 0), "convolution", "filters of at least one element", weights);
        return new Window(
                Arrays.stream(spatial).boxed().toList(), settings.stride(), settings.padding(), settings.dilation());
    }

    static void requireAxes(String operation, Window window, int axes, NativeTensor... got) {
        for (List<Integer> numbers : List.of(window.size(), window.stride(), window.padding(), window.dilation())) {
            if (numbers.size() != 1 && numbers.size() != axes) {
                throw Workspace.refusal(
                        operation, "one number for each spatial axis, or one for all, not " + numbers, got);
            }
        }
    }

    static Windows windows(String operation, int[] spatial, Window window, NativeTensor... got) {
        int axes = spatial.length;
        requireAxes(operation, window, axes, got);
        int[] out = new int[axes];
        for (int i = 0; i < axes; i++) {
            long span = (long) at(window.dilation(), i) * (at(window.size(), i) - 1) + 1;
            long room = spatial[i] + 2L * at(window.padding(), i) - span;
            if (room < 0 || room / at(window.stride(), i) >= Integer.MAX_VALUE) {
                throw Workspace.refusal(
                        operation,
                        "an image that windows of " + span + " fit into on axis " + (i + 2) + " of "
                                + Arrays.toString(spatial) + " with padding " + window.padding(),
                        got);
            }
            out[i] = (int) (room / at(window.stride(), i)) + 1;
        }
        return windows(window, spatial, padding(window, axes), out);
    }

    static Windows sameWindows(String operation, int[] spatial, Window window, NativeTensor... got) {
        int axes = spatial.length;
        requireAxes(operation, window, axes, got);
        Workspace.require(
                Collections.max(window.stride()) == 1, operation, "stride 1 with padding to the same size", got);
        int[] before = new int[axes];
        for (int i = 0; i < axes; i++) {
            long all = (long) at(window.dilation(), i) * (at(window.size(), i) - 1);
            Workspace.require(all <= Integer.MAX_VALUE, operation, "a smaller window than " + all, got);
            before[i] = (int) (all / 2);
        }
        return windows(window, spatial, before, spatial);
    }

    static Windows windows(Window window, int[] in, int[] padding, int[] out) {
        int axes = in.length;
        return Windows.of(
                in, all(window.size(), axes), all(window.stride(), axes), padding, all(window.dilation(), axes), out);
    }

    static int[] transposedSize(
            String operation, Convolution settings, Window window, NativeTensor x, NativeTensor weights) {
        int[] spatial = spatial(x.shape());
        requireAxes(operation, window, spatial.length, x, weights);
        List<Integer> longer = settings.outputPadding();
        Workspace.require(
                longer.size() == 1 || longer.size() == spatial.length,
                operation,
                "an output padding for each spatial axis, or one for all, not " + longer,
                x);
        int[] size = new int[spatial.length];
        for (int i = 0; i < size.length; i++) {
            int stride = at(window.stride(), i);
            int dilation = at(window.dilation(), i);
            Workspace.require(
                    at(longer, i) < Math.max(stride, dilation),
                    operation,
                    "an output padding below the stride or the dilation, not " + longer,
                    x);
            long n = (spatial[i] - 1L) * stride
                    - 2L * at(window.padding(), i)
                    + (long) dilation * (at(window.size(), i) - 1)
                    + at(longer, i)
                    + 1;
            Workspace.require(
                    spatial[i] > 0 && n > 0 && n <= Integer.MAX_VALUE,
                    operation,
                    "sizes that give a result of 1 to " + Integer.MAX_VALUE + " elements on axis " + (i + 2) + ", not "
                            + n,
                    x,
                    weights);
            size[i] = (int) n;
        }
        return size;
    }
}
