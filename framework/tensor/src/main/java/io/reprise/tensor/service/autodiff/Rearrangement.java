package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Shape;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.kernels.StridedCopy;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear map that copies elements to other places: what slices, flips, pads and tiles are. Its transpose, which carries
 * gradients back, is such a map too.
 *
 * @param written how often the copies write an element of the result
 * @param read how often they read an element of the source
 */
record Rearrangement(Shape from, Shape to, List<StridedCopy> copies, Times written, Times read) {
    /** How often elements are met. */
    enum Times {
        /** Each one once. */
        ONCE,
        /** Each one once or not at all. */
        AT_MOST_ONCE,
        /** Some of them several times. */
        OFTEN
    }

    Rearrangement transposed() {
        return new Rearrangement(
                to, from, copies.stream().map(StridedCopy::transposed).toList(), read, written);
    }

    /** {@code out (+)=} the map of {@code x}; elements that nothing is copied to are zero. */
    void apply(Kernels kernels, NativeTensor x, NativeTensor out, boolean add) {
        boolean adds = add || written == Times.OFTEN;
        if (!add && written != Times.ONCE) {
            kernels.fill(out, 0);
        }
        copy(kernels, x, out, adds);
    }

    /** Only the copies, over what {@code out} holds. */
    void copy(Kernels kernels, NativeTensor x, NativeTensor out, boolean add) {
        for (StridedCopy copy : copies) {
            kernels.copyStrided(x, out, copy, add);
        }
    }

    /** Copies along one axis: of {@code [outer, n, inner]}, elements of the middle axis. */
    static final class AlongAxis {
        private final Shape from;
        private final Shape to;
        private final int outer;
        private final int n;
        private final int outN;
        private final int inner;
        private final List<StridedCopy> copies = new ArrayList<>();

        AlongAxis(Shape from, int axis, int outN) {
            this.from = from;
            this.outN = outN;
            int[] sizes = from.toArray();
            outer = Workspace.product(sizes, 0, axis);
            n = sizes[axis];
            inner = Workspace.product(sizes, axis + 1, sizes.length);
            sizes[axis] = outN;
            to = Shape.of(sizes);
        }

        /** Elements {@code first}, {@code first + step}, ... to {@code outFirst}, {@code outFirst + 1}, ... */
        AlongAxis copy(int first, int step, int outFirst, int count) {
            if (count > 0) {
                copies.add(StridedCopy.of(
                        new int[] {outer, count, inner},
                        first * inner,
                        new int[] {n * inner, step * inner, 1},
                        outFirst * inner,
                        new int[] {outN * inner, inner, 1}));
            }
            return this;
        }

        Rearrangement map(Times written, Times read) {
            return new Rearrangement(from, to, copies, written, read);
        }
    }
}
