package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.Convolution;
import io.reprise.tensor.Interpolation;
import io.reprise.tensor.Outside;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.Window;
import io.reprise.tensor.cases.OperationCase.Values;
import java.util.List;
import java.util.stream.Stream;

/** Operations on images. */
final class ImageCases {
    private ImageCases() {}

    static List<OperationCase> cases(int n) {
        return Stream.of(windows(n), convolutions(n), transposedConvolutions(n), pools(n), samples(n))
                .flatMap(List::stream)
                .toList();
    }

    private static List<OperationCase> windows(int n) {
        Window plane = Window.sliding(2, 3).withStride(2, 1).withPadding(1, 2).withDilation(2, 1);
        return List.of(
                of("unfold, a line", (f, x) -> f.images().unfold(x.get(0), Window.sliding(2)), s(2, 2, n + 1)),
                of("unfold, a plane", (f, x) -> f.images().unfold(x.get(0), plane), s(2, 2, 3, n)),
                of(
                        "unfold, a volume",
                        (f, x) -> f.images()
                                .unfold(
                                        x.get(0),
                                        Window.sliding(2).withStride(2).withPadding(1)),
                        s(2, 1, 2, 3, n)),
                of("fold, a line", (f, x) -> f.images().fold(x.get(0), Window.sliding(2), n + 1), s(2, 4, n)),
                of("fold, a plane", (f, x) -> f.images().fold(x.get(0), plane, 3, n), s(1, 12, 2 * (n + 2))));
    }

    private static OperationCase convolution(String name, Convolution settings, int[] x, int[] weights) {
        return of(
                "convolution, " + name,
                (f, in) -> f.images().convolution(in.get(0), in.get(1), in.size() > 2 ? in.get(2) : null, settings),
                x,
                weights,
                s(weights[0]));
    }

    private static List<OperationCase> convolutions(int n) {
        Convolution plain = Convolution.plain();
        return List.of(
                convolution("a line", plain.withPadding(1), s(2, 2, n), s(3, 2, 3)),
                convolution("a plane", plain.withPadding(1), s(2, 2, 3, n), s(3, 2, 3, 3)),
                convolution("a plane of odd height", plain, s(1, 3, 5, n + 2), s(2, 3, 3, 3)),
                convolution("same size, even filter", plain.withSamePadding(), s(1, 2, 3, n), s(2, 2, 2, 4)),
                convolution(
                        "stride, padding and dilation",
                        plain.withStride(2, 3).withPadding(1, 2).withDilation(1, 2),
                        s(1, 2, 4, n + 1),
                        s(2, 2, 3, 3)),
                convolution("in groups", plain.withGroups(2).withPadding(0, 1), s(2, 4, 3, n), s(2, 2, 2, 3)),
                convolution("channel by channel", plain.withGroups(3).withPadding(1), s(1, 3, 3, n), s(6, 1, 3, 3)),
                convolution("one by one", plain, s(2, 3, 2, n), s(4, 3, 1, 1)),
                convolution("a volume", plain.withPadding(1), s(1, 2, 2, 2, n), s(2, 2, 2, 3, 3)),
                of(
                        "convolution without bias, with itself",
                        (f, x) -> f.images().convolution(x.get(0), x.get(0), null, Convolution.plain()),
                        s(2, 2, 2, n)));
    }

    private static OperationCase transposed(String name, Convolution settings, int[] x, int[] weights) {
        return of(
                "transposed convolution, " + name,
                (f, in) -> f.images().transposedConvolution(in.get(0), in.get(1), in.get(2), settings),
                x,
                weights,
                s(weights[1] * settings.groups()));
    }

    private static List<OperationCase> transposedConvolutions(int n) {
        Convolution plain = Convolution.plain();
        Convolution strided = plain.withStride(2).withPadding(1).withOutputPadding(1);
        return List.of(
                transposed("a line", strided, s(2, 2, n), s(2, 3, 3)),
                transposed("a plane", strided.withDilation(1, 2), s(2, 2, 2, n), s(2, 3, 3, 2)),
                transposed("in groups", plain.withGroups(2), s(1, 4, 2, n), s(4, 1, 2, 3)),
                transposed("a volume", plain.withStride(1, 2, 2), s(1, 1, 2, 2, n), s(1, 2, 2, 2, 2)),
                of(
                        "transposed convolution of a convolution",
                        (f, x) -> {
                            Tensor y = f.images().convolution(x.get(0), x.get(1), null, plain);
                            return f.images().transposedConvolution(y, x.get(1), null, plain);
                        },
                        s(1, 2, 3, n + 2),
                        s(2, 2, 3, 3)));
    }

