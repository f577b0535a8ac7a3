package io.reprise.vision.mnist;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.osgi.service.component.annotations.Component;

/** Digits of 28 by 28 pixels from a pair of MNIST's files. */
@Component
@Plugin(kind = Kind.DATASET, name = "mnist", summary = "Handwritten digits of 28 x 28 pixels, from MNIST's files")
public final class Mnist implements DatasetFactory<Mnist.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "t10k-images-idx3-ubyte.gz", description = "the images, an IDX file, plain or gzip")
            Path images,

            @Setting(value = "t10k-labels-idx1-ubyte.gz", description = "their labels, an IDX file, plain or gzip")
            Path labels,

            @Setting(
                    value = "0",
                    min = 0,
                    max = 1e9,
                    description = "the first image of the file to choose from, counted from 0")
            int first,

            @Setting(
                    value = "1000000000",
                    min = 1,
                    max = 1e9,
                    description = "most digits of each class to choose from, from the first one on")
            int perClass,

            @Setting(value = "700", min = 1, max = 1e9, description = "most digits of each class to train on")
            int trainPerClass,

            @Setting(
                    value = "150",
                    min = 1,
                    max = 1e9,
                    description = "most digits of each class, others than those, to validate on")
            int validationPerClass) {}

    private static final int SIDE = 28;
    private static final int CLASSES = 10;

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return LabelledImages.schema("28", "28", CLASSES);
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        Path imageFile = run.dataFile(settings.images(), "the images of MNIST");
        Path labelFile = run.dataFile(settings.labels(), "the labels of MNIST");
        Idx images = Idx.read(imageFile, 3);
        Idx labels = Idx.read(labelFile, 1);
        if (images.sizes()[1] != SIDE || images.sizes()[2] != SIDE) {
            throw RepriseException.problem(
                            "The images are of " + images.sizes()[1] + " x " + images.sizes()[2] + " pixels")
                    .at(imageFile.toString())
                    .expected("28 x 28");
        }
        if (images.sizes()[0] != labels.sizes()[0]) {
            throw RepriseException.problem(
                            "There are " + images.sizes()[0] + " images and " + labels.sizes()[0] + " labels")
                    .at(labelFile.toString())
                    .expected("a label for each image of " + imageFile);
        }
        int[] classes = new int[labels.bytes().length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = Byte.toUnsignedInt(labels.bytes()[i]);
            if (classes[i] >= CLASSES) {
                throw RepriseException.problem("Label " + i + " is " + classes[i])
                        .at(labelFile.toString())
                        .expected("a digit, 0 to 9");
            }
        }
        return new LabelledImages(
                images.bytes(),
                classes,
                candidates(classes, settings),
                SIDE,
                SIDE,
                CLASSES,
                settings.trainPerClass(),
                settings.validationPerClass(),
                imageFile.toString(),
                run.random());
    }

    /** The images to choose from. */
    private static int[] candidates(int[] classes, Settings settings) {
        int[] taken = new int[CLASSES];
        return IntStream.range(settings.first(), Math.max(settings.first(), classes.length))
                .filter(image -> taken[classes[image]]++ < settings.perClass())
                .toArray();
    }
}
