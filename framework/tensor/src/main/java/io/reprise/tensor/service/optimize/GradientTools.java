package io.reprise.tensor.service.optimize;

import io.reprise.tensor.GradientSum;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.kernels.Kernels;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.IdentityHashMap;
import java.util.Map;

/** What goes between gradients and an optimiser. */
public final class GradientTools {
    private final Kernels kernels;

    /** Tools on kernels. */
    public GradientTools(Kernels kernels) {
        this.kernels = kernels;
    }

    /** See {@link io.reprise.tensor.Optimizers#clipNorm}. */
    public double clipNorm(Gradients gradients, Iterable<Tensor> parameters, double limit) {
        requireLimit("clipNorm", limit);
        double squares = 0;
        for (Tensor parameter : parameters) {
            NativeTensor gradient = of(gradients, parameter);
            NativeTensor square = like(gradient, gradient.shape());
            NativeTensor sum = like(gradient, Shape.SCALAR);
            kernels.unary(Unary.SQUARE, gradient, square);
            kernels.sum(square, 1, square.count(), 1, 1, sum, false);
            squares += sum.get(0);
            release(sum);
            release(square);
        }
        double norm = Math.sqrt(squares);
        if (norm > limit && norm < Double.POSITIVE_INFINITY) {
            for (Tensor parameter : parameters) {
                NativeTensor gradient = of(gradients, parameter);
                kernels.affine(gradient, limit / norm, 0, gradient, false);
            }
        }
        return norm;
    }

    /** See {@link io.reprise.tensor.Optimizers#clipValues}. */
    public void clipValues(Gradients gradients, Iterable<Tensor> parameters, double limit) {
        requireLimit("clipValues", limit);
        for (Tensor parameter : parameters) {
            NativeTensor gradient = of(gradients, parameter);
            NativeTensor bound = like(gradient, Shape.SCALAR);
            kernels.fill(bound, limit);
            kernels.binary(Binary.MINIMUM, gradient, bound, gradient);
            kernels.fill(bound, -limit);
            kernels.binary(Binary.MAXIMUM, gradient, bound, gradient);
            release(bound);
        }
    }

    /** See {@link io.reprise.tensor.Optimizers#gradientSum}. */
    public GradientSum sum(TensorScope scope, Iterable<Tensor> parameters) {
        Map<Tensor, NativeTensor> sums = new IdentityHashMap<>();
        for (Tensor parameter : parameters) {
            if (!(parameter instanceof NativeTensor) || !parameter.type().isFloating()) {
                throw new IllegalArgumentException("gradientSum: wants float or double tensors, and got " + parameter);
            }
            sums.put(parameter, (NativeTensor) scope.zeros(parameter.type(), parameter.shape()));
        }
        return new Sum(sums);
    }

    private static void requireLimit(String operation, double limit) {
        if (!(limit > 0)) {
            throw new IllegalArgumentException(operation + ": the limit is above 0, and got " + limit);
        }
    }

    private static NativeTensor of(Gradients gradients, Tensor parameter) {
        return ((NativeTensor) gradients.of(parameter)).requireOpen();
    }

    private static NativeTensor like(NativeTensor x, Shape shape) {
        return x.owner().allocate(x.type(), shape);
    }

    private static void release(NativeTensor x) {
        x.owner().release(x);
    }

    private final class Sum implements GradientSum {
        private final Map<Tensor, NativeTensor> sums;

        Sum(Map<Tensor, NativeTensor> sums) {
            this.sums = sums;
        }

        @Override
        public Tensor of(Tensor watched) {
            NativeTensor sum = sums.get(watched);
            if (sum == null) {
                throw new IllegalArgumentException("there is no sum of gradients by " + watched);
            }
            return sum;
        }

        @Override
        public void add(Gradients gradients, double weight) {
            sums.forEach((parameter, sum) ->
                    kernels.affine(GradientTools.of(gradients, parameter), weight, 0, sum.requireOpen(), true));
        }

        @Override
        public void clear() {
            sums.values().forEach(sum -> kernels.fill(sum.requireOpen(), 0));
        }
    }
}
