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
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;

/** The array whose cells sort themselves, {@link CellArray}. */
@Component
@Plugin(
        kind = Kind.MODEL,
        name = "self-sorting-array",
        summary = "An array whose cells each follow a sorting rule by themselves")
public final class SelfSortingArray implements ModelFactory<SelfSortingArray.Settings> {
    /** Which rule cells follow. */
    public enum Rule {
        /** The one of their type. */
        AS_LABELLED,
        /** All follow bubble; their types are labels only. */
        BUBBLE,
        /** All follow insertion; their types are labels only. */
        INSERTION,
        /** All follow selection; their types are labels only. */
        SELECTION
    }

    /** The settings. */
    public record Settings(
            @Setting(
                    value = "random",
                    description =
                            "whose turn it is: random (any cell in each tick), burst (all in random order, several"
                                    + " ticks each), or threads (a thread for each cell; never the same twice)")
            CellSorting.Schedule schedule,

            @Setting(value = "50", min = 1, max = 1e6, description = "ticks in a row of one cell, with schedule burst")
            int burst,

            @Setting(value = "true", description = "whether cells can exchange places with a frozen one")
            boolean frozenCanBeMoved,

            @Setting(
                    value = "as-labelled",
                    description =
                            "the rule: as-labelled by the cells' types, or one rule for all: bubble, insertion, selection")
            Rule rule,

            @Setting(value = "15000", min = 1, max = 1e9, description = "exchanges after which an array is stopped")
            int mostSwaps) {}

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
        return new Sorting(settings, run);
    }

    /** The model. */
    static final class Sorting extends ArraySorter {
        private final Settings settings;
        private final RunContext run;

        Sorting(Settings settings, RunContext run) {
            super(run.tensorService());
            this.settings = settings;
            this.run = run;
        }

        @Override
        public Trace sort(Arrangement start, RandomSource random, boolean recorded) {
            Trace trace = CellSorting.run(
                    ruled(start),
                    settings.frozenCanBeMoved(),
                    settings.schedule(),
                    settings.burst(),
                    settings.mostSwaps(),
                    recorded,
                    random,
                    run::checkCancelled);
            return new Trace(start, trace.frames(), trace.swaps(), trace.ticks(), trace.comparisons(), trace.settled());
        }

        private Arrangement ruled(Arrangement start) {
            if (settings.rule() == Rule.AS_LABELLED) {
                return start;
            }
            CellType[] types = new CellType[start.size()];
            Arrays.fill(types, CellType.valueOf(settings.rule().name()));
            return new Arrangement(start.values(), types, start.frozen(), start.reversed());
        }
    }
}
