package io.reprise.tensor.service.kernels;

import io.reprise.tensor.Shape;
import io.reprise.tensor.service.memory.NativeTensor;

/**
 * Convolutions with 3 by 3 filters by Winograd's minimal filtering F(2x2, 3x3) (Lavin, Gray 2016): {@code y = A^T ((G g G^T)
 * (B^T d B)) A} for tiles d of 4 by 4 elements, two apart, and 2 by 2 results. The product in the middle is element by element,
 * and over all channels it is 16 products of matrices with 1/2.25 of the multiplications.
 *
 * <p>The transforms of images have entries 0 and 1 or -1, those of filters 1/2 too, so the rounding error is a few times that of
 * the plain sum.
 */
final class Winograd {
    /** The transformed tiles of a group should stay in the second-level cache: 1 MB. */
    private static final int GROUP = 1 << 18;

    private static final int PLANES = 16;

    private final Gemm gemm;

    Winograd(Gemm gemm) {
        this.gemm = gemm;
    }

    /**
     * Whether this is faster than the product with unfolded images: it has fewer multiplications, but transforms that cost as
     * much as a product with about 16 channels.
     */
    static boolean pays(Windows windows, int channels, int filters, int groups) {
        return groups == 1
                && windows.isThreeByThree()
                && windows.padding(1) <= 2
                && windows.padding(2) <= 2
                && channels >= 16
                && filters >= 16;
    }

    /** Rounded up to whole vectors. */
    private static int lanes(int channels) {
        return (channels + FloatLanes.LANES - 1) / FloatLanes.LANES * FloatLanes.LANES;
    }

    /** The tiles over {@code height x width} results. */
    private record Tiles(int images, int height, int width, int rows, int perRow) {
        static Tiles over(int images, int height, int width) {
            return new Tiles(images, height, width, (height + 1) / 2, (width + 1) / 2);
        }

        int allRows() {
            return images * rows;
        }

        /** So many rows of tiles make a group. */
        int rowsOfGroup(int lanes) {
            return Math.max(1, Math.min(allRows(), GROUP / (PLANES * perRow * lanes)));
        }
    }

    /** An image with its channels last, in a frame of zeros, that takes one image after the other. */
    private final class Frame {
        final NativeTensor memory;
        /** Four rows: sums and differences of rows of the image. */
        final NativeTensor combined;

        final int channels;
        final int lanes;
        final int height;
        final int width;
        final int top;
        final int left;
        final int columns;
        int current = -1;

        Frame(NativeTensor beside, int channels, int height, int width, int top, int left, int rows, int columns) {
            this.channels = channels;
            this.lanes = lanes(channels);
            this.height = height;
            this.width = width;
            this.top = top;
            this.left = left;
            this.columns = columns;
            this.memory = scratch(beside, Math.multiplyExact(rows, Math.multiplyExact(columns, lanes)));
            this.combined = scratch(beside, 4 * columns * lanes);
            zero(memory);
        }

        /** From one row to the next, in bytes. */
        int row() {
            return columns * lanes * Float.BYTES;
        }

        /** {@code B^T d B} of the tiles whose first row is {@code row}, to a place in the planes. */
        void transformInput(int row, int tiles, NativeTensor out, int outStart, int plane) {
            int n = columns * lanes;
            int start = row * n;
            FloatLoops.subtract(memory, start, memory, start + 2 * n, combined, 0, n);
            FloatLoops.add(memory, start + n, memory, start + 2 * n, combined, n, n);
            FloatLoops.subtract(memory, start + 2 * n, memory, start + n, combined, 2 * n, n);
            FloatLoops.subtract(memory, start + n, memory, start + 3 * n, combined, 3 * n, n);
            for (int i = 0; i < 4; i++) {
                WinogradLoops.inputColumns(
                        combined,
                        combined.offset() + i * row(),
                        lanes * Float.BYTES,
                        tiles,
                        out,
                        out.offset() + (outStart + 4 * i * plane) * Float.BYTES,
                        plane * Float.BYTES);
            }
        }

