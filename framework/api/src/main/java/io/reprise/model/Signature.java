package io.reprise.model;

import io.reprise.data.Schema;
import java.util.List;

/**
 * What a model takes and gives. The same symbol stands for the same size in all three schemas and in the dataset's.
 *
 * @param inputs the columns needed to apply the model
 * @param targets the columns that learning needs besides
 * @param outputs the columns that applying the model gives
 * @param fixes the symbols whose size must be known when the model is made, because parameters depend on it
 */
public record Signature(Schema inputs, Schema targets, Schema outputs, List<String> fixes) {
    /** Copies the list. */
    public Signature {
        fixes = List.copyOf(fixes);
    }

    /** A signature that needs no size to be known. */
    public Signature(Schema inputs, Schema targets, Schema outputs) {
        this(inputs, targets, outputs, List.of());
    }
}
