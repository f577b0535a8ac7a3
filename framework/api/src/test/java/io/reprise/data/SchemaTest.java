package io.reprise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final Field TOKENS = Field.parse("tokens: int[B,T] < 256", "bytes");
    private static final Field TARGETS = Field.parse("targets: int[B,T] < 256", "the bytes that follow");

    @Test
    void keepsTheOrderOfItsFields() {
        assertThat(Schema.of(TOKENS).and(Schema.of(TARGETS)).fields()).containsExactly(TOKENS, TARGETS);
    }

    @Test
    void refusesTwoFieldsOfOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schema.of(TOKENS, TOKENS))
                .withMessageContaining("tokens");
    }

    @Test
    void findsFieldsByName() {
        assertThat(Schema.of(TOKENS).field("tokens")).contains(TOKENS);
        assertThat(Schema.of(TOKENS).field("text")).isEmpty();
    }
}
