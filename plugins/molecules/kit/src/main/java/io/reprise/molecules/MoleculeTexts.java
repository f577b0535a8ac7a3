package io.reprise.molecules;

import io.reprise.api.RepriseException;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Split;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Molecules as texts, in a column of one name: the first part is {@code train}, the rest {@code validation}. */
public final class MoleculeTexts implements Dataset {
    /** The column of SMILES. */
    public static final String SMILES = "smiles";

    /** Molecules as SMILES. */
    public static final Field SMILES_FIELD = Field.parse(SMILES + ": text[B]", "molecules as SMILES");

    private final Map<String, Split> splits = new LinkedHashMap<>();

    /**
     * Splits a list. A part that gets no molecule is left out.
     *
     * @param column the name of the column
     * @param texts one molecule each
     * @param trainShare the share that is for training, in [0, 1]
     */
    public MoleculeTexts(String column, List<String> texts, double trainShare) {
        int cut = (int) Math.round(trainShare * texts.size());
        if (cut > 0) {
            splits.put(TRAIN, new Texts(column, List.copyOf(texts.subList(0, cut))));
        }
        if (cut < texts.size()) {
            splits.put(VALIDATION, new Texts(column, List.copyOf(texts.subList(cut, texts.size()))));
        }
    }

    /** What the batches hold. */
    public static Schema schema() {
        return Schema.of(SMILES_FIELD);
    }

    @Override
    public List<String> splits() {
        return List.copyOf(splits.keySet());
    }

    @Override
    public Split split(String name) {
        Split split = splits.get(name);
        if (split == null) {
            throw RepriseException.problem("There is no split '" + name + "' of these molecules")
                    .at("data")
                    .expected("one of those there are: " + String.join(", ", splits.keySet()))
                    .hint("How many molecules each split gets is said by data.trainShare.");
        }
        return split;
    }

    private record Texts(String column, List<String> texts) implements Split {
        @Override
        public OptionalLong size() {
            return OptionalLong.of(texts.size());
        }

        @Override
        public Batch draw(Ops f, long step, int size, RandomSource random) {
            RandomSource places = random.split(step);
            List<String> drawn = new ArrayList<>();
            for (int i = 0; i < size && !texts.isEmpty(); i++) {
                drawn.add(texts.get(places.nextInt(texts.size())));
            }
            return Batch.ofText(column, drawn);
        }

        @Override
        public Batch read(Ops f, long first, int size) {
            int from = (int) Math.min(first, texts.size());
            return Batch.ofText(column, texts.subList(from, Math.min(texts.size(), from + size)));
        }
    }
}
