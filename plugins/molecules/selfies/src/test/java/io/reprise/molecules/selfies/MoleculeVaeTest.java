package io.reprise.molecules.selfies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.data.Batch;
import io.reprise.data.Dimensions;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Optimizer;
import io.reprise.tensor.Optimizers;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The autoencoder against its equations, written out in loops. */
class MoleculeVaeTest {
    private static final int LENGTH = 4;
    private static final int SYMBOLS = 3;
    private static final int[] ROWS = {1, 2, 1, 0, 2, 2, 0, 0};
    private static final VaeSettings SMALL = new VaeSettings(6, 5, 4, 3, 7, 0.25, VaeSettings.Choice.SAMPLE);

    private static MoleculeVae model(VaeSettings settings, TestRun run) {
        return (MoleculeVae) new MoleculeVaeFactory()
                .create(settings, Dimensions.of(Map.of("L", LENGTH, "V", SYMBOLS)), run.part("model"));
    }

    private static Batch rows(TensorScope scope) {
        return Batch.of(MoleculeStrings.TOKENS, scope.of(ROWS, 2, LENGTH));
    }

    @Test
    void writesALatentPointByAGruThatReadsItAtEveryStep() throws Exception {
        try (TestRun run = TestRun.open(3)) {
            MoleculeVae model = model(SMALL, run);
            Tensor z = run.tensors().of(new float[] {0.5F, -1, 2}, 1, 3);
            float[] logits = model.decode(run.tensors().ops(), z).toFloats();
            assertThat(logits).hasSize(LENGTH * SYMBOLS);
            double[] expected = decoded(model, z.toDoubles());
            for (int i = 0; i < logits.length; i++) {
                assertThat(logits[i]).isCloseTo((float) expected[i], within(1e-5F));
            }
        }
    }

    @Test
    void addsTheDivergenceToTheCrossEntropy() throws Exception {
        try (TestRun run = TestRun.open(4)) {
            MoleculeVae model = model(SMALL, run);
            RandomSource random = run.random().split("noise");
            double loss =
                    model.loss(run.tensors().ops(), rows(run.tensors()), random).item();
            Tensor noise = run.tensors().zeros(2, 3);
            run.random().split("noise").fillNormal(noise, 0, 1);
            double entropy = 0;
            double divergence = 0;
            for (int row = 0; row < 2; row++) {
                double[] x = new double[LENGTH * SYMBOLS];
                for (int place = 0; place < LENGTH; place++) {
                    x[place * SYMBOLS + ROWS[row * LENGTH + place]] = 1;
                }
                double[] h = relu(linear(model, "encode_nn.0", x));
                h = relu(linear(model, "encode_nn.2", h));
                h = relu(linear(model, "encode_nn.4", h));
                double[] mean = linear(model, "encode_mu", h);
                double[] logVariance = linear(model, "encode_log_var", h);
                double[] z = new double[3];
                for (int k = 0; k < 3; k++) {
                    z[k] = mean[k] + Math.exp(logVariance[k] / 2) * noise.toDoubles()[row * 3 + k];
                    divergence += -0.5 * (1 + logVariance[k] - mean[k] * mean[k] - Math.exp(logVariance[k])) / (2 * 3);
                }
                double[] logits = decoded(model, z);
                for (int place = 0; place < LENGTH; place++) {
                    double sum = 0;
                    for (int v = 0; v < SYMBOLS; v++) {
                        sum += Math.exp(logits[place * SYMBOLS + v]);
                    }
                    entropy += (Math.log(sum) - logits[place * SYMBOLS + ROWS[row * LENGTH + place]]) / (2 * LENGTH);
                }
            }
            assertThat(loss).isCloseTo(entropy + 0.25 * divergence, within(1e-5));
        }
    }

