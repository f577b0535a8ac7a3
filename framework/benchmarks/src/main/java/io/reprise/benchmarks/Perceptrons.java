package io.reprise.benchmarks;

import ai.djl.ndarray.NDArray;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Training steps of perceptrons: layers of {@code relu(x w + b)}, cross-entropy. */
final class Perceptrons {
    private Perceptrons() {}

    static List<Work> works() {
        return List.of(work(2, 64, 784, 128, 10), work(1.5, 128, 784, 1024, 1024, 10));
    }

    private static Work work(double target, int batch, int... sizes) {
        StringBuilder name = new StringBuilder("mlp");
        for (int size : sizes) {
            name.append('-').append(size);
        }
        return Work.withProducts(
                name.toString(),
                target,
                () -> new OurPerceptron(batch, sizes),
                () -> new TorchPerceptron(batch, sizes));
    }

    private static float[] initial(int[] sizes, int layer) {
        int in = sizes[layer];
        return Numbers.between(1 / Math.sqrt(in), in * sizes[layer + 1], layer);
    }

    private static float[] inputs(int batch, int[] sizes) {
        return Numbers.between(1, batch * sizes[0], 101);
    }

    private static int[] labels(int batch, int[] sizes) {
        return Numbers.below(sizes[sizes.length - 1], batch, 102);
    }

    private static final class OurPerceptron extends OurTraining {
        private final Tensor x;
        private final Tensor labels;
        private final List<Tensor> weights = new ArrayList<>();
        private final List<Tensor> biases = new ArrayList<>();

        OurPerceptron(int batch, int[] sizes) {
            x = lasting.of(inputs(batch, sizes), batch, sizes[0]);
            labels = lasting.of(labels(batch, sizes), batch);
            for (int i = 0; i + 1 < sizes.length; i++) {
                weights.add(parameter(initial(sizes, i), sizes[i], sizes[i + 1]));
                biases.add(parameter(new float[sizes[i + 1]], sizes[i + 1]));
            }
        }

        @Override
        Tensor loss(Ops f) {
            Tensor hidden = x;
            for (int i = 0; i + 1 < weights.size(); i++) {
                hidden = f.relu(f.linear(hidden, weights.get(i), biases.get(i)));
            }
            int last = weights.size() - 1;
            return f.crossEntropy(f.linear(hidden, weights.get(last), biases.get(last)), labels);
        }
    }

    private static final class TorchPerceptron extends TorchTraining {
        TorchPerceptron(int batch, int[] sizes) {
            NDArray x = array(inputs(batch, sizes), batch, sizes[0]);
            data("x", x);
            data("labels", indices(labels(batch, sizes), batch));
            StringBuilder loss = new StringBuilder("h = x\n");
            for (int i = 0; i + 1 < sizes.length; i++) {
                weights("w" + i, initial(sizes, i), sizes[i], sizes[i + 1]);
                parameter("b" + i, new float[sizes[i + 1]], sizes[i + 1]);
                String linear = "torch.linear(h, w" + i + ", b" + i + ")";
                loss.append(i + 2 < sizes.length ? "h = torch.relu(" + linear + ")\n" : "h = " + linear + "\n");
            }
            loss.append("loss = torch.cross_entropy_loss(h, labels)\n");
            load(loss.toString());
        }
    }
}
