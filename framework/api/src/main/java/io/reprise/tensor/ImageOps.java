package io.reprise.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Operations on images {@code [batch, channels, ...]} with one, two or three spatial axes: {@code [b, c, w]}, {@code [b, c,
 * h, w]} or {@code [b, c, d, h, w]}. The conventions are PyTorch's. Float or double; all have gradients.
 */
@ProviderType
public interface ImageOps {
    /**
     * What each window sees, as a column (im2col): {@code [b, c, ...]} to {@code [b, c * k, l]}, with {@code k} elements in a
     * window, and {@code l} windows, both in row-major order; the padding is 0.
     */
    Tensor unfold(Tensor x, Window window);

    /**
     * The adjoint of {@link #unfold}: every element of the columns is added where the window saw it (col2im); {@code [b, c *
     * k, l]} to {@code [b, c, ...size]}.
     *
     * @param size the sizes of the spatial axes
     */
    Tensor fold(Tensor columns, Window window, int... size);

    /**
     * The cross-correlation that networks call convolution: {@code y[b, o, p] = bias[o] + sum over c, t of weights[o, c, t]
     * x[b, c, p stride - padding + t dilation]}, with zeros outside of x; in groups, {@code c} runs over the channels of the
     * group of {@code o}. Long sums of 3 by 3 filters may be computed by Winograd's method (Lavin, Gray 2016, F(2x2, 3x3)),
     * whose rounding error is a few times that of the plain sum.
     *
     * @param x {@code [b, c, ...]}
     * @param weights {@code [o, c / groups, ...]}, one axis for each spatial axis of x
     * @param bias {@code [o]} or null for none
     */
    Tensor convolution(Tensor x, Tensor weights, Tensor bias, Convolution settings);

    /**
     * The transposed convolution: the adjoint of {@link #convolution} by its input, plus a bias. Along an axis of {@code n}
     * elements the result has {@code (n - 1) stride - 2 padding + dilation (size - 1) + 1 + outputPadding}.
     *
     * @param x {@code [b, c, ...]}
     * @param weights {@code [c, o / groups, ...]}
     * @param bias {@code [o]} or null for none
     */
    Tensor transposedConvolution(Tensor x, Tensor weights, Tensor bias, Convolution settings);

    /**
     * The largest element that each window sees; the padding counts as minus infinity, and NaN wins. The gradient goes to the
     * first largest element of each window. The padding is at most half the size of the window.
     */
    Tensor maxPool(Tensor x, Window window);

    /** The mean of what each window sees, {@link #averagePool(Tensor, Window, boolean)} with the padding counted. */
    default Tensor averagePool(Tensor x, Window window) {
        return averagePool(x, window, true);
    }

    /**
     * The mean of what each window sees. The padding is at most half the size of the window.
     *
     * @param countPadding whether the padding's zeros count as elements (PyTorch's default), or the sum is divided by the
     *     number of elements in the image
     */
    Tensor averagePool(Tensor x, Window window, boolean countPadding);

    /**
     * Means over windows that cover the image, so many on each spatial axis: of {@code n} elements, window {@code i} of
     * {@code m} sees those from {@code floor(i n / m)} to before {@code ceil((i + 1) n / m)}.
     */
    Tensor adaptiveAveragePool(Tensor x, int... size);

    /** The mean of each channel, {@code [b, c, ...]} to {@code [b, c]}; NaN for an image without elements. */
    Tensor globalAveragePool(Tensor x);

    /** The largest element of each channel, {@code [b, c, ...]} to {@code [b, c]}. */
    Tensor globalMaxPool(Tensor x);

    /**
     * The image in another size. Element {@code i} of {@code m} is taken from the place {@code (i + 1/2) n / m - 1/2} of the
     * {@code n} elements; or, with corners aligned, from {@code i (n - 1) / (m - 1)}, so that the first and last elements keep
     * their values. {@code NEAREST} takes element {@code floor(i n / m)}. Elements beyond the border are those of the border.
     *
     * @param alignCorners false with {@code NEAREST}
     * @param size the new sizes of the spatial axes
     */
    Tensor resize(Tensor x, Interpolation interpolation, boolean alignCorners, int... size);

    /**
     * The image at given places (Jaderberg et al. 2015): {@code [b, c, h, w]} at {@code grid [b, m, n, 2]} to {@code [b, c, m,
     * n]}, or {@code [b, c, d, h, w]} at {@code [b, l, m, n, 3]}. Places are {@code (x, y)} or {@code (x, y, z)}, from -1 to 1
     * over the image: over the centres of its outer elements with corners aligned, else over their outer edges. They are
     * finite. The gradient by the grid is the slope within a cell; with {@code NEAREST} it is 0.
     *
     * @param interpolation {@code NEAREST} (halves to even) or {@code LINEAR}
     * @param outside what is sampled beyond the image
     */
    Tensor gridSample(Tensor x, Tensor grid, Interpolation interpolation, Outside outside, boolean alignCorners);

    /**
     * The places that an affine map takes the elements of an image to, for {@link #gridSample}: {@code theta [b, 2, 3]} and a
     * size {@code (h, w)} to {@code [b, h, w, 2]}; {@code theta [b, 3, 4]} and {@code (d, h, w)} to {@code [b, d, h, w, 3]}.
     */
    Tensor affineGrid(Tensor theta, boolean alignCorners, int... size);

    /**
     * Channels become pixels (Shi et al. 2016): {@code [b, c r^2, h, w]} to {@code [b, c, h r, w r]}, with {@code y[c, h r + i,
     * w r + j] = x[c r^2 + i r + j, h, w]}.
     */
    Tensor pixelShuffle(Tensor x, int r);

    /** The inverse of {@link #pixelShuffle}: {@code [b, c, h r, w r]} to {@code [b, c r^2, h, w]}. */
    Tensor pixelUnshuffle(Tensor x, int r);
}
