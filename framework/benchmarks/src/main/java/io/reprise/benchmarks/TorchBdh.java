package io.reprise.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.GradientCollector;
import java.util.List;

/**
 * The Dragon Hatchling in libtorch, operation by operation as the authors' {@code bdh.py} (pathwaycom/bdh, commit 714bc80).
 *
 * <p>What differs is to libtorch's advantage or without weight: the rotation's cosines and sines are computed once instead
 * of in each layer; {@code tril}, which DJL lacks, is a product with a mask; its layer normalisation wants a gain and a
 * bias, which are ones and zeros that get no gradient.
 */
final class TorchBdh implements AutoCloseable {
    private static final float EPSILON = 1e-5f;
    private static final double THETA = 65536;

    private final NDManager manager;
    private final NDArray encoder;
    private final NDArray encoderV;
    private final NDArray decoder;
    private final NDArray lmHead;
    private final NDArray embed;
    private final NDArray cos;
    private final NDArray sin;
    private final NDArray mask;
    private final NDArray gain;
    private final NDArray bias;
    private final NDArray tokens;
    private final NDArray targets;
    private final TorchAdamW adamW;

    TorchBdh() {
        manager = NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
        int h = BdhSizes.HEADS;
        int d = BdhSizes.WIDTH;
        int n = BdhSizes.NEURONS;
        int v = BdhSizes.VOCABULARY;
        encoder = parameter(h, d, n);
        encoderV = parameter(h, d, n);
        decoder = parameter((long) h * n, d);
        lmHead = parameter(d, v);
        embed = parameter(v, d);
        cos = manager.create(rotations(false), new Shape(1, 1, BdhSizes.TIMES, n));
        sin = manager.create(rotations(true), new Shape(1, 1, BdhSizes.TIMES, n));
        mask = manager.create(strictlyLower(), new Shape(BdhSizes.TIMES, BdhSizes.TIMES));
        gain = manager.ones(new Shape(d));
        bias = manager.zeros(new Shape(d));
        Shape batch = new Shape(BdhSizes.BATCH, BdhSizes.TIMES);
        tokens = manager.create(BdhSizes.tokens(0), batch).toType(DataType.INT64, false);
        targets = manager.create(BdhSizes.tokens(1), new Shape((long) BdhSizes.BATCH * BdhSizes.TIMES, 1))
                .toType(DataType.INT64, false);
        adamW = new TorchAdamW(
                manager,
                List.of(encoder, encoderV, decoder, lmHead, embed),
                BdhSizes.LEARNING_RATE,
                BdhSizes.WEIGHT_DECAY);
    }

    private NDArray parameter(long... sizes) {
        NDArray parameter = manager.randomNormal(0, 0.02f, new Shape(sizes), DataType.FLOAT32);
        parameter.setRequiresGradient(true);
        return parameter;
    }

    /** {@code freq_i = 1 / (theta^(2 floor(i/2) / N) 2 pi)}, {@code phase = (t freq) mod 1} times 2 pi. */
    private static float[] rotations(boolean sine) {
        float[] values = new float[BdhSizes.TIMES * BdhSizes.NEURONS];
        for (int t = 0; t < BdhSizes.TIMES; t++) {
            for (int i = 0; i < BdhSizes.NEURONS; i++) {
                double frequency = 1 / (Math.pow(THETA, 2.0 * (i / 2) / BdhSizes.NEURONS) * 2 * Math.PI);
                double phase = t * frequency % 1 * 2 * Math.PI;
                values[t * BdhSizes.NEURONS + i] = (float) (sine ? Math.sin(phase) : Math.cos(phase));
            }
        }
        return values;
    }

    private static float[] strictlyLower() {
        float[] values = new float[BdhSizes.TIMES * BdhSizes.TIMES];
        for (int row = 0; row < BdhSizes.TIMES; row++) {
            for (int column = 0; column < row; column++) {
                values[row * BdhSizes.TIMES + column] = 1;
            }
        }
        return values;
    }

    /** One optimiser step; the loss before it. */
    double step() {
        try (NDManager step = manager.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = loss(step);
            collector.backward(loss);
            collector.close();
            adamW.step();
            return loss.getFloat();
        }
    }

    private NDArray loss(NDManager step) {
        NDArray own = tokens.duplicate();
        own.attach(step);
        NDArray embedded = ai.djl.nn.core.Embedding.embedding(own, embed, ai.djl.ndarray.types.SparseFormat.DENSE)
                .singletonOrThrow();
        embedded.attach(step);
        NDArray x = norm(embedded.expandDims(1));
        for (int layer = 0; layer < BdhSizes.LAYERS; layer++) {
            NDArray s = relu(x.matMul(encoder));
            NDArray q = rotate(s);
            NDArray scores = q.matMul(q.swapAxes(2, 3)).mul(mask);
            NDArray a = norm(scores.matMul(x));
            NDArray g = relu(a.matMul(encoderV));
            NDArray p = s.mul(g);
            NDArray heads = p.swapAxes(1, 2)
                    .reshape(BdhSizes.BATCH, 1, BdhSizes.TIMES, (long) BdhSizes.HEADS * BdhSizes.NEURONS);
            x = norm(x.add(norm(heads.matMul(decoder))));
        }
        NDArray logits = x.reshape((long) BdhSizes.BATCH * BdhSizes.TIMES, BdhSizes.WIDTH)
                .matMul(lmHead);
        return logits.logSoftmax(-1).gather(targets, 1).mean().neg();
    }

    private NDArray norm(NDArray x) {
        return LayerNorm.layerNorm(x, new Shape(BdhSizes.WIDTH), gain, bias, EPSILON)
                .singletonOrThrow();
    }

    private static NDArray relu(NDArray x) {
        return x.getNDArrayInternal().relu();
    }

    /** {@code torch.stack((-v[..., 1::2], v[..., ::2]), dim=-1).view(*v.size())}, and the sum of both products. */
    private NDArray rotate(NDArray v) {
        NDArray odd = v.get("..., 1::2");
        NDArray even = v.get("..., ::2");
        NDArray rotated = odd.neg().stack(even, -1).reshape(v.getShape());
        return v.mul(cos).add(rotated.mul(sin));
    }

    /** The arrays of one step go with its manager, those of all with this. */
    @Override
    public void close() {
        manager.close();
    }
}
