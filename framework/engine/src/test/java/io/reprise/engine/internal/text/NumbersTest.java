package io.reprise.engine.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Property
    void writesNumbersThatReadBackAsTheyWere(@ForAll double value) {
        assertThat(Double.parseDouble(Numbers.plain(value))).isEqualTo(value);
    }

    @Test
    void writesTheShortestDigits() {
        assertThat(Numbers.plain(0.1)).isEqualTo("0.1");
        assertThat(Numbers.plain(5)).isEqualTo("5");
        assertThat(Numbers.plain(-0.0)).isEqualTo("-0.0");
        // Before Java 19, Double.toString writes 1.9999999999999998E23 for this.
        assertThat(Numbers.plain(2e23)).isEqualTo("2.0E23");
    }

    @Test
    void readsTheJsonThatItWrote() throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "a \"quoted\"\nline");
        values.put("whole", 7L);
        values.put("real", 0.25);
        values.put("truth", true);
        values.put("none", null);
        values.put("list", List.of(1L, "two"));
        values.put("map", Map.of("k", "v"));

        assertThat(Json.read(Json.write(values))).isEqualTo(values);
    }

    @Test
    void roundsForPeople() {
        assertThat(Numbers.rounded(0.30000000000000004)).isEqualTo("0.3");
        assertThat(Numbers.rounded(0.123456789)).isEqualTo("0.12346");
        assertThat(Numbers.rounded(-123456.789)).isEqualTo("-123457");
        assertThat(Numbers.rounded(12.0)).isEqualTo("12");
        assertThat(Numbers.rounded(0.000012345678)).isEqualTo("1.2346E-5");
        assertThat(Numbers.rounded(1.23456e9 + 0.5)).isEqualTo("1.2346E9");
        assertThat(Numbers.rounded(0)).isEqualTo("0");
        assertThat(Numbers.rounded(Double.NaN)).isEqualTo("NaN");
    }
}
