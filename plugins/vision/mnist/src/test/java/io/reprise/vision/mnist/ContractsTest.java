package io.reprise.vision.mnist;

import io.reprise.testkit.BundleContract;
import io.reprise.testkit.DatasetContract;
import io.reprise.testkit.EvaluatorContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

class ContractsTest {
    @Nested
    class MnistBundle extends BundleContract {
        MnistBundle() {
            super(Mnist.class);
        }
    }

    @Nested
    class MnistContract extends DatasetContract<Mnist.Settings> {
        MnistContract() {
            super(
                    new Mnist(),
                    "images: images.gz, labels: labels, trainPerClass: 3, validationPerClass: 1",
                    "images: images.gz, labels: labels, trainPerClass: 1, validationPerClass: 100");
            try {
                file("images.gz", IdxBytes.packed(IdxBytes.images(60)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            file("labels", IdxBytes.labels(60));
        }
    }

    @Nested
    class ImageFolderContract extends DatasetContract<ImageFolder.Settings> {
        ImageFolderContract() {
            super(
                    new ImageFolder(),
                    "path: '" + Folders.path()
                            + "', classes: 2, height: 1, width: 3, trainPerClass: 4, validationPerClass: 2");
        }
    }

    /** A folder of raw images that lasts for the tests of this class. */
    static final class Folders {
        private static final Path PATH = make();

        private Folders() {}

        static Path path() {
            return PATH;
        }

        private static Path make() {
            try {
                Path folder = Files.createTempDirectory("image-folder");
                folder.toFile().deleteOnExit();
                for (String name : new String[] {"cats", "dogs"}) {
                    Path inner = Files.createDirectory(folder.resolve(name));
                    inner.toFile().deleteOnExit();
                    for (int i = 0; i < 6; i++) {
                        Path file = Files.write(inner.resolve(i + ".raw"), new byte[] {(byte) i, 7, 9});
                        file.toFile().deleteOnExit();
                    }
                }
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    class AccuracyContract extends EvaluatorContract<Accuracy.Settings> {
        AccuracyContract() {
            super(new Accuracy(), "", "examples: 5");
            model(new BrightnessClassifier(), "");
            data(new Mnist(), "images: images, labels: labels, trainPerClass: 3, validationPerClass: 2");
            file("images", IdxBytes.images(60));
            file("labels", IdxBytes.labels(60));
        }
    }
}
