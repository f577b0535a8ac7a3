package io.reprise.memory.sparsey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of raw images of 4 x 6 pixels that lasts for the tests. */
final class Folders {
    static final Path PATH = make();

    private Folders() {}

    private static Path make() {
        try {
            Path folder = Files.createTempDirectory("pattern-folder");
            folder.toFile().deleteOnExit();
            for (int i = 0; i < 5; i++) {
                byte[] pixels = new byte[24];
                for (int p = 0; p < pixels.length; p++) {
                    pixels[p] = (byte) (p % (i + 2) == 0 ? 255 : 0);
                }
                Path file = Files.write(folder.resolve(i + ".raw"), pixels);
                file.toFile().deleteOnExit();
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
