package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Dimensions;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Signature;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.TensorService;
import org.osgi.service.component.annotations.Component;

/** The textbook algorithms, {@link TraditionalSorting}. */
@Component
@Plugin(
        kind = Kind.MODEL,
        name = "traditional-sorter",
        summary = "Bubble, insertion or selection sort as in the textbook, on hardware that may fail")
public final class TraditionalSorter implements ModelFactory<TraditionalSorter.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "bubble", description = "bubble, insertion or selection")
            CellType algorithm,

            @Setting(
                    value = "true",
                    description = "whether an exchange with a frozen element succeeds, unless it is the moving one")
            boolean frozenCanBeMoved) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return Sorting.class;
    }

    @Override
    public Signature signature(Settings settings) {
        return ArraySorter.SIGNATURE;
    }

    @Override
    public Model create(Settings settings, Dimensions dimensions, RunContext run) {
        return new Sorting(settings, run.tensorService());
    }

    /** The model. */
    static final class Sorting extends ArraySorter {
        private final Settings settings;

        Sorting(Settings settings, TensorService tensors) {
            super(tensors);
            this.settings = settings;
        }

        @Override
        public Trace sort(Arrangement start, RandomSource random, boolean recorded) {
            return TraditionalSorting.run(settings.algorithm(), start, settings.frozenCanBeMoved(), recorded);
        }
    }
}
