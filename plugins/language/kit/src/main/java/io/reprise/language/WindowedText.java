package io.reprise.language;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorScope;
import java.util.List;
import java.util.OptionalLong;

/**
 * A text as windows of consecutive bytes, to predict each next byte. Its first part is {@code train}, the rest {@code
 * validation}. Training draws windows at random places; measuring reads them one after the other, without overlap.
 */
public final class WindowedText implements Dataset {
    private final Windows train;
    private final Windows validation;

    /**
     * Splits a text.
     *
     * @param text one byte a token; not copied, so leave it as it is
     * @param window the number of tokens in an example
     * @param trainShare the share of the text that is for training, in (0, 1)
     * @param origin where the text comes from, for messages
     * @throws RepriseException if a part is too short for one window and the byte that follows it
     */
    public WindowedText(byte[] text, int window, double trainShare, String origin) {
        int cut = (int) (trainShare * text.length);
        train = new Windows(text, 0, cut, window);
        validation = new Windows(text, cut, text.length, window);
        int shorter = Math.min(cut, text.length - cut);
        if (shorter < window + 1) {
            String problem = text.length == 0
                    ? "The text is empty"
                    : "The text has " + text.length + " bytes, of which " + cut + " are for training and "
                            + (text.length - cut) + " for validation; that is too short for one batch";
            throw RepriseException.problem(problem)
                    .at(origin)
                    .expected("at least " + (window + 1) + " bytes in each part: one window and the byte after it")
                    .hint("Give a longer text, or a smaller data.window.");
        }
    }

    /** What the batches hold. */
    public static Schema schema(int window) {
        return NextToken.windows(window, ByteVocabulary.SIZE);
    }

    @Override
    public List<String> splits() {
        return List.of(TRAIN, VALIDATION);
    }

    @Override
    public Split split(String name) {
        return switch (name) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            default ->
                throw RepriseException.problem("There is no split '" + name + "' of a text")
                        .expected("train or validation");
        };
    }

    /** The windows in a part of a text. */
    private static final class Windows implements Split {
        private final byte[] text;
        private final int from;
        private final int to;
        private final int window;

        Windows(byte[] text, int from, int to, int window) {
            this.text = text;
            this.from = from;
            this.to = to;
            this.window = window;
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of((to - from - 1) / window);
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            RandomSource places = random.split(step);
            int[] starts = new int[size];
            for (int b = 0; b < size; b++) {
                starts[b] = from + places.nextInt(to - from - window);
            }
            return batch(f.scope(), starts);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            int count = (int) Math.max(0, Math.min(size, size().getAsLong() - first));
            int[] starts = new int[count];
            for (int b = 0; b < count; b++) {
                starts[b] = Math.toIntExact(from + (first + b) * window);
            }
            return batch(f.scope(), starts);
        }

        private Batch batch(TensorScope scope, int[] starts) {
            int[] tokens = new int[starts.length * window];
            int[] targets = new int[starts.length * window];
            for (int b = 0; b < starts.length; b++) {
                for (int t = 0; t < window; t++) {
                    tokens[b * window + t] = Byte.toUnsignedInt(text[starts[b] + t]);
                    targets[b * window + t] = Byte.toUnsignedInt(text[starts[b] + t + 1]);
                }
            }
            return Batch.of(
                    NextToken.TOKENS, scope.of(tokens, starts.length, window),
                    NextToken.TARGETS, scope.of(targets, starts.length, window));
        }
    }
}
