package io.reprise.benchmarks;

import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** A training step of one transformer block, normalised before each half, causal, D=128, H=4, T=128, B=8. */
final class Transformer {
    private static final int B = 8;
    private static final int T = 128;
    private static final int D = 128;
    private static final int H = 4;
    private static final int HIDDEN = 4 * D;
    private static final double EPSILON = 1e-5;

    private Transformer() {}

    static List<Work> works() {
        return List.of(Work.withProducts("transformer-block", 2, OurBlock::new, TorchBlock::new));
    }

    private static float[] matrix(int in, int out, long seed) {
        return Numbers.between(1 / Math.sqrt(in), in * out, seed);
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static final class OurBlock extends OurTraining {
        private final Tensor x = lasting.of(Numbers.between(1, B * T * D, 1), B, T, D);
        private final Tensor c = lasting.of(Numbers.between(1, B * T * D, 2), B, T, D);
        private final Tensor gain1 = parameter(ones(D), D);
        private final Tensor bias1 = parameter(new float[D], D);
        private final Tensor wq = parameter(matrix(D, D, 3), D, D);
        private final Tensor wk = parameter(matrix(D, D, 4), D, D);
        private final Tensor wv = parameter(matrix(D, D, 5), D, D);
        private final Tensor wo = parameter(matrix(D, D, 6), D, D);
        private final Tensor gain2 = parameter(ones(D), D);
        private final Tensor bias2 = parameter(new float[D], D);
        private final Tensor w1 = parameter(matrix(D, HIDDEN, 7), D, HIDDEN);
        private final Tensor b1 = parameter(new float[HIDDEN], HIDDEN);
        private final Tensor w2 = parameter(matrix(HIDDEN, D, 8), HIDDEN, D);
        private final Tensor b2 = parameter(new float[D], D);

        @Override
        Tensor loss(Ops f) {
            Tensor n = f.layerNorm(x, gain1, bias1, EPSILON);
            Tensor heads = f.attention(heads(f, n, wq), heads(f, n, wk), heads(f, n, wv), true);
            Tensor joined = f.reshape(f.permute(heads, 0, 2, 1, 3), B, T, D);
            Tensor middle = f.add(x, f.linear(joined, wo, null));
            Tensor hidden = f.gelu(f.linear(f.layerNorm(middle, gain2, bias2, EPSILON), w1, b1));
            Tensor y = f.add(middle, f.linear(hidden, w2, b2));
            return f.sum(f.multiply(y, c));
        }

        private static Tensor heads(Ops f, Tensor n, Tensor w) {
            return f.permute(f.reshape(f.linear(n, w, null), B, T, H, D / H), 0, 2, 1, 3);
        }
    }

    private static final class TorchBlock extends TorchTraining {
        TorchBlock() {
            data("x", array(Numbers.between(1, B * T * D, 1), B, T, D));
            data("c", array(Numbers.between(1, B * T * D, 2), B, T, D));
            parameter("gain1", ones(D), D);
            parameter("bias1", new float[D], D);
            weights("wq", matrix(D, D, 3), D, D);
            weights("wk", matrix(D, D, 4), D, D);
            weights("wv", matrix(D, D, 5), D, D);
            weights("wo", matrix(D, D, 6), D, D);
            parameter("gain2", ones(D), D);
            parameter("bias2", new float[D], D);
            weights("w1", matrix(D, HIDDEN, 7), D, HIDDEN);
            parameter("b1", new float[HIDDEN], HIDDEN);
            weights("w2", matrix(HIDDEN, D, 8), HIDDEN, D);
            parameter("b2", new float[D], D);
            load("""
                    n = torch.layer_norm(x, [128], gain1, bias1, 1e-05)
                    q = torch.transpose(torch.view(torch.linear(n, wq), [8, 128, 4, 32]), 1, 2)
                    k = torch.transpose(torch.view(torch.linear(n, wk), [8, 128, 4, 32]), 1, 2)
                    v = torch.transpose(torch.view(torch.linear(n, wv), [8, 128, 4, 32]), 1, 2)
                    a = torch.scaled_dot_product_attention(q, k, v, None, 0., True)
                    joined = torch.reshape(torch.transpose(a, 1, 2), [8, 128, 128])
                    middle = torch.add(x, torch.linear(joined, wo))
                    m = torch.layer_norm(middle, [128], gain2, bias2, 1e-05)
                    hidden = torch.gelu(torch.linear(m, w1, b1))
                    y = torch.add(middle, torch.linear(hidden, w2, b2))
                    loss = torch.sum(torch.mul(y, c))
                    """);
        }
    }
}
