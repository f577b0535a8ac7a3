package io.reprise.memory.sparsey;

import io.reprise.data.Batch;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The columns of binary patterns and of the codes that stand for them. */
final class Patterns {
    static final String PATTERN = "pattern";
    static final String LABEL = "label";
    static final String CODE = "code";
    static final String FAMILIARITY = "familiarity";

    static final Field FAMILIARITY_FIELD =
            Field.parse(FAMILIARITY + ": float[B]", "G: how well the input is known, 0 to 1");

    private Patterns() {}

    /**
     * Patterns by themselves.
     *
     * @param n the number of inputs: a number or a symbol
     */
    static Schema schema(String n) {
        return Schema.of(Field.parse(PATTERN + ": bool[B," + n + "]", "which inputs are active"));
    }

    /** Patterns in sequences. */
    static Schema sequences(String steps, String n) {
        return Schema.of(
                Field.parse(PATTERN + ": bool[B," + steps + "," + n + "]", "which inputs are active, step by step"));
    }

    /** The patterns of a batch as bits, one after the other. */
    static List<long[]> bits(Batch batch) {
        Tensor patterns = batch.tensor(PATTERN);
        int n = patterns.shape().size(-1);
        boolean[] active = patterns.toBooleans();
        List<long[]> bits = new ArrayList<>();
        for (int from = 0; from < active.length; from += n) {
            bits.add(Synapses.bits(active, from, n));
        }
        return bits;
    }
}
