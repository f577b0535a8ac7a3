package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.service.kernels.Kernels.Binary;
import io.reprise.tensor.service.kernels.Kernels.Unary;
import io.reprise.tensor.service.memory.NativeTensor;

/** Matrix products, and their gradients. */
final class Products {
    private final Ops ops;
    private final Workspace w;

    Products(Ops ops, Workspace w) {
        this.ops = ops;
        this.w = w;
    }

    Tensor matmul(Tensor left, Tensor right, boolean transposeA, boolean transposeB) {
        NativeTensor a = Workspace.floating("matmul", left);
        NativeTensor b = Workspace.floating("matmul", right);
        Workspace.requireSameType("matmul", a, b);
        NativeTensor out = w.empty(a.type(), shape(a, b, transposeA, transposeB));
        w.kernels.matmul(a, transposeA, b, transposeB, 1, out, false);
        if (w.recordsAny(a, b) && w.composes()) {
            w.recordFormula(
                    out,
                    (f, dy, i) -> i == 1
                                    && w.separatesExamples()
                                    && !transposeA
                                    && a.shape().rank() == 2
                                    && b.shape().rank() == 2
                            ? byExample(f, a, dy, transposeB)
                            : formula(f, a, b, dy, i, transposeA, transposeB),
                    a,
                    b);
        } else if (w.recordsAny(a, b)) {
            w.record(out, g -> gradient(g, a, b, g.gradient(), transposeA, transposeB), a, b);
        }
        return out;
    }

    private static Tensor formula(
            Ops f, Tensor a, Tensor b, Tensor dy, int input, boolean transposeA, boolean transposeB) {
        return input == 0
                ? (transposeA ? f.matmul(b, dy, transposeB, true) : f.matmul(dy, b, false, !transposeB))
                : (transposeB ? f.matmul(dy, a, true, transposeA) : f.matmul(a, dy, !transposeA, false));
    }

    /** The gradient by b of each row of a: what would be summed is a batch of outer products. */
    private static Tensor byExample(Ops f, Tensor a, Tensor dy, boolean transposeB) {
        Tensor rows = f.expandDims(a, 1);
        Tensor gradients = f.expandDims(dy, 1);
        return transposeB ? f.matmul(gradients, rows, true, false) : f.matmul(rows, gradients, true, false);
    }

    Tensor matmulRelu(Tensor left, Tensor right) {
        NativeTensor a = Workspace.floating("matmulRelu", left);
        NativeTensor b = Workspace.floating("matmulRelu", right);
        Workspace.requireSameType("matmulRelu", a, b);
        Shape product = shape(a, b, false, false);
        if (w.composes()) {
            return Compositions.matmulRelu(ops, a, b);
        }
        NativeTensor out = w.empty(a.type(), product);
        w.fused.matmulRelu(a, b, out);
        if (w.recordsAny(a, b)) {
            w.record(
                    out,
                    g -> {
                        NativeTensor dy = g.gradient();
                        w.fused.unaryGradient(Unary.RELU, out, out, dy, dy, false);
                        gradient(g, a, b, dy, false, false);
                    },
                    a,
                    b);
        }
        return out;
    }

    Tensor matmulSum(Tensor left, Tensor right) {
        NativeTensor a = Workspace.floating("matmulSum", left);
        NativeTensor b = Workspace.floating("matmulSum", right);
        Workspace.requireSameType("matmulSum", a, b);
        int[] sizes = shape(a, b, false, false).toArray();
        int heads = sizes.length - 3;
        Workspace.require(heads >= 0, "matmulSum", "[..., h, m, k] and [..., h, k, n]", a, b);
        if (w.composes()) {
            return Compositions.matmulSum(ops, a, b);
        }
        int[] one = sizes.clone();
        one[heads] = 1;
        Shape summed = Shape.of(one);
        int[] dropped = new int[sizes.length - 1];
        System.arraycopy(sizes, 0, dropped, 0, heads);
        System.arraycopy(sizes, heads + 1, dropped, heads, 2);
        NativeTensor out = w.empty(a.type(), Shape.of(dropped));
        w.kernels.matmul(a, false, b, false, 1, out.view(summed, 0), false);
        if (w.recordsAny(a, b)) {
            w.record(out, g -> gradient(g, a, b, g.gradient().view(summed, 0), false, false), a, b);
        }
        return out;
    }