    @Test
    void learnsTwoMoleculesByHeart() throws Exception {
        VaeSettings settings = new VaeSettings(20, 20, 20, 5, 30, 1e-6, VaeSettings.Choice.MOST_LIKELY);
        try (TestRun run = TestRun.open(5)) {
            MoleculeVae model = model(settings, run);
            Optimizer optimizer = run.tensorService()
                    .optimizers()
                    .optimizer(run.tensors(), model.parameters(), Optimizers.Adam.usual());
            for (int step = 0; step < 300; step++) {
                try (TensorScope scope = run.tensors().open()) {
                    Tape tape = scope.tape(model.parameters().values());
                    Tensor loss = model.loss(tape, rows(scope), run.random().split(step));
                    optimizer.step(tape.gradients(loss), 0.01);
                }
            }
            Batch back = model.apply(run.tensors().ops(), rows(run.tensors()));
            assertThat(run.tensors()
                            .ops()
                            .argmax(back.tensor(MoleculeStrings.LOGITS), 2)
                            .toInts())
                    .isEqualTo(ROWS);
            Batch variants = model.generate(run.tensors().ops(), rows(run.tensors()), 2, run.random());
            assertThat(variants.tensor(MoleculeStrings.TOKENS).toInts()).isEqualTo(ROWS);
        }
    }

    @Test
    void drawsSymbolsInProportionToTheirProbability() throws Exception {
        try (TestRun run = TestRun.open(6)) {
            MoleculeVae model = model(SMALL, run);
            // With no weights the logits are the last bias, whatever the point.
            model.parameters().values().forEach(parameter -> parameter.fill(0));
            model.parameters().get("decode_FC.0.bias").set(Math.log(0.7), Math.log(0.2), Math.log(0.1));
            int count = 5000;
            Tensor tokens = model.generate(run.tensors().ops(), Batch.EMPTY, count, run.random())
                    .tensor(MoleculeStrings.TOKENS);
            assertThat(tokens.type()).isEqualTo(ElementType.INT);
            assertThat(tokens.shape()).isEqualTo(Shape.of(count, LENGTH));
            double[] share = new double[SYMBOLS];
            for (int symbol : tokens.toInts()) {
                share[symbol] += 1.0 / (count * LENGTH);
            }
            // Four deviations of a share of 20,000 draws are at most 0.014.
            assertThat(share[0]).isCloseTo(0.7, within(0.014));
            assertThat(share[1]).isCloseTo(0.2, within(0.014));
            assertThat(share[2]).isCloseTo(0.1, within(0.014));
        }
    }

    private static double[] decoded(MoleculeVae model, double[] z) {
        int h = 7;
        double[] hidden = new double[h];
        double[] logits = new double[LENGTH * SYMBOLS];
        for (int step = 0; step < LENGTH; step++) {
            double[] in = product(model, "decode_RNN.weight_ih_l0", "decode_RNN.bias_ih_l0", z);
            double[] back = product(model, "decode_RNN.weight_hh_l0", "decode_RNN.bias_hh_l0", hidden);
            double[] next = new double[h];
            for (int i = 0; i < h; i++) {
                double reset = sigmoid(in[i] + back[i]);
                double update = sigmoid(in[h + i] + back[h + i]);
                double candidate = Math.tanh(in[2 * h + i] + reset * back[2 * h + i]);
                next[i] = (1 - update) * candidate + update * hidden[i];
            }
            hidden = next;
            System.arraycopy(linear(model, "decode_FC.0", hidden), 0, logits, step * SYMBOLS, SYMBOLS);
        }
        return logits;
    }

    private static double[] linear(MoleculeVae model, String layer, double[] x) {
        return product(model, layer + ".weight", layer + ".bias", x);
    }

    private static double[] product(MoleculeVae model, String weight, String bias, double[] x) {
        double[] w = model.parameters().get(weight).toDoubles();
        double[] y = model.parameters().get(bias).toDoubles();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                y[j] += x[i] * w[i * y.length + j];
            }
        }
        return y;
    }

    private static double[] relu(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.max(0, x[i]);
        }
        return y;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
