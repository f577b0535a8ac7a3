package io.reprise.benchmarks;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Dragon Hatchling in libtorch, operation by operation as the authors' {@code bdh.py} (pathwaycom/bdh, commit 714bc80).
 *
 * <p>What differs is to libtorch's advantage or without weight: the rotation's cosines and sines are computed once instead
 * of in each layer; {@code tril}, which DJL lacks, is a product with a mask; its layer normalisation wants a gain and a
 * bias, which are ones and zeros that get no gradient.
 */
final class TorchBdh implements Side {
    private static final float EPSILON = 1e-5f;
    private static final double THETA = 65536;

    private final NDManager manager;
    private final NDArray encoder;
    private final NDArray encoderV;
    private final NDArray decoder;
    private final NDArray lmHead;
    private final NDArray embed;
    private final List<NDArray> parameters;
    private final NDArray cos;
    private final NDArray sin;
    private final NDArray mask;
    private final NDArray gain;
    private final NDArray bias;
    private final List<NDArray> tokens = new ArrayList<>();
    private final List<NDArray> targets = new ArrayList<>();
    private final TorchAdamW adamW;
    private int steps;

    TorchBdh() {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        int h = BdhSizes.HEADS;
        int d = BdhSizes.WIDTH;
        int n = BdhSizes.NEURONS;
        int v = BdhSizes.VOCABULARY;
        Map<String, float[]> initial = OurBdh.initialParameters();
        encoder = parameter(initial.get("encoder"), h, d, n);
        encoderV = parameter(initial.get("encoder_v"), h, d, n);
        decoder = parameter(initial.get("decoder"), (long) h * n, d);
        lmHead = parameter(initial.get("lm_head"), d, v);
        embed = parameter(initial.get("embed.weight"), v, d);
        parameters = List.of(encoder, encoderV, decoder, lmHead, embed);
        cos = manager.create(rotations(false), new Shape(1, 1, BdhSizes.TIMES, n));
        sin = manager.create(rotations(true), new Shape(1, 1, BdhSizes.TIMES, n));
        mask = manager.create(strictlyLower(), new Shape(BdhSizes.TIMES, BdhSizes.TIMES));
        gain = manager.ones(new Shape(d));
        bias = manager.zeros(new Shape(d));
        for (int i = 0; i < BdhSizes.BATCHES; i++) {
            tokens.add(manager.create(BdhSizes.tokens(i, 0), new Shape(BdhSizes.SIZE, BdhSizes.TIMES))
                    .toType(DataType.INT64, false));
            targets.add(manager.create(BdhSizes.tokens(i, 1), new Shape((long) BdhSizes.SIZE * BdhSizes.TIMES, 1))
                    .toType(DataType.INT64, false));
        }
        adamW = new TorchAdamW(manager, parameters, BdhSizes.LEARNING_RATE, BdhSizes.WEIGHT_DECAY);
    }

    private NDArray parameter(float[] values, long... sizes) {
        NDArray parameter = manager.create(values, new Shape(sizes));
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

    @Override
    public List<float[]> results() {
        try (NDManager step = manager.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = loss(step, 0);
            collector.backward(loss);
            List<float[]> results = new ArrayList<>(List.of(new float[] {loss.getFloat()}));
            for (NDArray parameter : parameters) {
                try (NDArray gradient = parameter.getGradient()) {
                    results.add(gradient.toFloatArray());
                }
            }
            return results;
        }
    }

    /** One optimiser step; the loss before it. */
    @Override
    public Object run() {
        try (NDManager step = manager.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray loss = loss(step, steps++ % BdhSizes.BATCHES);
            collector.backward(loss);
            collector.close();
            adamW.step();
            return loss.getFloat();
        }
    }

    private NDArray loss(NDManager step, int batch) {
        NDArray own = tokens.get(batch).duplicate();
        own.attach(step);
        NDArray embedded = Embedding.embedding(own, embed, SparseFormat.DENSE).singletonOrThrow();
        embedded.attach(step);
        NDArray x = norm(embedded.expandDims(1));
        for (int layer = 0; layer < BdhSizes.LAYERS; layer++) {
            // As in Python, what the backward pass does not keep is freed: with these, at the end of the layer.
            try (NDManager temporary = step.newSubManager()) {
                x.attach(temporary);
                x = layer(x);
                x.attach(step);
            }
        }
        NDArray logits =
                x.reshape((long) BdhSizes.SIZE * BdhSizes.TIMES, BdhSizes.WIDTH).matMul(lmHead);
        return logits.logSoftmax(-1).gather(targets.get(batch), 1).mean().neg();
    }

    private NDArray layer(NDArray x) {
        NDArray s = relu(x.matMul(encoder));
        NDArray q = rotate(s);
        NDArray a = norm(strictlyLower(q.matMul(q.swapAxes(2, 3))).matMul(x));
        NDArray g = relu(a.matMul(encoderV));
        NDArray p = s.mul(g);
        NDArray heads =
                p.swapAxes(1, 2).reshape(BdhSizes.SIZE, 1, BdhSizes.TIMES, (long) BdhSizes.HEADS * BdhSizes.NEURONS);
        return norm(x.add(norm(heads.matMul(decoder))));
    }

    private NDArray norm(NDArray x) {
        return LayerNorm.layerNorm(x, new Shape(BdhSizes.WIDTH), gain, bias, EPSILON)
                .singletonOrThrow();
    }

    /** {@code torch.tril(x, -1)}. */
    private NDArray strictlyLower(NDArray x) {
        try (x) {
            return x.mul(mask);
        }
    }

    private static NDArray relu(NDArray x) {
        try (x) {
            return x.getNDArrayInternal().relu();
        }
    }

    /** {@code torch.stack((-v[..., 1::2], v[..., ::2]), dim=-1).view(*v.size())}, and the sum of both products. */
    private NDArray rotate(NDArray v) {
        try (NDArray odd = v.get("..., 1::2");
                NDArray even = v.get("..., ::2");
                NDArray negative = odd.neg();
                NDArray pairs = negative.stack(even, -1);
                NDArray rotated = pairs.reshape(v.getShape());
                NDArray one = v.mul(cos);
                NDArray other = rotated.mul(sin)) {
            return one.add(other);
        }
    }

    /** The arrays of one step go with its manager, those of all with this. */
    @Override
    public void close() {
        manager.close();
    }
}
