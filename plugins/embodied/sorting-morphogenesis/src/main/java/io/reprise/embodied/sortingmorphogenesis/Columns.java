package io.reprise.embodied.sortingmorphogenesis;

import io.reprise.data.Batch;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;

/** The columns by which the parts of this method meet: arrays as they are before they are sorted. */
final class Columns {
    static final String VALUES = "values";
    static final String TYPES = "types";
    static final String FROZEN = "frozen";
    static final String REVERSED = "reversed";
    static final String SEED = "seed";

    private Columns() {}

    /**
     * What an array is.
     *
     * @param n the number of cells: a number or a symbol
     */
    static Schema arrays(String n) {
        return Schema.of(
                Field.parse(VALUES + ": int[B," + n + "]", "what the cells are sorted by, left to right"),
                Field.parse(
                        TYPES + ": int[B," + n + "] < " + CellType.values().length,
                        "the rule that each cell follows: 0 bubble, 1 insertion, 2 selection"),
                Field.parse(FROZEN + ": bool[B," + n + "]", "whether a cell is damaged and never moves by itself"),
                Field.parse(REVERSED + ": bool[B," + n + "]", "whether a cell sorts in descending order"),
                Field.parse(SEED + ": long[B]", "seed of the order in which the cells have their turns"));
    }

    /** The arrays of a batch. */
    static List<Arrangement> read(Batch batch) {
        int[] values = batch.tensor(VALUES).toInts();
        int[] types = batch.tensor(TYPES).toInts();
        boolean[] frozen = batch.tensor(FROZEN).toBooleans();
        boolean[] reversed = batch.tensor(REVERSED).toBooleans();
        int count = batch.tensor(VALUES).shape().size(0);
        int n = batch.tensor(VALUES).shape().size(1);
        List<Arrangement> arrays = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            int[] ownValues = new int[n];
            CellType[] ownTypes = new CellType[n];
            boolean[] ownFrozen = new boolean[n];
            boolean[] ownReversed = new boolean[n];
            for (int i = 0; i < n; i++) {
                ownValues[i] = values[b * n + i];
                ownTypes[i] = CellType.values()[types[b * n + i]];
                ownFrozen[i] = frozen[b * n + i];
                ownReversed[i] = reversed[b * n + i];
            }
            arrays.add(new Arrangement(ownValues, ownTypes, ownFrozen, ownReversed));
        }
        return arrays;
    }

    /** A batch of arrays of one size. */
    static Batch write(TensorScope scope, List<Arrangement> arrays, int n, long[] seeds) {
        int count = arrays.size();
        int[] values = new int[count * n];
        int[] types = new int[count * n];
        boolean[] frozen = new boolean[count * n];
        boolean[] reversed = new boolean[count * n];
        for (int b = 0; b < count; b++) {
            Arrangement array = arrays.get(b);
            for (int i = 0; i < n; i++) {
                values[b * n + i] = array.values()[i];
                types[b * n + i] = array.types()[i].ordinal();
                frozen[b * n + i] = array.frozen()[i];
                reversed[b * n + i] = array.reversed()[i];
            }
        }
        return Batch.of(VALUES, scope.of(values, count, n))
                .with(TYPES, scope.of(types, count, n))
                .with(FROZEN, scope.of(frozen, count, n))
                .with(REVERSED, scope.of(reversed, count, n))
                .with(SEED, scope.of(seeds, count));
    }
}
