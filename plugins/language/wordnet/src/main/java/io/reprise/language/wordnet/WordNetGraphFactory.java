package io.reprise.language.wordnet;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Dim;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Makes the graph of relations between synsets. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "wordnet-graph",
        summary = "The relations of WordNet as triples of subject, predicate and object")
public final class WordNetGraphFactory implements DatasetFactory<WordNetGraphFactory.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    value = "0.05",
                    min = 0.001,
                    max = 0.4,
                    description = "share of connected pairs for validation, and as much again for the test")
            double heldOut) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Class<? extends Dataset> type() {
        return WordNetGraph.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Schema.of(
                codes("subject", WordNet.SYNSETS, "number of a synset"),
                codes("predicate", Relation.values().length, "number of a relation"),
                codes("object", WordNet.SYNSETS, "number of a synset"),
                Field.parse("subject.name: text[B]", "first word, part of speech and offset of the subject"),
                Field.parse("predicate.name: text[B]", "name of the relation of subject to object"),
                Field.parse("object.name: text[B]", "first word, part of speech and offset of the object"));
    }

    private static Field codes(String name, int limit, String meaning) {
        return new Field(
                name, Field.Type.INT, List.of(new Dim.Symbol("B")), Optional.of(new Dim.Fixed(limit)), meaning);
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        return new WordNetGraph(WordNet.synsets(), settings.heldOut(), run);
    }
}