        /** {@code A y A^T} of the tiles whose first row is {@code row}, to a place in the planes. */
        void transformGradient(int row, int tiles, NativeTensor out, int outStart, int plane) {
            int n = columns * lanes;
            int start = row * n;
            FloatLoops.affine(memory, start, 1, 0, combined, 0, n, false);
            FloatLoops.add(memory, start, memory, start + n, combined, n, n);
            FloatLoops.subtract(memory, start, memory, start + n, combined, 2 * n, n);
            FloatLoops.multiplyConstant(memory, start + n, -1, combined, 3 * n, n);
            for (int i = 0; i < 4; i++) {
                WinogradLoops.outputGradientColumns(
                        combined,
                        combined.offset() + i * row(),
                        lanes * Float.BYTES,
                        tiles,
                        out,
                        out.offset() + (outStart + 4 * i * plane) * Float.BYTES,
                        plane * Float.BYTES);
            }
        }

        void release() {
            Winograd.release(combined);
            Winograd.release(memory);
        }

        void hold(NativeTensor images, int image) {
            if (image == current) {
                return;
            }
            current = image;
            int plane = height * width;
            int start = images.offset() + image * channels * plane * Float.BYTES;
            for (int y = 0; y < height; y++) {
                WinogradLoops.channelsLast(
                        images,
                        start + y * width * Float.BYTES,
                        plane * Float.BYTES,
                        channels,
                        width,
                        memory,
                        memory.offset() + (y + top) * row() + left * lanes * Float.BYTES,
                        lanes * Float.BYTES);
            }
        }
    }

    private static NativeTensor scratch(NativeTensor beside, int elements) {
        return beside.owner().allocate(beside.type(), Shape.of(elements));
    }

    private static void zero(NativeTensor x) {
        FloatLoops.fill(x, 0, x.count(), 0);
    }

    private static void release(NativeTensor scratch) {
        scratch.owner().release(scratch);
    }

    void convolution(NativeTensor x, NativeTensor weights, NativeTensor bias, Windows windows, NativeTensor out) {
        int filters = weights.shape().size(0);
        int channels = weights.shape().size(1);
        NativeTensor u = transformed(weights, filters, channels, false, out);
        int[] padding = {windows.padding(1), windows.padding(2)};
        int[] in = {windows.in(1), windows.in(2)};
        int[] results = {windows.out(1), windows.out(2)};
        run(x, channels, in, padding, u, bias, filters, results, out);
        release(u);
    }

    /** The gradient by the input is a convolution of dy with the filters turned around, and as much padding as is missing. */
    void inputGradient(NativeTensor dy, NativeTensor weights, Windows windows, NativeTensor dx) {
        int filters = weights.shape().size(0);
        int channels = weights.shape().size(1);
        NativeTensor u = transformed(weights, filters, channels, true, dx);
        int[] padding = {2 - windows.padding(1), 2 - windows.padding(2)};
        int[] in = {windows.out(1), windows.out(2)};
        int[] results = {windows.in(1), windows.in(2)};
        run(dy, filters, in, padding, u, null, channels, results, dx);
        release(u);
    }

    /**
     * {@code U = G g G^T} of every filter, {@code [16][channels][filters]} with lanes of zeros, with {@code G = [1 0 0; 1/2 1/2
     * 1/2; 1/2 -1/2 1/2; 0 0 1]}.
     *
     * @param turned whether the filters are turned around and lead from filters to channels
     */
    private static NativeTensor transformed(
            NativeTensor weights, int filters, int channels, boolean turned, NativeTensor beside) {
        int rows = lanes(turned ? filters : channels);
        int columns = lanes(turned ? channels : filters);
        NativeTensor u = scratch(beside, PLANES * rows * columns);
        zero(u);
        float[] g = new float[9];
        float[] half = new float[12];
        for (int o = 0; o < filters; o++) {
            for (int c = 0; c < channels; c++) {
                int start = (o * channels + c) * 9;
                for (int i = 0; i < 9; i++) {
                    g[i] = (float) weights.get(start + (turned ? 8 - i : i));
                }
                for (int j = 0; j < 3; j++) {
                    half[j] = g[j];
                    half[3 + j] = 0.5f * (g[j] + g[3 + j] + g[6 + j]);
                    half[6 + j] = 0.5f * (g[j] - g[3 + j] + g[6 + j]);
                    half[9 + j] = g[6 + j];
                }
                int target = turned ? o * columns + c : c * columns + o;
                for (int i = 0; i < 4; i++, target += 4 * rows * columns) {
                    float a = half[3 * i];
                    float b = half[3 * i + 1];
                    float d = half[3 * i + 2];
                    u.put(target, a);
                    u.put(target + rows * columns, 0.5f * (a + b + d));
                    u.put(target + 2 * rows * columns, 0.5f * (a - b + d));
                    u.put(target + 3 * rows * columns, d);
                }
            }
        }
        return u;
    }

