package io.reprise.memory.sparsey;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/** Files like those of MNIST, of 40 images with a square whose place depends on the class. */
final class Digits {
    static final String SETTINGS = "images: images, labels: labels, trainPerClass: 3, validationPerClass: 1";

    private static final int COUNT = 40;

    private Digits() {}

    static void files(BiConsumer<String, byte[]> file) {
        ByteBuffer images = ByteBuffer.allocate(16 + COUNT * 28 * 28);
        images.putInt(0x803).putInt(COUNT).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + COUNT);
        labels.putInt(0x801).putInt(COUNT);
        for (int i = 0; i < COUNT; i++) {
            labels.put((byte) (i % 10));
            for (int p = 0; p < 28 * 28; p++) {
                int top = 2 * (i % 10);
                boolean inside = p / 28 >= top && p / 28 < top + 8 && p % 28 >= top && p % 28 < top + 8;
                images.put((byte) (inside ? 255 : 0));
            }
        }
        file.accept("images", images.array());
        file.accept("labels", labels.array());
    }
}
