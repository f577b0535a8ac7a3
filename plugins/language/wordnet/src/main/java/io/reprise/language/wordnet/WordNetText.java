package io.reprise.language.wordnet;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.language.WindowedText;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/**
 * Makes a text of the glosses: a line each, {@code words: definition; "examples"}. The lines are in an order that a hash
 * decides, always the same, so that a part of the text is like any other.
 */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "wordnet-text",
        summary = "The glosses of WordNet, 11.5 million bytes of English, as windows of raw bytes")
public final class WordNetText implements DatasetFactory<WordNetText.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "64", min = 1, max = 65536, unit = "bytes", description = "T: length of an example")
            int window,

            @Setting(
                    value = "0.9",
                    min = 0.01,
                    max = 0.99,
                    description = "share of the text, from its start, to train on; the rest is for validation")
            double trainShare) {}

    /** The text as last made, for runs that follow each other. */
    private SoftReference<byte[]> made = new SoftReference<>(null);

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return WindowedText.schema(settings.window());
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        return new WindowedText(text(), settings.window(), settings.trainShare(), "wordnet-text");
    }

    private synchronized byte[] text() {
        byte[] text = made.get();
        if (text == null) {
            text = write(WordNet.synsets());
            made = new SoftReference<>(text);
        }
        return text;
    }

    private static byte[] write(List<Synset> synsets) {
        return synsets.stream()
                .sorted(Comparator.comparingDouble(WordNetText::place))
                .map(synset -> String.join(", ", synset.words()) + ": " + synset.gloss() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Where a synset stands in the text, from 0 to 1. */
    static double place(Synset synset) {
        return WordNet.scramble(
                (long) synset.id().partOfSpeech() << 32 | synset.id().offset());
    }
}