    private void run(
            NativeTensor x,
            int channels,
            int[] in,
            int[] padding,
            NativeTensor u,
            NativeTensor bias,
            int filters,
            int[] results,
            NativeTensor out) {
        Tiles tiles = Tiles.over(x.shape().size(0), results[0], results[1]);
        int inLanes = lanes(channels);
        int outLanes = lanes(filters);
        int group = tiles.rowsOfGroup(inLanes + outLanes);
        int perRow = tiles.perRow();
        Frame frame = new Frame(
                out,
                channels,
                in[0],
                in[1],
                padding[0],
                padding[1],
                Math.max(2 * tiles.rows() + 2, in[0] + padding[0]),
                Math.max(2 * perRow + 2, in[1] + padding[1]));
        NativeTensor v = scratch(out, PLANES * group * perRow * inLanes);
        NativeTensor m = scratch(out, PLANES * group * perRow * outLanes);
        NativeTensor rows = scratch(out, 4 * perRow * outLanes);
        int inPlane = group * perRow * inLanes;
        int outPlane = group * perRow * outLanes;
        for (int first = 0; first < tiles.allRows(); first += group) {
            int n = Math.min(group, tiles.allRows() - first);
            for (int i = 0; i < n; i++) {
                int row = first + i;
                frame.hold(x, row / tiles.rows());
                frame.transformInput(2 * (row % tiles.rows()), perRow, v, i * perRow * inLanes, inPlane);
            }
            for (int p = 0; p < PLANES; p++) {
                gemm.multiply(
                        false,
                        false,
                        n * perRow,
                        outLanes,
                        inLanes,
                        1,
                        v,
                        p * inPlane,
                        inLanes,
                        u,
                        p * inLanes * outLanes,
                        outLanes,
                        0,
                        m,
                        p * outPlane,
                        outLanes);
            }
            for (int j = 0; j < 4; j++) {
                WinogradLoops.outputRows(
                        m,
                        m.offset() + j * outPlane * Float.BYTES,
                        4 * outPlane * Float.BYTES,
                        n * perRow * outLanes * Float.BYTES);
            }
            for (int i = 0; i < n; i++) {
                for (int half = 0; half < 2; half++) {
                    WinogradLoops.outputColumns(
                            m,
                            m.offset() + (12 * half * outPlane + i * perRow * outLanes) * Float.BYTES,
                            outPlane * Float.BYTES,
                            outLanes * Float.BYTES,
                            perRow,
                            rows,
                            rows.offset() + half * 2 * perRow * outLanes * Float.BYTES);
                }
                store(rows, outLanes, tiles, first + i, bias, filters, out);
            }
        }
        release(rows);
        release(m);
        release(v);
        frame.release();
    }

    /** Two rows of results of all filters, to where they belong. */
    private static void store(
            NativeTensor rows, int lanes, Tiles tiles, int row, NativeTensor bias, int filters, NativeTensor out) {
        int image = row / tiles.rows();
        int top = 2 * (row % tiles.rows());
        for (int y = top; y < Math.min(tiles.height(), top + 2); y++) {
            int source = rows.offset() + (y - top) * 2 * tiles.perRow() * lanes * Float.BYTES;
            for (int o = 0; o < filters; o++) {
                int target = ((image * filters + o) * tiles.height() + y) * tiles.width();
                WinogradLoops.channelFirst(
                        rows,
                        source + o * Float.BYTES,
                        lanes * Float.BYTES,
                        tiles.width(),
                        bias == null ? 0 : (float) bias.get(o),
                        out,
                        out.offset() + target * Float.BYTES);
            }
        }
    }

