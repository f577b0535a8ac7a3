package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Generates arrays in random order: of one rule or several, with repeated values, damaged cells and reversed ones. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "cell-arrays",
        summary = "Arrays of cells in random order, of one sorting rule or mixed, some of them damaged or reversed")
public final class CellArrays implements DatasetFactory<CellArrays.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(value = "100", min = 1, max = 10_000, description = "n: cells in an array")
            int cells,

            @Setting(
                    value = "1",
                    min = 1,
                    max = 10_000,
                    description = "how many cells have the same value; values are i / copies for i = 0 to n - 1")
            int copies,

            @Setting(
                    value = "bubble",
                    choices = {"bubble", "insertion", "selection"},
                    description = "the rules, each followed by as many cells, at random places")
            List<String> types,

            @Setting(
                    value = "",
                    choices = {"bubble", "insertion", "selection"},
                    description = "the rules whose cells sort in descending order")
            List<String> reversed,

            @Setting(value = "0", min = 0, max = 10_000, description = "damaged cells, at random places")
            int frozen) {
        /** Checks that there are as many cells as are frozen, and some rule. */
        public Settings {
            types = List.copyOf(types);
            reversed = List.copyOf(reversed);
            if (frozen > cells) {
                throw RepriseException.problem(frozen + " of " + cells + " cells can't be frozen")
                        .at("data.frozen")
                        .expected("at most data.cells, " + cells);
            }
            if (types.isEmpty()) {
                throw RepriseException.problem("There is no rule for the cells")
                        .at("data.types")
                        .expected("bubble, insertion, selection, or several of them");
            }
        }
    }

    static CellType type(String name) {
        return CellType.valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Columns.arrays(Integer.toString(settings.cells()));
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        RandomSource random = run.random();
        return new Dataset() {
            @Override
            public List<String> splits() {
                return List.of(TRAIN, VALIDATION);
            }

            @Override
            public Split split(String name) {
                if (!splits().contains(name)) {
                    throw RepriseException.problem("There is no split '" + name + "' of generated arrays")
                            .expected("train or validation");
                }
                return new Generated(settings, random.split(name));
            }
        };
    }

    private record Generated(Settings settings, RandomSource own) implements Split {
        @Override
        public OptionalLong size() {
            return OptionalLong.empty();
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            return arrays(f, random.split(step), 0, size);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            return arrays(f, own, first, size);
        }

        private Batch arrays(Ops f, RandomSource random, long first, int size) {
            List<Arrangement> arrays = new ArrayList<>();
            long[] seeds = new long[size];
            for (int i = 0; i < size; i++) {
                RandomSource example = random.split(first + i);
                arrays.add(array(example));
                seeds[i] = example.split("turns").nextLong();
            }
            return Columns.write(f.scope(), arrays, settings.cells(), seeds);
        }

        private Arrangement array(RandomSource random) {
            int n = settings.cells();
            int[] values = random.permutation(n);
            int[] places = random.permutation(n);
            int[] damaged = random.permutation(n);
            Set<CellType> descending = EnumSet.noneOf(CellType.class);
            settings.reversed().forEach(name -> descending.add(type(name)));
            CellType[] types = new CellType[n];
            boolean[] frozen = new boolean[n];
            boolean[] reversed = new boolean[n];
            for (int i = 0; i < n; i++) {
                values[i] /= settings.copies();
                CellType type = type(settings.types().get(i % settings.types().size()));
                types[places[i]] = type;
                reversed[places[i]] = descending.contains(type);
                frozen[damaged[i]] = i < settings.frozen();
            }
            return new Arrangement(values, types, frozen, reversed);
        }
    }
}