    private static Shape shape(NativeTensor a, NativeTensor b, boolean transposeA, boolean transposeB) {
        Shape x = a.shape();
        Shape y = b.shape();
        String wanted = "[..., m, k] and [..., k, n]"
                + (transposeA || transposeB
                        ? " after transposing" + (transposeA ? " a" : "") + (transposeB ? " b" : "")
                        : "");
        Workspace.require(x.rank() >= 2 && y.rank() >= 2, "matmul", wanted, a, b);
        int k = x.size(transposeA ? -2 : -1);
        Workspace.require(k == y.size(transposeB ? -1 : -2), "matmul", wanted, a, b);
        int[] sizes = new int[Math.max(x.rank(), y.rank())];
        sizes[sizes.length - 2] = x.size(transposeA ? -1 : -2);
        sizes[sizes.length - 1] = y.size(transposeB ? -2 : -1);
        for (int i = 3; i <= sizes.length; i++) {
            int m = i <= x.rank() ? x.size(-i) : 1;
            int n = i <= y.rank() ? y.size(-i) : 1;
            Workspace.require(m == n || m == 1 || n == 1, "matmul", "leading axes that broadcast", a, b);
            sizes[sizes.length - i] = m == 1 ? n : m;
        }
        return Shape.of(sizes);
    }

    private void gradient(
            Flow g, NativeTensor a, NativeTensor b, NativeTensor dy, boolean transposeA, boolean transposeB) {
        if (g.needs(0)) {
            boolean started = g.started(0);
            if (transposeA) {
                w.kernels.matmul(b, transposeB, dy, true, 1, g.into(0), started);
            } else {
                w.kernels.matmul(dy, false, b, !transposeB, 1, g.into(0), started);
            }
        }
        if (g.needs(1)) {
            boolean started = g.started(1);
            if (transposeB) {
                w.kernels.matmul(dy, true, a, transposeA, 1, g.into(1), started);
            } else {
                w.kernels.matmul(a, !transposeA, dy, false, 1, g.into(1), started);
            }
        }
    }

    Tensor linear(Tensor input, Tensor weights, Tensor offsets) {
        NativeTensor x = Workspace.floating("linear", input);
        NativeTensor matrix = Workspace.floating("linear", weights);
        NativeTensor bias = Workspace.inOrNull(offsets);
        Workspace.requireSameType("linear", x, matrix);
        Workspace.require(
                x.shape().rank() >= 1
                        && matrix.shape().rank() == 2
                        && x.shape().size(-1) == matrix.shape().size(0),
                "linear",
                "[..., k] and [k, n]",
                x,
                matrix);
        int k = matrix.shape().size(0);
        int n = matrix.shape().size(1);
        if (bias != null) {
            Workspace.requireSameType("linear", matrix, bias);
            Workspace.require(
                    bias.shape().rank() == 1 && bias.count() == n,
                    "linear",
                    "a bias of as many as columns",
                    matrix,
                    bias);
        }
        if (w.composes()) {
            return Compositions.linear(ops, x, matrix, bias);
        }
        int[] sizes = x.shape().toArray();
        int rows = Workspace.product(sizes, 0, sizes.length - 1);
        sizes[sizes.length - 1] = n;
        NativeTensor out = w.empty(x.type(), Shape.of(sizes));
        Shape flatInput = Shape.of(rows, k);
        Shape flatOutput = Shape.of(rows, n);
        NativeTensor flat = out.view(flatOutput, 0);
        w.kernels.matmul(x.view(flatInput, 0), false, matrix, false, 1, flat, false);
        if (bias != null) {
            w.kernels.binary(Binary.ADD, flat, bias, flat);
        }
        if (w.recordsAny(x, matrix) || w.records(bias)) {
            w.record(
                    out,
                    g -> {
                        NativeTensor dy = g.gradient().view(flatOutput, 0);
                        if (g.needs(1)) {
                            boolean started = g.started(1);
                            w.kernels.matmul(x.view(flatInput, 0), true, dy, false, 1, g.into(1), started);
                        }
                        if (g.needs(2)) {
                            boolean started = g.started(2);
                            w.kernels.sum(dy, 1, rows, n, 1, g.into(2), started);
                        }
                        if (g.needs(0)) {
                            boolean started = g.started(0);
                            w.kernels.matmul(
                                    dy, false, matrix, true, 1, g.into(0).view(flatInput, 0), started);
                        }
                    },
                    x,
                    matrix,
                    bias);
        }
        return out;
    }

    Tensor outer(Tensor left, Tensor right) {
        NativeTensor a = Workspace.in(left);
        NativeTensor b = Workspace.in(right);
        Workspace.require(a.shape().rank() >= 1 && b.shape().rank() >= 1, "outer", "[..., m] and [..., n]", a, b);
        return ops.multiply(ops.expandDims(a, -1), ops.expandDims(b, -2));
    }
}