    /** {@code dg = G^T (sum over tiles of (A dy A^T) (B^T d B)) G}: the adjoint of the convolution as a map of the filters. */
    void weightGradient(NativeTensor x, NativeTensor dy, Windows windows, NativeTensor dweights) {
        int filters = dweights.shape().size(0);
        int channels = dweights.shape().size(1);
        Tiles tiles = Tiles.over(x.shape().size(0), windows.out(1), windows.out(2));
        int inLanes = lanes(channels);
        int outLanes = lanes(filters);
        int group = tiles.rowsOfGroup(inLanes + outLanes);
        int perRow = tiles.perRow();
        Frame frame = new Frame(
                dweights,
                channels,
                windows.in(1),
                windows.in(2),
                windows.padding(1),
                windows.padding(2),
                Math.max(2 * tiles.rows() + 2, windows.in(1) + windows.padding(1)),
                Math.max(2 * perRow + 2, windows.in(2) + windows.padding(2)));
        Frame gradient =
                new Frame(dweights, filters, tiles.height(), tiles.width(), 0, 0, 2 * tiles.rows(), 2 * perRow);
        NativeTensor v = scratch(dweights, PLANES * group * perRow * inLanes);
        NativeTensor z = scratch(dweights, PLANES * group * perRow * outLanes);
        NativeTensor sums = scratch(dweights, PLANES * outLanes * inLanes);
        zero(sums);
        int inPlane = group * perRow * inLanes;
        int outPlane = group * perRow * outLanes;
        for (int first = 0; first < tiles.allRows(); first += group) {
            int n = Math.min(group, tiles.allRows() - first);
            for (int i = 0; i < n; i++) {
                int row = first + i;
                frame.hold(x, row / tiles.rows());
                gradient.hold(dy, row / tiles.rows());
                frame.transformInput(2 * (row % tiles.rows()), perRow, v, i * perRow * inLanes, inPlane);
                gradient.transformGradient(2 * (row % tiles.rows()), perRow, z, i * perRow * outLanes, outPlane);
            }
            for (int p = 0; p < PLANES; p++) {
                gemm.multiply(
                        true,
                        false,
                        outLanes,
                        inLanes,
                        n * perRow,
                        1,
                        z,
                        p * outPlane,
                        outLanes,
                        v,
                        p * inPlane,
                        inLanes,
                        1,
                        sums,
                        p * outLanes * inLanes,
                        inLanes);
            }
        }
        backToFilters(sums, filters, channels, outLanes * inLanes, inLanes, dweights);
        release(sums);
        release(z);
        release(v);
        gradient.release();
        frame.release();
    }

    /** {@code G^T s G} of every filter. */
    private static void backToFilters(
            NativeTensor sums, int filters, int channels, int plane, int row, NativeTensor dweights) {
        double[] half = new double[12];
        for (int o = 0; o < filters; o++) {
            for (int c = 0; c < channels; c++) {
                int start = o * row + c;
                for (int j = 0; j < 4; j++) {
                    double s0 = sums.get(start + j * plane);
                    double s1 = sums.get(start + (4 + j) * plane);
                    double s2 = sums.get(start + (8 + j) * plane);
                    double s3 = sums.get(start + (12 + j) * plane);
                    half[j] = s0 + 0.5 * (s1 + s2);
                    half[4 + j] = 0.5 * (s1 - s2);
                    half[8 + j] = 0.5 * (s1 + s2) + s3;
                }
                int target = (o * channels + c) * 9;
                for (int i = 0; i < 3; i++, target += 3) {
                    double h1 = half[4 * i + 1];
                    double h2 = half[4 * i + 2];
                    dweights.put(target, half[4 * i] + 0.5 * (h1 + h2));
                    dweights.put(target + 1, 0.5 * (h1 - h2));
                    dweights.put(target + 2, 0.5 * (h1 + h2) + half[4 * i + 3]);
                }
            }
        }
    }
}
