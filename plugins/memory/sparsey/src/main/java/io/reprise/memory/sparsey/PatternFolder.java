package io.reprise.memory.sparsey;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.osgi.service.component.annotations.Component;

/** Images in a folder, or the patches of them, as binary patterns: what a single mac stores. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "pattern-folder",
        summary = "Images (.png, or .raw with a byte for each pixel) in a folder, or their patches, as binary patterns")
public final class PatternFolder implements DatasetFactory<PatternFolder.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(description = "a folder of images of one size; folders in it are looked into, too")
            Path path,

            @Setting(value = "12", min = 1, max = 10_000, description = "pixels from top to bottom")
            int height,

            @Setting(value = "12", min = 1, max = 10_000, description = "pixels from left to right")
            int width,

            @Setting(
                    value = "128",
                    min = 1,
                    max = 255,
                    description = "brightness, 0 to 255, from which a pixel is active")
            int threshold,

            @Setting(
                    value = "0",
                    min = 0,
                    max = 10_000,
                    description = "pixels along each side of a patch; 0 for the whole image")
            int patch,

            @Setting(value = "4", min = 1, max = 10_000, description = "pixels from one patch to the next")
            int stride,

            @Setting(
                    value = "1",
                    min = 0,
                    max = 1e8,
                    description = "least active pixels of a pattern; others are left out")
            int leastActive,

            @Setting(value = "1000000", min = 1, max = 1e7, description = "most patterns to take")
            int patterns) {
        /** Checks that a patch fits into the image. */
        public Settings {
            if (patch > Math.min(height, width)) {
                throw RepriseException.problem(
                                "A patch of " + patch + " pixels does not fit into " + height + " x " + width)
                        .at("data.patch")
                        .expected("at most " + Math.min(height, width) + ", or 0 for the whole image");
            }
        }

        private int inputs() {
            return patch == 0 ? height * width : patch * patch;
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Patterns.schema(Integer.toString(settings.inputs()));
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        List<boolean[]> patterns = new ArrayList<>();
        for (Path file : files(settings.path())) {
            run.checkCancelled();
            boolean[] image = read(file, settings);
            for (boolean[] pattern : settings.patch() == 0 ? List.of(image) : patches(image, settings)) {
                if (Synapses.count(Synapses.bits(pattern, 0, pattern.length)) >= settings.leastActive()
                        && patterns.size() < settings.patterns()) {
                    patterns.add(pattern);
                }
            }
        }
        if (patterns.isEmpty()) {
            throw RepriseException.problem("There is no image with " + settings.leastActive() + " active pixels")
                    .at(settings.path().toString())
                    .expected("a folder with .png or .raw images of " + settings.height() + " x " + settings.width()
                            + " pixels")
                    .hint("Set data.path, data.threshold or data.leastActive.");
        }
        return new StoredPatterns(
                patterns.size(), false, example -> patterns.get((int) example).clone(), settings.inputs());
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".raw") || file.toString().endsWith(".png"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw RepriseException.problem("The folder can't be read: " + e.getMessage())
                    .at(folder.toString())
                    .expected("a folder with .png or .raw images")
                    .because(e);
        }
    }

    private static boolean[] read(Path file, Settings s) {
        try {
            return file.toString().endsWith(".raw") ? raw(file, s) : png(file, s);
        } catch (IOException e) {
            throw RepriseException.problem("The image can't be read: " + e.getMessage())
                    .at(file.toString())
                    .expected("a .png or .raw image")
                    .because(e);
        }
    }

    private static boolean[] raw(Path file, Settings s) throws IOException {
        boolean[] active = new boolean[s.height() * s.width()];
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != active.length) {
            throw RepriseException.problem("The file has " + bytes.length + " bytes")
                    .at(file.toString())
                    .expected(s.height() + " x " + s.width() + ", one for each pixel")
                    .hint("Set data.height and data.width.");
        }
        for (int i = 0; i < active.length; i++) {
            active[i] = Byte.toUnsignedInt(bytes[i]) >= s.threshold();
        }
        return active;
    }

    private static boolean[] png(Path file, Settings s) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null || image.getHeight() != s.height() || image.getWidth() != s.width()) {
            throw RepriseException.problem(
                            image == null
                                    ? "The file is no image"
                                    : "The image has " + image.getHeight() + " x " + image.getWidth() + " pixels")
                    .at(file.toString())
                    .expected(s.height() + " x " + s.width() + " pixels")
                    .hint("Set data.height and data.width.");
        }
        boolean[] active = new boolean[s.height() * s.width()];
        boolean grey = !(image.getColorModel() instanceof IndexColorModel)
                && image.getRaster().getNumBands() <= 2;
        double full = (1L << image.getSampleModel().getSampleSize(0)) - 1;
        for (int i = 0; i < active.length; i++) {
            int x = i % s.width();
            int y = i / s.width();
            // A grey sample is taken as it is; getRGB would change its brightness.
            double brightness = grey ? image.getRaster().getSample(x, y, 0) * 255 / full : luma(image.getRGB(x, y));
            active[i] = Math.round(brightness) >= s.threshold();
        }
        return active;
    }

    /** The luma of a colour (ITU-R BT.601), 0 to 255. */
    private static double luma(int rgb) {
        return 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    }

    /** The patches of an image, row by row. */
    private static List<boolean[]> patches(boolean[] image, Settings s) {
        List<boolean[]> patches = new ArrayList<>();
        for (int top = 0; top + s.patch() <= s.height(); top += s.stride()) {
            for (int left = 0; left + s.patch() <= s.width(); left += s.stride()) {
                boolean[] patch = new boolean[s.patch() * s.patch()];
                for (int row = 0; row < s.patch(); row++) {
                    System.arraycopy(image, (top + row) * s.width() + left, patch, row * s.patch(), s.patch());
                }
                patches.add(patch);
            }
        }
        return patches;
    }
}
