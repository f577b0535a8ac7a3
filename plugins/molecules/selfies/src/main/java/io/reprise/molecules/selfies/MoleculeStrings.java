package io.reprise.molecules.selfies;

import io.reprise.api.Kind;
import io.reprise.api.Plugin;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.molecules.MoleculeFile;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;

/** Molecules of a file as rows of symbol codes, padded to one length: what a generative model learns from. */
@Component
@Plugin(
        kind = Kind.DATASET,
        name = "molecule-strings",
        summary = "Molecules of a file as codes of SELFIES or SMILES symbols, for generative models")
public final class MoleculeStrings implements DatasetFactory<MoleculeStrings.Settings> {
    /** The column of codes. */
    static final String TOKENS = "tokens";

    /** What a model says of each symbol. */
    static final String LOGITS = "logits";

    /** The settings. */
    public record Settings(
            @Setting(value = "qm9.csv", description = "a .csv table with a heading, or a text with one SMILES a line")
            Path path,

            @Setting(value = "smiles", description = "the column of a table that holds the molecules")
            String column,

            @Setting(value = "selfies", description = "what the strings are: selfies or smiles")
            Representation representation,

            @Setting(
                    value = "22",
                    min = 1,
                    max = 10_000,
                    description = "L: symbols in a row; longer molecules are left out")
            int length,

            @Setting(value = "", description = "the symbols; none for those of QM9. Molecules with others are left out")
            List<String> alphabet,

            @Setting(value = "true", description = "whether molecules with charges or stereo centres are left out")
            boolean plain,

            @Setting(value = "10000", min = 1, max = 1e9, description = "most molecules to train on, taken at random")
            int train,

            @Setting(
                    value = "1000",
                    min = 1,
                    max = 1e9,
                    description = "most molecules to validate on, others than those")
            int validation) {
        Vocabulary vocabulary() {
            return representation.vocabulary(alphabet);
        }
    }

    private static final Pattern CHARGE_OR_STEREO = Pattern.compile("[-+@/\\\\.]");

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Class<? extends Dataset> type() {
        return MoleculeRows.class;
    }

    @Override
    public Schema schema(Settings settings) {
        return Schema.of(Field.parse(
                TOKENS + ": int[B," + settings.length() + "] < "
                        + settings.vocabulary().size(),
                "codes of symbols; 0 after the end"));
    }

    @Override
    public Dataset create(Settings settings, RunContext run) {
        List<String> molecules = MoleculeFile.read(run.dataFile(settings.path(), "the molecules"), settings.column());
        int[] order = run.random().permutation(molecules.size());
        Vocabulary vocabulary = settings.vocabulary();
        SelfiesCodec codec = new SelfiesCodec(BondConstraints.Preset.DEFAULT.constraints());
        List<int[]> rows = new ArrayList<>();
        int wanted = Math.min(settings.train() + settings.validation(), molecules.size());
        int leftOut = 0;
        for (int i = 0; i < order.length && rows.size() < wanted; i++) {
            Optional<int[]> row = row(molecules.get(order[i]), settings, vocabulary, codec);
            row.ifPresent(rows::add);
            leftOut += row.isPresent() ? 0 : 1;
        }
        if (rows.size() < 2) {
            throw RepriseException.problem("Of " + molecules.size() + " molecules " + rows.size() + " fit")
                    .at(settings.path().toString())
                    .expected("at least two of at most " + settings.length() + " known symbols")
                    .hint("Set data.length and data.alphabet to those of the molecules, or data.plain to false.");
        }
        run.log().info("{} molecules taken, {} left out", rows.size(), leftOut);
        int train = Math.min(settings.train(), rows.size() - 1);
        return new Rows(
                settings.representation(),
                vocabulary,
                new Part(List.copyOf(rows.subList(0, train)), settings.length()),
                new Part(List.copyOf(rows.subList(train, rows.size())), settings.length()));
    }

    private static Optional<int[]> row(String smiles, Settings settings, Vocabulary vocabulary, SelfiesCodec codec) {
        if (settings.plain() && CHARGE_OR_STEREO.matcher(smiles).find()) {
            return Optional.empty();
        }
        String text = smiles;
        if (settings.representation() == Representation.SELFIES) {
            try {
                text = codec.encode(smiles);
            } catch (MalformedMoleculeException e) {
                return Optional.empty();
            }
        }
        return vocabulary.encode(settings.representation().symbols(text), settings.length());
    }

    private record Rows(Representation representation, Vocabulary vocabulary, Part train, Part validation)
            implements MoleculeRows {
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
                    throw RepriseException.problem("There is no split '" + name + "' of these molecules")
                            .expected("train or validation");
            };
        }
    }

    private record Part(List<int[]> rows, int length) implements Split {
        @Override
        public OptionalLong size() {
            return OptionalLong.of(rows.size());
        }

        /** Goes through all rows in a random order, another one in each epoch. */
        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            int[] codes = new int[size * length];
            long epoch = -1;
            int[] order = {};
            for (int i = 0; i < size; i++) {
                long place = step * size + i;
                if (place / rows.size() != epoch) {
                    epoch = place / rows.size();
                    order = random.split(epoch).permutation(rows.size());
                }
                System.arraycopy(rows.get(order[(int) (place % rows.size())]), 0, codes, i * length, length);
            }
            return Batch.of(TOKENS, f.scope().of(codes, size, length));
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            int count = (int) Math.max(0, Math.min(size, rows.size() - first));
            int[] codes = new int[count * length];
            for (int i = 0; i < count; i++) {
                System.arraycopy(rows.get((int) first + i), 0, codes, i * length, length);
            }
            return Batch.of(TOKENS, f.scope().of(codes, count, length));
        }
    }
}
