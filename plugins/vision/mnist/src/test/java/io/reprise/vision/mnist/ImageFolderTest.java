package io.reprise.vision.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path folder;

    private void png(String name, int type, int... rgb) throws IOException {
        BufferedImage image = new BufferedImage(2, 1, type);
        for (int x = 0; x < 2; x++) {
            if (type == BufferedImage.TYPE_BYTE_GRAY) {
                image.getRaster().setSample(x, 0, 0, rgb[x] & 0xff);
            } else {
                image.setRGB(x, 0, 0xff000000 | rgb[x]);
            }
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
    }

    private void raw(String name, int... bytes) throws IOException {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private Dataset open(TestRun run) {
        return new ImageFolder().create(new ImageFolder.Settings(folder, 2, 1, 2, 1, 1), run.part("data"));
    }

    @Test
    void readsPngAndRawAndTakesTheFoldersForClassesByTheOrderOfTheirNames() throws IOException {
        png("a/1.png", BufferedImage.TYPE_BYTE_GRAY, 10, 20);
        png("a/2.png", BufferedImage.TYPE_BYTE_GRAY, 10, 20);
        raw("b/1.raw", 200, 255);
        raw("b/2.raw", 200, 255);
        raw("b/.hidden", 1);
        raw("readme.txt", 1);
        try (TestRun run = TestRun.open(1);
                Dataset data = open(run);
                TensorScope scope = run.tensors().open()) {
            for (String split : data.splits()) {
                Batch all = data.split(split).read(scope.ops(), 0, 9);
                float[] pixels = all.tensor(LabelledImages.IMAGE).toFloats();
                int[] labels = all.tensor(LabelledImages.LABEL).toInts();
                assertThat(labels).containsExactlyInAnyOrder(0, 1);
                int a = labels[0] == 0 ? 0 : 2;
                assertThat(pixels[a]).isEqualTo(10 / 255f);
                assertThat(pixels[a + 1]).isEqualTo(20 / 255f);
                assertThat(pixels[2 - a]).isEqualTo(200 / 255f);
                assertThat(pixels[3 - a]).isEqualTo(1f);
            }
        }
    }

    @Test
    void takesGreyOf16BitsAsItIs() throws IOException {
        for (String c : new String[] {"a", "b"}) {
            for (int i = 1; i <= 2; i++) {
                BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
                image.getRaster().setSample(0, 0, 0, 257 * 10);
                image.getRaster().setSample(1, 0, 0, 65535);
                Path file = folder.resolve(c + "/" + i + ".png");
                Files.createDirectories(file.getParent());
                ImageIO.write(image, "png", file.toFile());
            }
        }
        try (TestRun run = TestRun.open(1);
                Dataset data = open(run);
                TensorScope scope = run.tensors().open()) {
            assertThat(data.split(Dataset.TRAIN)
                            .read(scope.ops(), 0, 1)
                            .tensor(LabelledImages.IMAGE)
                            .toFloats())
                    .containsExactly(10 / 255f, 1f);
        }
    }

    @Test
    void takesTheLumaOfColours() throws IOException {
        for (String c : new String[] {"a", "b"}) {
            png(c + "/1.png", BufferedImage.TYPE_INT_RGB, 0xff0000, 0x00ff00);
            png(c + "/2.png", BufferedImage.TYPE_INT_ARGB, 0xff0000, 0x00ff00);
        }
        try (TestRun run = TestRun.open(1);
                Dataset data = open(run);
                TensorScope scope = run.tensors().open()) {
            for (String split : data.splits()) {
                float[] pixels = data.split(split)
                        .read(scope.ops(), 0, 1)
                        .tensor(LabelledImages.IMAGE)
                        .toFloats();
                // 0.299 and 0.587 of 255, rounded.
                assertThat(pixels).containsExactly(76 / 255f, 150 / 255f);
            }
        }
    }

    @Test
    void saysWhichFileIsNoImageOfThatSize() throws IOException {
        raw("a/1.raw", 1, 2);
        raw("a/2.raw", 1, 2);
        raw("b/1.raw", 1, 2);
        raw("b/2.raw", 1, 2, 3);
        refused("has 3 bytes", "2.raw", "1 x 2");
        Files.delete(folder.resolve("b/2.raw"));
        raw("b/2.png", 1, 2, 3);
        refused("no image", "2.png");
        png("b/2.png", BufferedImage.TYPE_BYTE_GRAY, 1, 2);
        byte[] whole = Files.readAllBytes(folder.resolve("b/2.png"));
        Files.write(folder.resolve("b/2.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
        refused("2.png");
        Files.delete(folder.resolve("b/2.png"));
        Files.createDirectory(folder.resolve("b/2.raw"));
        refused("2.raw");
        raw("c/1.raw", 1, 2);
        refused("3 folders", "data.classes");
    }

    private void refused(String... parts) {
        try (TestRun run = TestRun.open(1)) {
            assertThatThrownBy(() -> open(run))
                    .isInstanceOf(RepriseException.class)
                    .satisfies(e -> {
                        for (String part : parts) {
                            assertThat(e.getMessage()).contains(part);
                        }
                    });
        }
    }
}
