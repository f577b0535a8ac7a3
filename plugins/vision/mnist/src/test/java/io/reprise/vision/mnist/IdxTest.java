package io.reprise.vision.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class IdxTest {
    private Path file;

    @BeforeProperty
    void makeAFile() throws IOException {
        file = Files.createTempFile("images", ".idx");
    }

    @AfterProperty
    void removeTheFile() throws IOException {
        Files.deleteIfExists(file);
    }

    @Property(tries = 40)
    void readsWhatWasWrittenPlainAndPacked(
            @ForAll @IntRange(min = 0, max = 5) int images,
            @ForAll @IntRange(min = 0, max = 6) int height,
            @ForAll byte[] noise,
            @ForAll boolean packed)
            throws IOException {
        byte[] pixels = Arrays.copyOf(noise, images * height * 3);
        byte[] bytes = IdxBytes.of(pixels, images, height, 3);
        Files.write(file, packed ? IdxBytes.packed(bytes) : bytes);
        Idx idx = Idx.read(file, 3);
        assertThat(idx.sizes()).containsExactly(images, height, 3);
        assertThat(idx.bytes()).containsExactly(pixels);
    }

    @Example
    void saysWhatIsWrongWithAFile() throws IOException {
        byte[] good = IdxBytes.of(new byte[] {1, 2, 3, 4}, 1, 2, 2);
        refused(new byte[0], "ends too early");
        refused(new byte[] {0, 0, 8}, "ends too early");
        refused("no IDX file".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "begins with 6e6f2049");
        refused(IdxBytes.of(new byte[] {1, 2}, 2), "begins with 00000801");
        refused(with(good, 2, (byte) 0x0d), "begins with 00000d03");
        refused(Arrays.copyOf(good, 10), "ends too early");
        refused(Arrays.copyOf(good, good.length - 1), "only 3 elements");
        refused(Arrays.copyOf(good, good.length + 1), "more than 4 elements");
        refused(with(good, 4, (byte) 0x80), "sizes");
        refused(with(good, 4, (byte) 0x7f), "sizes");
        byte[] packed = IdxBytes.packed(IdxBytes.of(new byte[40_000], 10, 40, 100));
        refused(Arrays.copyOf(packed, packed.length / 2), "ends too early or is damaged");
        refused(with(packed, 1, (byte) 0), "ends too early or is damaged");
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    private void refused(byte[] bytes, String message) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(() -> Idx.read(file, 3))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining("3 axes");
    }
}
