package io.reprise.engine.internal.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryAmountTest {
    @ParameterizedTest
    @CsvSource({"1000, 1000", "2k, 2048", "1.5m, 1572864", "4g, 4294967296", "3 GB, 3221225472", "1TiB, 1099511627776"})
    void readsBytesWithTheUsualLettersBehind(String text, long bytes) {
        assertThat(MemoryAmount.parse("memory", text).of(77)).isEqualTo(bytes);
    }

    @Test
    void readsSharesOfWhatThereIs() {
        assertThat(MemoryAmount.parse("memory", "75%").of(2000)).isEqualTo(1500);
        assertThat(MemoryAmount.parse("memory", "0.1%").of(1_000_000)).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "g", "-1", "0", "120%", "4x", "4g8", "NaN", "1e9"})
    void refusesWhatIsNoAmount(String text) {
        assertThatThrownBy(() -> MemoryAmount.parse("memory", text))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("memory: '" + text + "' is no amount of memory");
    }
}
