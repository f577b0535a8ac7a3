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
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Component;

/** One array of cells from a table: a line for each cell, left to right. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "cell-array-file",
        summary = "One array of cells from a CSV table with value, type, frozen and reversed of each")
public final class ArrayFile implements DatasetFactory<ArrayFile.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    description =
                            "a table with the heading value,type,frozen,reversed and a line for each cell, such as"
                                    + " 17,bubble,0,0")
            Path path) {}

    private static final String HEADING = "value,type,frozen,reversed";

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Columns.arrays("N");
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        Arrangement array = read(run.dataFile(settings.path(), "the array to sort"));
        long seed = run.random().nextLong();
        return new Dataset() {
            @Override
            public List<String> splits() {
                return List.of(VALIDATION);
            }

            @Override
            public Split split(String name) {
                if (!splits().contains(name)) {
                    throw RepriseException.problem("There is no split '" + name + "' of one array")
                            .expected("validation");
                }
                return new One(array, seed);
            }
        };
    }

    private record One(Arrangement array, long seed) implements Split {
        @Override
        public OptionalLong size() {
            return OptionalLong.of(1);
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            List<Arrangement> arrays = new ArrayList<>();
            long[] seeds = new long[size];
            for (int i = 0; i < size; i++) {
                arrays.add(array);
                seeds[i] = random.split(step).split(i).nextLong();
            }
            return Columns.write(f.scope(), arrays, array.size(), seeds);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            List<Arrangement> arrays = first == 0 && size > 0 ? List.of(array) : List.of();
            return Columns.write(f.scope(), arrays, array.size(), arrays.isEmpty() ? new long[0] : new long[] {seed});
        }
    }

    /** Reads the table. */
    static Arrangement read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw RepriseException.problem("The file is no UTF-8 text")
                    .at(file.toString())
                    .expected("a table with the heading " + HEADING)
                    .because(e);
        } catch (IOException e) {
            throw RepriseException.problem("The file can't be read: " + e.getMessage())
                    .at(file.toString())
                    .because(e);
        }
        String heading =
                lines.isEmpty() ? "" : lines.get(0).replace("\uFEFF", "").strip();
        if (!heading.equals(HEADING)) {
            throw RepriseException.problem("The table begins with '" + shortened(heading) + "'")
                    .at(file + ":1")
                    .expected("the heading " + HEADING);
        }
        List<String[]> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(cells(lines.get(i), file + ":" + (i + 1)));
            }
        }
        if (rows.isEmpty()) {
            throw RepriseException.problem("The table has no cells")
                    .at(file.toString())
                    .expected("a line for each cell");
        }
        int n = rows.size();
        int[] values = new int[n];
        CellType[] types = new CellType[n];
        boolean[] frozen = new boolean[n];
        boolean[] reversed = new boolean[n];
        for (int i = 0; i < n; i++) {
            values[i] = Integer.parseInt(rows.get(i)[0]);
            types[i] = CellArrays.type(rows.get(i)[1]);
            frozen[i] = rows.get(i)[2].equals("1");
            reversed[i] = rows.get(i)[3].equals("1");
        }
        return new Arrangement(values, types, frozen, reversed);
    }

    private static String[] cells(String line, String where) {
        String[] cells = line.strip().split("\\s*,\\s*", -1);
        boolean fits = cells.length == 4
                && cells[0].matches("-?\\d{1,9}")
                && cells[1].matches("bubble|insertion|selection")
                && cells[2].matches("[01]")
                && cells[3].matches("[01]");
        if (!fits) {
            throw RepriseException.problem("'" + shortened(line) + "' is no cell")
                    .at(where)
                    .expected(
                            "a whole number of at most 9 digits, then bubble, insertion or selection, then twice 0 or 1");
        }
        return cells;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
