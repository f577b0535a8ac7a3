package io.reprise.benchmarks;

import ai.djl.ndarray.NDArray;
import io.reprise.tensor.Convolution;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.Window;
import java.util.List;

/**
 * A training step of a net with two convolutions (5 x 5, 16 and 32 channels), two poolings and two dense layers on 64 images of
 * 28 x 28; and one convolution of 64 x 32 x 14 x 14 to 64 channels, 3 x 3, with its gradients by input and weights.
 */
final class Convolutions {
    private static final int B = 64;

    private Convolutions() {}

    static List<Work> works() {
        return List.of(
                Work.withProducts("conv-net", 1.5, OurNet::new, TorchNet::new),
                Work.withProducts("conv-three-passes", 1, OurLayer::new, TorchLayer::new));
    }

    private static float[] weights(int in, int count, long seed) {
        return Numbers.between(1 / Math.sqrt(in), count, seed);
    }

    private static final class OurNet extends OurTraining {
        private static final Convolution SAME = Convolution.plain().withPadding(2);
        private static final Window HALF = Window.tiles(2);

        private final Tensor x = lasting.of(Numbers.between(1, B * 784, 1), B, 1, 28, 28);
        private final Tensor labels = lasting.of(Numbers.below(10, B, 2), B);
        private final Tensor filters1 = parameter(weights(25, 16 * 25, 3), 16, 1, 5, 5);
        private final Tensor bias1 = parameter(new float[16], 16);
        private final Tensor filters2 = parameter(weights(400, 32 * 16 * 25, 4), 32, 16, 5, 5);
        private final Tensor bias2 = parameter(new float[32], 32);
        private final Tensor w3 = parameter(weights(1568, 1568 * 128, 5), 1568, 128);
        private final Tensor b3 = parameter(new float[128], 128);
        private final Tensor w4 = parameter(weights(128, 128 * 10, 6), 128, 10);
        private final Tensor b4 = parameter(new float[10], 10);

        @Override
        Tensor loss(Ops f) {
            Tensor h = f.images().maxPool(f.relu(f.images().convolution(x, filters1, bias1, SAME)), HALF);
            h = f.images().maxPool(f.relu(f.images().convolution(h, filters2, bias2, SAME)), HALF);
            h = f.relu(f.linear(f.reshape(h, B, 1568), w3, b3));
            return f.crossEntropy(f.linear(h, w4, b4), labels);
        }
    }

    private static final class TorchNet extends TorchTraining {
        TorchNet() {
            data("x", array(Numbers.between(1, B * 784, 1), B, 1, 28, 28));
            data("labels", indices(Numbers.below(10, B, 2), B));
            parameter("filters1", Convolutions.weights(25, 16 * 25, 3), 16, 1, 5, 5);
            parameter("bias1", new float[16], 16);
            parameter("filters2", Convolutions.weights(400, 32 * 16 * 25, 4), 32, 16, 5, 5);
            parameter("bias2", new float[32], 32);
            weights("w3", Convolutions.weights(1568, 1568 * 128, 5), 1568, 128);
            parameter("b3", new float[128], 128);
            weights("w4", Convolutions.weights(128, 128 * 10, 6), 128, 10);
            parameter("b4", new float[10], 10);
            load("""
                    h = torch.relu(torch.conv2d(x, filters1, bias1, [1, 1], [2, 2], [1, 1], 1))
                    h1 = torch.max_pool2d(h, [2, 2], [2, 2], [0, 0], [1, 1], False)
                    h2 = torch.relu(torch.conv2d(h1, filters2, bias2, [1, 1], [2, 2], [1, 1], 1))
                    h3 = torch.max_pool2d(h2, [2, 2], [2, 2], [0, 0], [1, 1], False)
                    h4 = torch.relu(torch.linear(torch.reshape(h3, [64, 1568]), w3, b3))
                    loss = torch.cross_entropy_loss(torch.linear(h4, w4, b4), labels)
                    """);
        }
    }

    private static final int IMAGES = B * 32 * 14 * 14;
    private static final int FILTERS = 64 * 32 * 9;
    private static final int OUTPUTS = B * 64 * 14 * 14;

    private static final class OurLayer extends OurPasses {
        private final Tensor x = input(Numbers.between(1, IMAGES, 1), B, 32, 14, 14);
        private final Tensor w = input(weights(288, FILTERS, 2), 64, 32, 3, 3);
        private final Tensor dy = lasting.of(Numbers.between(1, OUTPUTS, 3), B, 64, 14, 14);

        @Override
        Tensor output(Ops f) {
            return f.images().convolution(x, w, null, Convolution.plain().withPadding(1));
        }

        @Override
        Tensor cotangent() {
            return dy;
        }
    }

    private static final class TorchLayer extends TorchScript {
        TorchLayer() {
            NDArray x = array(Numbers.between(1, IMAGES, 1), B, 32, 14, 14);
            NDArray w = array(weights(288, FILTERS, 2), 64, 32, 3, 3);
            x.setRequiresGradient(true);
            w.setRequiresGradient(true);
            NDArray dy = array(Numbers.between(1, OUTPUTS, 3), B, 64, 14, 14);
            load(
                    List.of("x", "w", "dy"),
                    List.of(x, w, dy),
                    """
                    y = torch.conv2d(x, w, None, [1, 1], [1, 1], [1, 1], 1)
                    g = torch.grad([y], [x, w], annotate(List[Optional[Tensor]], [dy]))
                    """,
                    "y, unchecked_cast(Tensor, g[0]), unchecked_cast(Tensor, g[1])");
        }
    }
}
