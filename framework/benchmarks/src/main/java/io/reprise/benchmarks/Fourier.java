package io.reprise.benchmarks;

import ai.djl.ndarray.NDArray;
import io.reprise.tensor.FourierOps.Norm;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import java.util.List;

/** The complex transform of 64 images of 64 x 64, with its gradient; and a training step of one block of a Fourier neural operator. */
final class Fourier {
    private static final int N = 64;

    private Fourier() {}

    static List<Work> works() {
        return List.of(
                Work.without("fft-2d", 1, OurTransform::new, TorchTransform::new),
                Work.withProducts("fno-block", 1.5, OurBlock::new, TorchBlock::new));
    }

    private static float[] complex(long seed) {
        return Numbers.between(1, N * N * N * 2, seed);
    }

    private static final class OurTransform extends OurPasses {
        private final Tensor x = input(complex(1), N, N, N, 2);
        private final Tensor dy = lasting.of(complex(2), N, N, N, 2);

        @Override
        Tensor output(Ops f) {
            return f.fourier().fft(x, Norm.BACKWARD, -2, -1);
        }

        @Override
        Tensor cotangent() {
            return dy;
        }
    }

    private static final class TorchTransform extends TorchScript {
        TorchTransform() {
            NDArray x = array(complex(1), N, N, N, 2);
            x.setRequiresGradient(true);
            load(List.of("x", "dy"), List.of(x, array(complex(2), N, N, N, 2)), """
                    y = torch.view_as_real(torch.fft_fft2(torch.view_as_complex(x)))
                    g = torch.grad([y], [x], annotate(List[Optional[Tensor]], [dy]))
                    """, "y, unchecked_cast(Tensor, g[0])");
        }
    }

    // The block: y = gelu(irfft(W rfft(x) at the lowest modes) + w x), Li et al. 2021.

    private static final int B = 8;
    private static final int CHANNELS = 16;
    private static final int GRID = 32;
    private static final int MODES = 12;
    private static final int HALF = GRID / 2 + 1;
    private static final int ELEMENTS = B * CHANNELS * GRID * GRID;
    private static final int WEIGHTS = 2 * MODES * MODES * CHANNELS * CHANNELS * 2;

    private static float[] weights() {
        return Numbers.between(1.0 / CHANNELS, WEIGHTS, 13);
    }

    private static float[] skip() {
        return Numbers.between(0.25, CHANNELS * CHANNELS, 14);
    }

    private static final class OurBlock extends OurTraining {
        private final Tensor x = lasting.of(Numbers.between(1, ELEMENTS, 11), B, CHANNELS, GRID, GRID);
        private final Tensor c = lasting.of(Numbers.between(1, ELEMENTS, 12), B, CHANNELS, GRID, GRID);
        private final Tensor weights = parameter(weights(), 2 * MODES, MODES, CHANNELS, CHANNELS, 2);
        private final Tensor skip = parameter(skip(), CHANNELS, CHANNELS);

        @Override
        Tensor loss(Ops f) {
            Tensor spectrum = f.fourier().rfft(x, Norm.BACKWARD, -2, -1);
            Tensor columns = f.slice(spectrum, 3, 0, MODES);
            Tensor modes = f.concat(List.of(f.slice(columns, 2, 0, MODES), f.slice(columns, 2, GRID - MODES, GRID)), 2);
            Tensor mixed = f.permute(f.fourier().matmul(f.permute(modes, 2, 3, 0, 1, 4), weights), 2, 3, 0, 1, 4);
            Tensor wide = f.concat(List.of(mixed, f.scope().zeros(B, CHANNELS, 2 * MODES, HALF - MODES, 2)), 3);
            Tensor full = f.concat(
                    List.of(
                            f.slice(wide, 2, 0, MODES),
                            f.scope().zeros(B, CHANNELS, GRID - 2 * MODES, HALF, 2),
                            f.slice(wide, 2, MODES, 2 * MODES)),
                    2);
            Tensor local = f.reshape(f.matmul(skip, f.reshape(x, B, CHANNELS, GRID * GRID)), B, CHANNELS, GRID, GRID);
            Tensor y = f.gelu(f.add(f.fourier().irfft(full, GRID, Norm.BACKWARD, -2, -1), local));
            return f.sum(f.multiply(y, c));
        }
    }

    private static final class TorchBlock extends TorchTraining {
        TorchBlock() {
            data("x", array(Numbers.between(1, ELEMENTS, 11), B, CHANNELS, GRID, GRID));
            data("c", array(Numbers.between(1, ELEMENTS, 12), B, CHANNELS, GRID, GRID));
            parameter("weights", Fourier.weights(), 2 * MODES, MODES, CHANNELS, CHANNELS, 2);
            parameter("skip", skip(), CHANNELS, CHANNELS);
            load("""
                    spectrum = torch.slice(torch.fft_rfft2(x), 3, 0, 12)
                    w = torch.view_as_complex(weights)
                    full = torch.zeros([8, 16, 32, 17], dtype=9)
                    columns = torch.slice(full, 3, 0, 12)
                    low = torch.einsum("bixy,xyio->boxy", [torch.slice(spectrum, 2, 0, 12), torch.slice(w, 0, 0, 12)])
                    _1 = torch.copy_(torch.slice(columns, 2, 0, 12), low)
                    high = torch.einsum("bixy,xyio->boxy", [torch.slice(spectrum, 2, 20, 32), torch.slice(w, 0, 12, 24)])
                    _2 = torch.copy_(torch.slice(columns, 2, 20, 32), high)
                    local = torch.conv2d(x, torch.view(skip, [16, 16, 1, 1]), None, [1, 1], [0, 0], [1, 1], 1)
                    y = torch.gelu(torch.add(torch.fft_irfft2(full, [32, 32]), local))
                    loss = torch.sum(torch.mul(y, c))
                    """);
        }
    }
}
