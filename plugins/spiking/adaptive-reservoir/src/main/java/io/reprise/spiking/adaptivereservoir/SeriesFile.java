package io.reprise.spiking.adaptivereservoir;

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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.service.component.annotations.Component;

/**
 * A user's series: columns of a table go in, and columns some steps later are asked for. Its first part is {@code train}, the
 * rest {@code validation}. Standardised columns have mean 0 and variance 1 in the first part.
 */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "series-file",
        summary = "A series from a CSV table, one line a step, to be predicted some steps ahead")
public final class SeriesFile implements DatasetFactory<SeriesFile.Settings> {
    /** The settings. */
    public record Settings(
            @Setting(
                    description =
                            "a table of numbers separated by commas, semicolons or tabs, with a heading or without")
            Path path,

            @Setting(value = "1", description = "columns that go in, by heading or by number from 1")
            List<String> inputs,

            @Setting(value = "", description = "columns that are asked for; none for those that go in")
            List<String> targets,

            @Setting(value = "1", min = 0, max = 1e6, description = "how many steps ahead", unit = "steps")
            int horizon,

            @Setting(
                    value = "0.65",
                    min = 0.01,
                    max = 0.99,
                    description = "share of the series, from its start, to train on; the rest is for validation")
            double trainShare,

            @Setting(value = "true", description = "whether columns are brought to mean 0 and variance 1")
            boolean standardize) {
        /** Checks that there is an input. */
        public Settings {
            if (inputs.isEmpty()) {
                throw RepriseException.problem("No column goes in")
                        .at("data.inputs")
                        .expected("at least one heading or number of a column");
            }
        }

        List<String> asked() {
            return targets.isEmpty() ? inputs : targets;
        }
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Series.schema(
                Integer.toString(settings.inputs().size()),
                Integer.toString(settings.asked().size()));
    }

    @Override
    public Dataset create(Settings s, RunContext run) {
        Path file = run.dataFile(s.path(), "the series");
        NumberTable table = NumberTable.read(file);
        int[] in = s.inputs().stream().mapToInt(table::column).toArray();
        int[] out = s.asked().stream().mapToInt(table::column).toArray();
        int cut = (int) (s.trainShare() * table.rows());
        int shorter = Math.min(cut, table.rows() - cut);
        if (shorter <= s.horizon()) {
            throw RepriseException.problem("The series has " + table.rows() + " steps, of which " + cut
                            + " are for training and " + (table.rows() - cut) + " for validation")
                    .at(file.toString())
                    .expected("more than " + s.horizon() + " steps in each part, to look " + s.horizon() + " ahead")
                    .hint("Give a longer series, another data.trainShare or a smaller data.horizon.");
        }
        NumberTable scaled = s.standardize() ? table.standardized(cut) : table;
        return new Parts(
                new Part(scaled, 0, cut, in, out, s.horizon()),
                new Part(scaled, cut, table.rows(), in, out, s.horizon()));
    }

    private record Parts(Part train, Part validation) implements Dataset {
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
                    throw RepriseException.problem("There is no split '" + name + "' of a series")
                            .expected("train or validation");
            };
        }
    }

    /** One part of the table as one series. */
    private static final class Part implements Split {
        private final double[] input;
        private final double[] target;
        private final int steps;
        private final int inputs;
        private final int targets;

        Part(NumberTable table, int from, int to, int[] in, int[] out, int horizon) {
            steps = to - from - horizon;
            inputs = in.length;
            targets = out.length;
            input = new double[steps * inputs];
            target = new double[steps * targets];
            for (int t = 0; t < steps; t++) {
                for (int d = 0; d < inputs; d++) {
                    input[t * inputs + d] = table.at(from + t, in[d]);
                }
                for (int k = 0; k < targets; k++) {
                    target[t * targets + k] = table.at(from + t + horizon, out[k]);
                }
            }
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.of(1);
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            return batch(f, size);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            return batch(f, first == 0 ? Math.min(1, size) : 0);
        }

        private Batch batch(Ops f, int count) {
            return Batch.of(
                    Series.INPUT, f.scope().of(repeated(input, count), count, steps, inputs),
                    Series.TARGET, f.scope().of(repeated(target, count), count, steps, targets));
        }

        private static double[] repeated(double[] values, int count) {
            double[] all = Arrays.copyOf(values, values.length * count);
            for (int i = 1; i < count; i++) {
                System.arraycopy(values, 0, all, i * values.length, values.length);
            }
            return all;
        }
    }
}
