package io.reprise.vision.mnist;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.osgi.service.component.annotations.Component;

/** Images in folders, one folder a class: PNG of any kind, or raw files of one byte a pixel. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "image-folder",
        summary = "Images of one size in a folder for each class: .png, or .raw with a byte for each pixel")
public final class ImageFolder implements DatasetFactory<ImageFolder.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(description = "a folder that holds a folder of images for each class")
            Path path,

            @Setting(description = "folders in it", min = 1, max = 1e6)
            int classes,

            @Setting(description = "pixels from top to bottom", min = 1, max = 10_000)
            int height,

            @Setting(description = "pixels from left to right", min = 1, max = 10_000)
            int width,

            @Setting(value = "70", min = 1, max = 1e9, description = "most images of each class to train on")
            int trainPerClass,

            @Setting(
                    value = "30",
                    min = 1,
                    max = 1e9,
                    description = "most images of each class, others than those, to validate on")
            int validationPerClass) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return LabelledImages.schema(
                Integer.toString(settings.height()), Integer.toString(settings.width()), settings.classes());
    }

    @Override
    public Dataset create(Settings s, RunContext run) {
        List<Path> folders = list(s.path(), "a folder for each class").stream()
                .filter(Files::isDirectory)
                .toList();
        if (folders.size() != s.classes()) {
            throw RepriseException.problem("There are " + folders.size() + " folders")
                    .at(s.path().toString())
                    .expected(s.classes() + ", one for each class")
                    .hint("Set data.classes.");
        }
        List<byte[]> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int c = 0; c < folders.size(); c++) {
            for (Path file : list(folders.get(c), "images of a class")) {
                run.checkCancelled();
                images.add(read(file, s));
                labels.add(c);
            }
        }
        int one = s.height() * s.width();
        if ((long) images.size() * one > Integer.MAX_VALUE - 8) {
            throw RepriseException.problem("There are " + images.size() + " images of " + one + " pixels")
                    .at(s.path().toString())
                    .expected("at most 2,147,483,639 pixels in all");
        }
        byte[] pixels = new byte[images.size() * one];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i), 0, pixels, i * one, one);
        }
        return new LabelledImages(
                pixels,
                labels.stream().mapToInt(l -> l).toArray(),
                IntStream.range(0, images.size()).toArray(),
                s.height(),
                s.width(),
                s.classes(),
                s.trainPerClass(),
                s.validationPerClass(),
                s.path().toString(),
                run.random());
    }

    private static List<Path> list(Path folder, String expected) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw RepriseException.problem("The folder can't be read: " + e.getMessage())
                    .at(folder.toString())
                    .expected(expected)
                    .because(e);
        }
    }

    private static byte[] read(Path file, Settings s) {
        try {
            if (file.toString().endsWith(".raw")) {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length != s.height() * s.width()) {
                    throw RepriseException.problem("The file has " + bytes.length + " bytes")
                            .at(file.toString())
                            .expected(s.height() + " x " + s.width() + ", one for each pixel");
                }
                return bytes;
            }
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null || image.getHeight() != s.height() || image.getWidth() != s.width()) {
                throw RepriseException.problem(
                                image == null
                                        ? "The file is no image"
                                        : "The image has " + image.getHeight() + " x " + image.getWidth() + " pixels")
                        .at(file.toString())
                        .expected("a .png or .raw image of " + s.height() + " x " + s.width() + " pixels");
            }
            return grey(image);
        } catch (IOException e) {
            throw RepriseException.problem("The image can't be read: " + e.getMessage())
                    .at(file.toString())
                    .expected("a .png or .raw image")
                    .because(e);
        }
    }

    /** The luma of each pixel (ITU-R BT.601), 0 to 255; that of a grey image is its value. */
    private static byte[] grey(BufferedImage image) {
        int width = image.getWidth();
        byte[] grey = new byte[width * image.getHeight()];
        Raster raster = image.getRaster();
        boolean isGrey = !(image.getColorModel() instanceof IndexColorModel) && raster.getNumBands() <= 2;
        double full = (1L << raster.getSampleModel().getSampleSize(0)) - 1;
        for (int i = 0; i < grey.length; i++) {
            int x = i % width;
            int y = i / width;
            // A grey sample is taken as it is; getRGB would change its brightness.
            double luma = isGrey ? raster.getSample(x, y, 0) * 255 / full : luma(image.getRGB(x, y));
            grey[i] = (byte) Math.round(luma);
        }
        return grey;
    }

    private static double luma(int rgb) {
        return 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    }
}
