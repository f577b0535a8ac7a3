package io.reprise.language;

import io.reprise.data.Dim;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.model.Signature;
import java.util.List;
import java.util.Optional;

/**
 * The columns by which next-token models, datasets and evaluators of this family find each other: {@code tokens: int[B,T] < V},
 * {@code targets: int[B,T] < V} (the token that follows each), {@code logits: float[B,T,V]} (a score of each possible next
 * token).
 */
public final class NextToken {
    /** The column of tokens. */
    public static final String TOKENS = "tokens";
    /** The column of the tokens that follow. */
    public static final String TARGETS = "targets";
    /** The column of scores. */
    public static final String LOGITS = "logits";

    /** What a next-token model takes, whatever the vocabulary and the length. */
    public static final Schema INPUTS = Schema.of(tokens(new Dim.Symbol("T"), new Dim.Symbol("V")));
    /** What learning needs besides. */
    public static final Schema OBJECTIVE = Schema.of(targets(new Dim.Symbol("T"), new Dim.Symbol("V")));
    /** What a next-token model gives. */
    public static final Schema OUTPUTS =
            Schema.of(Field.parse("logits: float[B,T,V]", "score of each possible next token"));

    private NextToken() {}

    /** What a dataset gives whose windows have a known length and vocabulary. */
    public static Schema windows(int length, int vocabulary) {
        return Schema.of(
                tokens(new Dim.Fixed(length), new Dim.Fixed(vocabulary)),
                targets(new Dim.Fixed(length), new Dim.Fixed(vocabulary)));
    }

    /**
     * What a next-token model takes and gives.
     *
     * @param fixes the symbols that must be known when it is made: {@code V}, and {@code T} if it has a limit of length
     */
    public static Signature signature(String... fixes) {
        return new Signature(INPUTS, OBJECTIVE, OUTPUTS, List.of(fixes));
    }

    private static Field tokens(Dim length, Dim vocabulary) {
        return column(TOKENS, length, vocabulary, "codes of consecutive tokens");
    }

    private static Field targets(Dim length, Dim vocabulary) {
        return column(TARGETS, length, vocabulary, "code of the token that follows each");
    }

    private static Field column(String name, Dim length, Dim vocabulary, String meaning) {
        return new Field(name, Field.Type.INT, List.of(new Dim.Symbol("B"), length), Optional.of(vocabulary), meaning);
    }
}
