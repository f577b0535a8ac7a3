package io.reprise.vision.mnist;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Grey images with a class each, some of every class to train on and some to validate on, chosen at random. */
final class LabelledImages implements Dataset {
    static final String IMAGE = "image";
    static final String LABEL = "label";

    private final byte[] pixels;
    private final int[] labels;
    private final int height;
    private final int width;
    private final int[] train;
    private final int[] validation;

    /**
     * Chooses images.
     *
     * @param pixels {@code [images, height, width]}, 0 to 255
     * @param labels {@code [images]}
     * @param candidates the images to choose from
     * @param trainPerClass most images of a class to train on
     * @param validationPerClass most of the others to validate on
     * @param source where they are from, for messages
     */
    LabelledImages(
            byte[] pixels,
            int[] labels,
            int[] candidates,
            int height,
            int width,
            int classes,
            int trainPerClass,
            int validationPerClass,
            String source,
            RandomSource random) {
        this.pixels = pixels;
        this.labels = labels;
        this.height = height;
        this.width = width;
        List<Integer> chosen = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        int[] taken = new int[classes];
        for (int place : random.permutation(candidates.length)) {
            int image = candidates[place];
            int before = taken[labels[image]]++;
            if (before < trainPerClass) {
                chosen.add(image);
            } else if (before - trainPerClass < validationPerClass) {
                others.add(image);
            }
        }
        train = chosen.stream().mapToInt(i -> i).toArray();
        validation = others.stream().mapToInt(i -> i).toArray();
        if (train.length == 0 || validation.length == 0) {
            throw RepriseException.problem("There are too few images: " + candidates.length + " in all, " + train.length
                            + " to train on and " + validation.length + " to validate on")
                    .at(source)
                    .expected("more images of a class than data.trainPerClass, " + trainPerClass)
                    .hint("Set a smaller data.trainPerClass, so that some are left to validate on.");
        }
    }

    static Schema schema(String height, String width, int classes) {
        return Schema.of(
                Field.parse(IMAGE + ": float[B,1," + height + "," + width + "]", "grey levels, 0 to 1"),
                Field.parse(LABEL + ": int[B] < " + classes, "the class of the image"));
    }

    @Override
    public List<String> splits() {
        return List.of(TRAIN, VALIDATION);
    }

    @Override
    public Split split(String name) {
        return switch (name) {
            case TRAIN -> new Part(train);
            case VALIDATION -> new Part(validation);
            default ->
                throw RepriseException.problem("There is no split '" + name + "' of labelled images")
                        .expected("train or validation");
        };
    }

    private final class Part implements Split {
        private final int[] images;

        Part(int[] images) {
            this.images = images;
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(images.length);
        }

        /** Goes through a random order of all images, another one in each epoch. */
        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            int[] drawn = new int[images.length == 0 ? 0 : size];
            long epoch = -1;
            int[] order = {};
            for (int i = 0; i < drawn.length; i++) {
                long place = step * size + i;
                if (place / images.length != epoch) {
                    epoch = place / images.length;
                    order = random.split(epoch).permutation(images.length);
                }
                drawn[i] = images[order[(int) (place % images.length)]];
            }
            return batch(f, drawn);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            int count = (int) Math.max(0, Math.min(size, images.length - first));
            int[] read = new int[count];
            for (int i = 0; i < count; i++) {
                read[i] = images[(int) first + i];
            }
            return batch(f, read);
        }

        private Batch batch(Ops f, int[] chosen) {
            int one = height * width;
            float[] grey = new float[chosen.length * one];
            int[] classes = new int[chosen.length];
            for (int i = 0; i < chosen.length; i++) {
                for (int p = 0; p < one; p++) {
                    grey[i * one + p] = Byte.toUnsignedInt(pixels[chosen[i] * one + p]) / 255f;
                }
                classes[i] = labels[chosen[i]];
            }
            return Batch.of(IMAGE, f.scope().of(grey, chosen.length, 1, height, width))
                    .with(LABEL, f.scope().of(classes, chosen.length));
        }
    }
}
