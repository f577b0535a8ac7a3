package io.reprise.language;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ByteVocabularyTest {
    @Property
    void decodesWhatItEncodes(@ForAll String text) {
        // An unpaired surrogate is no character and has no UTF-8.
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            assertThat(ByteVocabulary.decode(ByteVocabulary.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void countsBytesNotCharacters() {
        assertThat(ByteVocabulary.encode("ä")).containsExactly(0xC3, 0xA4);
    }
}
