package io.reprise.vision.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MnistTest {
    private static Mnist.Settings settings(int train, int validation) {
        return settings(0, 1000, train, validation);
    }

    private static Mnist.Settings settings(int first, int perClass, int train, int validation) {
        return new Mnist.Settings(Path.of("images"), Path.of("labels"), first, perClass, train, validation);
    }

    private static Dataset open(TestRun run, byte[] images, byte[] labels, int train, int validation)
            throws IOException {
        return open(run, images, labels, settings(train, validation));
    }

    private static Dataset open(TestRun run, byte[] images, byte[] labels, Mnist.Settings settings) throws IOException {
        Files.write(run.dataFolder().resolve("images"), images);
        Files.write(run.dataFolder().resolve("labels"), labels);
        return new Mnist().create(settings, run.part("data"));
    }

    /** Image i is of brightness i / 255 and of class i % 10, so each tells which one it is. */
    private static Set<Integer> images(TestRun run, Dataset data, String split) {
        Set<Integer> images = new HashSet<>();
        try (TensorScope scope = run.tensors().open()) {
            Batch batch = data.split(split).read(scope.ops(), 0, 1000);
            float[] pixels = batch.tensor(LabelledImages.IMAGE).toFloats();
            int[] labels = batch.tensor(LabelledImages.LABEL).toInts();
            for (int i = 0; i < labels.length; i++) {
                int image = Math.round(255 * pixels[i * 28 * 28]);
                assertThat(image % 10).isEqualTo(labels[i]);
                assertThat(images.add(image)).isTrue();
            }
        }
        return images;
    }

    @Test
    void takesSoManyOfEachClassAndNoneTwice() throws IOException {
        try (TestRun run = TestRun.open(3);
                Dataset data = open(run, IdxBytes.images(100), IdxBytes.labels(100), 6, 3)) {
            Set<Integer> train = images(run, data, Dataset.TRAIN);
            Set<Integer> validation = images(run, data, Dataset.VALIDATION);
            assertThat(train).hasSize(60).doesNotContainAnyElementsOf(validation);
            assertThat(validation).hasSize(30);
            for (int c = 0; c < 10; c++) {
                int digit = c;
                assertThat(train).filteredOn(image -> image % 10 == digit).hasSize(6);
                assertThat(validation).filteredOn(image -> image % 10 == digit).hasSize(3);
            }
        }
    }

    @Test
    void choosesFromThePartOfTheFileThatIsWanted() throws IOException {
        try (TestRun run = TestRun.open(3);
                Dataset data = open(run, IdxBytes.images(100), IdxBytes.labels(100), settings(25, 4, 3, 9))) {
            Set<Integer> all = images(run, data, Dataset.TRAIN);
            assertThat(all).hasSize(30);
            Set<Integer> validation = images(run, data, Dataset.VALIDATION);
            assertThat(validation).hasSize(10);
            all.addAll(validation);
            assertThat(all).allMatch(image -> image >= 25 && image < 65);
        }
        try (TestRun run = TestRun.open(3)) {
            assertThatThrownBy(() -> open(run, IdxBytes.images(100), IdxBytes.labels(100), settings(200, 4, 3, 9)))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("0 in all");
        }
    }

    @Test
    void drawsEachImageOnceInAnEpoch() throws IOException {
        try (TestRun run = TestRun.open(3);
                Dataset data = open(run, IdxBytes.images(100), IdxBytes.labels(100), 5, 5);
                TensorScope scope = run.tensors().open()) {
            RandomSource random = run.random();
            Set<Integer> drawn = new HashSet<>();
            for (int step = 0; step < 5; step++) {
                float[] pixels = data.split(Dataset.TRAIN)
                        .draw(scope.ops(), step, 10, random)
                        .tensor(LabelledImages.IMAGE)
                        .toFloats();
                for (int i = 0; i < 10; i++) {
                    drawn.add(Math.round(255 * pixels[i * 28 * 28]));
                }
            }
            assertThat(drawn).hasSize(50);
        }
    }

    @Test
    void refusesImagesAndLabelsThatDoNotBelongTogether() {
        refused(IdxBytes.images(20), IdxBytes.labels(19), "20 images and 19 labels", "labels");
        refused(IdxBytes.of(new byte[20 * 9], 20, 3, 3), IdxBytes.labels(20), "3 x 3 pixels", "images");
        refused(IdxBytes.images(2), IdxBytes.of(new byte[] {3, 10}, 2), "Label 1 is 10", "labels");
        refused(IdxBytes.labels(20), IdxBytes.labels(20), "begins with 00000801", "images");
        refused(IdxBytes.images(1), IdxBytes.labels(1), "too few", "images");
    }

    private static void refused(byte[] images, byte[] labels, String message, String where) {
        try (TestRun run = TestRun.open(1)) {
            assertThatThrownBy(() -> open(run, images, labels, 1, 1))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining(message)
                    .hasMessageContaining(where);
        }
    }

    @Test
    void readsTheFilesAsTheyAreDistributed() {
        Path folder = Path.of(System.getProperty("reprise.shared", ""), "data", "mnist");
        Path labelFile = folder.resolve("t10k-labels-idx1-ubyte.gz");
        assumeTrue(Files.exists(labelFile), "needs data/mnist in the folder of -Dreprise.shared");
        Idx labels = Idx.read(labelFile, 1);
        Idx images = Idx.read(folder.resolve("t10k-images-idx3-ubyte.gz"), 3);
        int[] counts = new int[10];
        for (byte label : labels.bytes()) {
            counts[label]++;
        }
        // As counted by everyone who has used the test set.
        assertThat(counts).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
        assertThat(labels.bytes()).startsWith(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
        assertThat(images.sizes()).containsExactly(10_000, 28, 28);
    }
}
