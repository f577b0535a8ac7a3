package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.RunningMoments;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.util.Arrays;

/** Normalisation by moments that channels share, made of layer normalisation over them. */
final class Normalisations {
    private final Ops ops;

    Normalisations(Ops ops) {
        this.ops = ops;
    }

    Tensor rms(Tensor tensor, Tensor gain, double epsilon) {
        NativeTensor x = Workspace.floating("rmsNorm", tensor);
        Workspace.require(x.shape().rank() >= 1, "rmsNorm", "at least one axis", x);
        requirePerChannel("rmsNorm", x, x.shape().size(-1), gain);
        Tensor y = ops.divide(x, ops.sqrt(ops.offset(ops.mean(ops.square(x), -1, true), epsilon)));
        return gain == null ? y : ops.multiply(y, gain);
    }

    Tensor batch(Tensor tensor, Tensor gain, Tensor bias, double epsilon, RunningMoments moments) {
        NativeTensor x = channels("batchNorm", tensor);
        int c = x.shape().size(1);
        requirePerChannel("batchNorm", x, c, gain);
        requirePerChannel("batchNorm", x, c, bias);
        int n = c == 0 ? 0 : x.count() / c;
        Workspace.require(n > 1, "batchNorm", "more than one element a channel", x);
        int[] order = new int[x.shape().rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        order[0] = 1;
        order[1] = 0;
        Tensor byChannel = ops.permute(x, order);
        Tensor rows = ops.reshape(byChannel, c, n);
        if (moments != null) {
            update(x, rows, moments);
        }
        Tensor normal = ops.layerNorm(rows, null, null, epsilon);
        Tensor y = ops.permute(ops.reshape(normal, byChannel.shape().toArray()), order);
        return scaled(y, gain, bias);
    }

    private void update(NativeTensor x, Tensor rows, RunningMoments moments) {
        int c = rows.shape().size(0);
        int n = rows.shape().size(1);
        requirePerChannel("batchNorm", x, c, moments.mean());
        requirePerChannel("batchNorm", x, c, moments.variance());
        try (TensorScope inner = ops.scope().open()) {
            Ops f = inner.ops();
            Tensor mean = f.mean(rows, -1, true);
            Tensor variance = f.scale(f.sum(f.square(f.subtract(rows, mean)), -1, false), 1.0 / (n - 1));
            double m = moments.momentum();
            moments.mean().set(f.add(f.scale(moments.mean(), 1 - m), f.scale(f.reshape(mean, c), m)));
            moments.variance().set(f.add(f.scale(moments.variance(), 1 - m), f.scale(variance, m)));
        }
    }

    Tensor batchWith(Tensor tensor, Tensor mean, Tensor variance, Tensor gain, Tensor bias, double epsilon) {
        NativeTensor x = channels("batchNormWith", tensor);
        int c = x.shape().size(1);
        for (Tensor each : Arrays.asList(Workspace.in(mean), Workspace.in(variance), gain, bias)) {
            requirePerChannel("batchNormWith", x, c, each);
        }
        int rank = x.shape().rank();
        Tensor centred = ops.subtract(x, perChannel(mean, rank));
        Tensor y = ops.divide(centred, ops.sqrt(ops.offset(perChannel(variance, rank), epsilon)));
        return scaled(y, gain, bias);
    }

    Tensor group(String operation, Tensor tensor, int wanted, Tensor gain, Tensor bias, double epsilon) {
        NativeTensor x = channels(operation, tensor);
        int c = x.shape().size(1);
        int groups = wanted == 0 ? c : wanted;
        Workspace.require(
                c == 0 || (groups > 0 && c % groups == 0), operation, "channels in " + groups + " equal groups", x);
        requirePerChannel(operation, x, c, gain);
        requirePerChannel(operation, x, c, bias);
        int rows = x.shape().size(0) * Math.max(1, groups);
        Tensor normal = ops.layerNorm(ops.reshape(x, rows, rows == 0 ? 0 : x.count() / rows), null, null, epsilon);
        return scaled(ops.reshape(normal, x.shape().toArray()), gain, bias);
    }

    private Tensor scaled(Tensor x, Tensor gain, Tensor bias) {
        int rank = x.shape().rank();
        Tensor y = gain == null ? x : ops.multiply(x, perChannel(gain, rank));
        return bias == null ? y : ops.add(y, perChannel(bias, rank));
    }

    /** A number a channel, as it broadcasts. */
    private Tensor perChannel(Tensor numbers, int rank) {
        int[] sizes = new int[rank - 1];
        Arrays.fill(sizes, 1);
        sizes[0] = numbers.shape().size(0);
        return ops.reshape(numbers, sizes);
    }

    private static NativeTensor channels(String operation, Tensor tensor) {
        NativeTensor x = Workspace.floating(operation, tensor);
        Workspace.require(x.shape().rank() >= 2, operation, "[batch, channels, ...]", x);
        return x;
    }

    private static void requirePerChannel(String operation, NativeTensor x, int channels, Tensor tensor) {
        NativeTensor numbers = Workspace.inOrNull(tensor);
        Workspace.require(
                numbers == null
                        || (numbers.type() == x.type() && numbers.shape().equals(Shape.of(channels))),
                operation,
                x.type() + "[" + channels + "] or none",
                numbers);
    }
}
