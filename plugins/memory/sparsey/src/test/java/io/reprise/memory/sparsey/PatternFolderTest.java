package io.reprise.memory.sparsey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
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

class PatternFolderTest {
    @TempDir
    Path folder;

    private PatternFolder.Settings settings(int patch) {
        return new PatternFolder.Settings(folder, 2, 3, 128, patch, 1, 1, 100);
    }

    private boolean[] patterns(PatternFolder.Settings settings) {
        try (TestRun run = TestRun.open(1);
                Dataset data = new PatternFolder().create(settings, run.part("data"));
                TensorScope scope = run.tensors().open()) {
            return data.split(Dataset.TRAIN)
                    .read(scope.ops(), 0, 100)
                    .tensor(Patterns.PATTERN)
                    .toBooleans();
        }
    }

    private void raw(String name, int... pixels) throws IOException {
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    @Test
    void readsRawAndPngInTheOrderOfTheirNames() throws IOException {
        raw("a.raw", 127, 128, 255, 0, 0, 0);
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(2, 1, 0, 128);
        image.getRaster().setSample(0, 0, 0, 127);
        Files.createDirectories(folder.resolve("inner"));
        ImageIO.write(image, "png", folder.resolve("inner/b.png").toFile());
        raw("no-image.txt", 1);
        raw("z.raw", 0, 0, 0, 0, 0, 0);
        assertThat(patterns(settings(0)))
                .containsExactly(
                        false, true, true, false, false, false, //
                        false, false, false, false, false, true);
    }

    @Test
    void cutsImagesIntoPatches() throws IOException {
        raw("a.raw", 255, 0, 255, 0, 0, 255);
        assertThat(patterns(settings(2)))
                .containsExactly(
                        true, false, false, false, //
                        false, true, false, true);
    }

    @Test
    void saysWhatIsWrongWithAFolder() throws IOException {
        refused("no image");
        raw("a.raw", 0, 0, 0, 0, 0, 0);
        refused("no image", "data.threshold");
        raw("b.raw", 255, 255);
        refused("has 2 bytes", "b.raw", "data.height");
        Files.delete(folder.resolve("b.raw"));
        raw("b.png", 1, 2, 3);
        refused("no image", "b.png");
        ImageIO.write(
                new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                folder.resolve("b.png").toFile());
        refused("3 x 3 pixels", "b.png");
        assertThatThrownBy(() -> settings(3))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("data.patch");
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> patterns(settings(0)))
                .isInstanceOf(RepriseException.class)
                .satisfies(e -> {
                    for (String part : parts) {
                        assertThat(e.getMessage()).contains(part);
                    }
                });
    }
}
