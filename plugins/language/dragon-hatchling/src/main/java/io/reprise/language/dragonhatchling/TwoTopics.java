package io.reprise.language.dragonhatchling;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.language.ByteVocabulary;
import io.reprise.language.NextToken;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Component;

/**
 * Generates texts about one of two topics, the sea or the kitchen: each word is, with even chances, one of the function words that
 * both share or one of the topic's 30 own. Examples with even numbers are about the sea.
 */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "two-topics",
        summary = "Bytes of random words about the sea or the kitchen, each labelled with its topic")
public final class TwoTopics implements DatasetFactory<TwoTopics.Settings> {
    /** The column of the label. */
    static final String TOPIC = "topic";

    /** The names of the topics. */
    static final List<String> TOPICS = List.of("sea", "kitchen");

    private static final List<String> SHARED = List.of(
            "the", "of", "and", "to", "in", "is", "it", "was", "for", "on", "are", "with", "as", "at", "by", "from",
            "this", "that", "or", "an");
    private static final List<List<String>> OWN = List.of(
            List.of(
                    "anchor", "tide", "harbour", "sail", "wave", "ship", "deck", "mast", "rudder", "captain", "reef",
                    "shore", "gull", "whale", "coral", "storm", "island", "fleet", "pilot", "compass", "voyage", "buoy",
                    "lagoon", "current", "keel", "sailor", "beacon", "foam", "drift", "cargo"),
            List.of(
                    "oven", "flour", "butter", "spoon", "kettle", "pepper", "garlic", "onion", "recipe", "plate",
                    "bowl", "sugar", "bread", "knife", "sauce", "soup", "cheese", "apron", "stove", "whisk", "pan",
                    "dough", "basil", "lemon", "honey", "roast", "salad", "cream", "toast", "vinegar"));

    /** The settings. */
    public record Settings(
            @Setting(value = "64", min = 1, max = 65536, unit = "bytes", description = "T: length of an example")
            int window) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Class<? extends Dataset> type() {
        return Texts.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return NextToken.windows(settings.window(), ByteVocabulary.SIZE)
                .and(Schema.of(Field.parse("topic: int[B] < 2", "what the text is about: 0 the sea, 1 the kitchen")));
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        return new Texts(settings.window(), run.random());
    }

    /** Texts about the topics in turn. */
    record Texts(int window, RandomSource random) implements Dataset {
        @Override
        public List<String> splits() {
            return GeneratedWindows.SPLITS;
        }

        @Override
        public Split split(String name) {
            return new Labelled(GeneratedWindows.split(name, window, TwoTopics::text, random));
        }
    }

    /** The first bytes of a random text about the example's topic. */
    private static int[] text(long example, int length, RandomSource random) {
        StringBuilder words = new StringBuilder();
        while (words.length() < length) {
            List<String> choice = random.nextInt(2) == 0 ? SHARED : OWN.get(topic(example));
            words.append(choice.get(random.nextInt(choice.size()))).append(' ');
        }
        return ByteVocabulary.encode(words.substring(0, length));
    }

    private static int topic(long example) {
        return (int) (example % TOPICS.size());
    }

    private record Labelled(GeneratedWindows windows) implements Split {
        @Override
        public OptionalLong size() {
            return windows.size();
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            return label(f, 0, windows.draw(f, step, size, random));
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            return label(f, first, windows.read(f, first, size));
        }

        private static Batch label(Ops f, long first, Batch batch) {
            int[] topics = new int[batch.tensor(NextToken.TOKENS).shape().size(0)];
            for (int b = 0; b < topics.length; b++) {
                topics[b] = topic(first + b);
            }
            return batch.with(TOPIC, f.scope().of(topics, topics.length));
        }
    }
}
