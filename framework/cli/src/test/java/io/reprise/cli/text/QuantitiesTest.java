package io.reprise.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "400, 400",
        "2.0625, 2.0625",
        "0.0123456, 0.01235",
        "1234.56, 1234.6",
        "1e-5, 1.000e-05",
        "2.5e7, 25000000",
        "1.5e-7, 1.500e-07",
        "12345678.9, 1.235e+07",
        "NaN, nan",
        "-Infinity, -inf"
    })
    void writesNumbers(double value, String text) {
        assertThat(Quantities.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "5300000, 5.3 MB", "999999, 1.0 MB", "105000000, 105 MB"})
    void writesSizes(long bytes, String text) {
        assertThat(Quantities.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.25, 0.3 s", "9.96, 10 s", "59.4, 59 s", "59.6, 1:00 min", "245, 4:05 min", "7410, 2:03:30 h"})
    void writesDurations(double seconds, String text) {
        assertThat(Quantities.duration(Duration.ofNanos((long) (seconds * 1e9))))
                .isEqualTo(text);
    }

    @Test
    void writesSlowRatesAsTimeAStep() {
        assertThat(Quantities.rate(34.12)).isEqualTo("34.1 steps/s");
        assertThat(Quantities.rate(0.25)).isEqualTo("4.0 s/step");
    }

    @Test
    void counts() {
        assertThat(Quantities.count(1234567)).isEqualTo("1 234 567");
        assertThat(Quantities.counted(1, "claim")).isEqualTo("1 claim");
    }
}
