package io.reprise.memory.sparsey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Dimensions;
import io.reprise.memory.sparsey.SparseyGrid.Grid;
import io.reprise.memory.sparsey.SparseyGrid.Layout;
import io.reprise.model.Training;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import io.reprise.vision.mnist.Accuracy;
import io.reprise.vision.mnist.Mnist;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparseyGridTest {
    private static SparseyGrid.Settings settings(double freezeAt, Layout layout, List<Integer> upper) {
        return new SparseyGrid.Settings(
                8,
                4,
                0.5,
                0.05,
                1,
                upper,
                0.3,
                layout,
                9,
                16,
                CodeSelection.Form.ADDITIVE,
                20,
                14,
                10,
                2,
                0.1,
                freezeAt,
                1,
                0,
                0.5,
                0.01);
    }

    private static Grid trained(TestRun run, SparseyGrid.Settings settings, Dataset data) {
        Grid grid =
                (Grid) new SparseyGrid().create(settings, Dimensions.of(Map.of("H", 28, "C", 10)), run.part("model"));
        Training training = new OnePass()
                .create(new OnePass.Settings(0), run.part("trainer"))
                .begin(grid, data);
        for (long step = 0; step < training.steps(); step++) {
            training.step(step);
        }
        return grid;
    }

    private static double accuracy(TestRun run, Grid grid, Dataset data) {
        return new Accuracy()
                .create(new Accuracy.Settings(1000), run.part("accuracy"))
                .evaluate(grid, data)
                .metrics()
                .get(0)
                .value();
    }

    /** A square whose place is the class: the class is all there is to see, so none is taken for another. */
    @Test
    void tellsSquaresAtTenPlacesApart() throws IOException {
        for (Layout layout : Layout.values()) {
            try (TestRun run = TestRun.open(2)) {
                Digits.files((name, bytes) -> write(run.dataFolder().resolve(name), bytes));
                Dataset data = new Mnist()
                        .create(
                                new Mnist.Settings(Path.of("images"), Path.of("labels"), 0, 1000, 3, 1),
                                run.part("data"));
                Grid grid = trained(run, settings(1, layout, List.of(3, 1)), data);
                assertThat(grid.macs().size()).isEqualTo(36 + 9 + 1);
                assertThat(accuracy(run, grid, data)).isEqualTo(1);
            }
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The threshold is that of chance with a wide margin; what the claim asserts is measured by the claim. */
    @Test
    void learnsRealDigitsFarAboveChanceIfItFreezesInTime() {
        Path folder = Path.of(System.getProperty("reprise.shared", ""), "data", "mnist");
        Path images = folder.resolve("t10k-images-idx3-ubyte.gz");
        assumeTrue(Files.exists(images), "needs data/mnist in the folder of -Dreprise.shared");
        try (TestRun run = TestRun.open(1)) {
            Dataset data = new Mnist()
                    .create(
                            new Mnist.Settings(images, folder.resolve("t10k-labels-idx1-ubyte.gz"), 7555, 100, 70, 30),
                            run.part("data"));
            double frozen = accuracy(run, trained(run, settings(0.1, Layout.RECT, List.of()), data), data);
            double never = accuracy(run, trained(run, settings(1, Layout.RECT, List.of()), data), data);
            assertThat(frozen).isGreaterThan(0.6);
            assertThat(never).isLessThan(frozen);
        }
    }

    @Test
    void leavesOutMacsThatSeeTooLittleOrTooMuch() {
        try (TestRun run = TestRun.open(2);
                TensorScope scope = run.tensors().open()) {
            SparseyGrid.Settings s = new SparseyGrid.Settings(
                    4,
                    4,
                    0.5,
                    0.2,
                    0.6,
                    List.of(),
                    0.3,
                    Layout.RECT,
                    4,
                    3,
                    CodeSelection.Form.ADDITIVE,
                    20,
                    14,
                    10,
                    2,
                    0.1,
                    1,
                    1,
                    0,
                    0.5,
                    0.01);
            MacGrid macs = new MacGrid(8, s, scope);
            boolean[] active = new boolean[64];
            for (int i = 0; i < 64; i++) {
                // Upper left nothing, upper right 8 of 16, lower left 2 of 16, lower right all.
                boolean right = i % 8 >= 4;
                boolean low = i >= 32;
                active[i] = right && low || right && i % 2 == 0 || low && i % 8 == 0 && i / 8 % 2 == 0;
            }
            assertThat(macs.recall(active))
                    .satisfiesExactly(
                            code -> assertThat(code).isNull(),
                            code -> assertThat(code).isNotNull(),
                            code -> assertThat(code).isNull(),
                            code -> assertThat(code).isNull());
        }
    }

    @Test
    void refusesAPatchLargerThanTheImageAndAMacThatSeesNothing() {
        try (TestRun run = TestRun.open(2)) {
            assertThatThrownBy(() -> new SparseyGrid()
                            .create(
                                    settings(1, Layout.RECT, List.of(1, 9)),
                                    Dimensions.of(Map.of("H", 28, "C", 2)),
                                    run.part("model")))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("model.radius");
            assertThatThrownBy(() -> new SparseyGrid()
                            .create(
                                    settings(1, Layout.RECT, List.of()),
                                    Dimensions.of(Map.of("H", 6, "C", 2)),
                                    run.part("model")))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("model.patch");
        }
    }

    @Test
    void scoresEveryClassAlikeBeforeItHasLearned() {
        try (TestRun run = TestRun.open(2);
                TensorScope scope = run.tensors().open()) {
            Grid grid = (Grid) new SparseyGrid()
                    .create(
                            settings(1, Layout.RECT, List.of()),
                            Dimensions.of(Map.of("H", 28, "C", 10)),
                            run.part("model"));
            float[] pixels = new float[28 * 28];
            Arrays.fill(pixels, 1);
            float[] logits = grid.apply(scope.ops(), Batch.of(SparseyGrid.IMAGE, scope.of(pixels, 1, 1, 28, 28)))
                    .tensor(SparseyGrid.LOGITS)
                    .toFloats();
            for (float logit : logits) {
                assertThat(logit).isEqualTo(logits[0]);
            }
        }
    }
}