    private static List<OperationCase> pools(int n) {
        Window padded = Window.tiles(2).withPadding(1);
        Window overlapping = Window.sliding(3, 2).withStride(1, 2).withPadding(1, 0);
        return List.of(
                of("maxPool, a line", (f, x) -> f.images().maxPool(x.get(0), Window.tiles(2)), s(2, 2, n + 1))
                        .on(Values.SEPARATED),
                of("maxPool, tiles", (f, x) -> f.images().maxPool(x.get(0), Window.tiles(2)), s(2, 2, 4, n + 1))
                        .on(Values.SEPARATED),
                of("maxPool, tiles of four", (f, x) -> f.images().maxPool(x.get(0), Window.tiles(2)), s(2, 2, 4, 2 * n))
                        .on(Values.SEPARATED),
                of("maxPool, overlapping", (f, x) -> f.images().maxPool(x.get(0), overlapping), s(1, 2, 3, n + 1))
                        .on(Values.SEPARATED),
                of("maxPool, a volume", (f, x) -> f.images().maxPool(x.get(0), padded), s(1, 2, 2, 2, n))
                        .on(Values.SEPARATED),
                of("averagePool, a line", (f, x) -> f.images().averagePool(x.get(0), Window.tiles(2)), s(2, 2, n + 1)),
                of(
                        "averagePool, overlapping",
                        (f, x) -> f.images().averagePool(x.get(0), overlapping),
                        s(1, 2, 3, n + 1)),
                of(
                        "averagePool without the padding",
                        (f, x) -> f.images().averagePool(x.get(0), padded, false),
                        s(1, 2, 3, n)),
                of("averagePool, a volume", (f, x) -> f.images().averagePool(x.get(0), padded), s(1, 2, 2, 2, n)),
                of("adaptiveAveragePool", (f, x) -> f.images().adaptiveAveragePool(x.get(0), 3, 2), s(2, 2, 4, n)),
                of("globalAveragePool", (f, x) -> f.images().globalAveragePool(x.get(0)), s(2, 3, 2, n)),
                of("globalMaxPool", (f, x) -> f.images().globalMaxPool(x.get(0)), s(2, 3, 2, n))
                        .on(Values.SEPARATED));
    }

    private static OperationCase resize(String name, Interpolation interpolation, boolean align, int[] x, int... size) {
        return of("resize, " + name, (f, in) -> f.images().resize(in.get(0), interpolation, align, size), x);
    }

    private static OperationCase sample(
            String name, Interpolation interpolation, Outside outside, boolean align, int[] x, int[] grid) {
        return of(
                        "gridSample, " + name,
                        (f, in) -> f.images().gridSample(in.get(0), in.get(1), interpolation, outside, align),
                        x,
                        grid)
                .on(Values.UNIT);
    }

    private static List<OperationCase> samples(int n) {
        return List.of(
                resize("nearest", Interpolation.NEAREST, false, s(2, 2, 3, n), 5, 2),
                resize("linear", Interpolation.LINEAR, false, s(2, 2, 3, n), 2, 5),
                resize("linear, corners aligned", Interpolation.LINEAR, true, s(2, 2, 3, n), 4, 1),
                resize("cubic", Interpolation.CUBIC, false, s(1, 2, 3, n), 5, 3),
                resize("cubic, corners aligned", Interpolation.CUBIC, true, s(1, 2, n), 4),
                resize("linear, a volume", Interpolation.LINEAR, false, s(1, 1, 2, 2, n), 3, 2, 4),
                sample("zeros", Interpolation.LINEAR, Outside.ZEROS, false, s(2, 2, 3, n + 1), s(2, 2, 2, 2)),
                sample("border", Interpolation.LINEAR, Outside.BORDER, true, s(1, 2, 3, n + 1), s(1, 2, 2, 2)),
                sample("reflection", Interpolation.LINEAR, Outside.REFLECTION, false, s(1, 2, 3, n + 1), s(1, 2, 2, 2)),
                sample("nearest", Interpolation.NEAREST, Outside.ZEROS, false, s(1, 2, 3, n + 1), s(1, 2, 2, 2)),
                sample("a volume", Interpolation.LINEAR, Outside.ZEROS, true, s(1, 2, 2, 3, n + 1), s(1, 2, 1, 2, 3)),
                of("affineGrid", (f, x) -> f.images().affineGrid(x.get(0), false, 3, n), s(2, 2, 3)),
                of("affineGrid, a volume", (f, x) -> f.images().affineGrid(x.get(0), true, 2, 3, n), s(1, 3, 4)),
                of("pixelShuffle", (f, x) -> f.images().pixelShuffle(x.get(0), 2), s(2, 8, 2, n)),
                of("pixelUnshuffle", (f, x) -> f.images().pixelUnshuffle(x.get(0), 2), s(2, 2, 4, 2 * n)));
    }
}
