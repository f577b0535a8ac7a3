package io.reprise.memory.sparsey;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.memory.sparsey.StoredPatterns.Generator;
import io.reprise.tensor.RandomSource;
import org.osgi.service.component.annotations.Component;

/** Patterns of several classes: a prototype each, of which some bits are swapped. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "pattern-classes",
        summary = "Binary patterns of several classes, each a prototype with swapped bits")
public final class PatternClasses implements DatasetFactory<PatternClasses.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "5", min = 1, max = 1e6, description = "classes")
            int classes,

            @Setting(value = "30", min = 1, max = 1e7, description = "patterns, of all classes in turn")
            int patterns,

            @Setting(value = "144", min = 1, max = 1e6, description = "n: inputs")
            int inputs,

            @Setting(value = "24", min = 1, max = 1e6, description = "inputs that are active in a pattern")
            int active,

            @Setting(
                    value = "4",
                    min = 0,
                    max = 1e6,
                    description = "active inputs of the prototype that are swapped for others")
            int swaps) {
        /** Checks that there are as many inputs as are active. */
        public Settings {
            RandomPatterns.requireActive(active, inputs);
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Patterns.schema(Integer.toString(settings.inputs()))
                .and(Schema.of(
                        Field.parse(Patterns.LABEL + ": int[B] < " + settings.classes(), "the class of the pattern")));
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        RandomSource prototypes = run.random().split("prototypes");
        RandomSource noise = run.random().split("noise");
        Generator generator = new Generator() {
            @Override
            public boolean[] make(long example) {
                boolean[] prototype =
                        StoredPatterns.random(settings.inputs(), settings.active(), prototypes.split(label(example)));
                return StoredPatterns.swapped(prototype, settings.swaps(), noise.split(example));
            }

            @Override
            public int label(long example) {
                return (int) (example % settings.classes());
            }
        };
        return new StoredPatterns(settings.patterns(), true, generator, settings.inputs());
    }
}
