package io.reprise.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonTest {
    @Property(tries = 300)
    void isReadBackAsWritten(@ForAll("values") Object value) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();

        assertThat(mapper.readValue(Json.pretty(value), Object.class)).isEqualTo(value);
        assertThat(mapper.readValue(Json.line(value), Object.class)).isEqualTo(value);
        assertThat(Json.line(value)).doesNotContain("\n");
    }

    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).map(text -> (Object) text),
                Arbitraries.integers().map(number -> (Object) number),
                Arbitraries.doubles().map(number -> (Object) number),
                Arbitraries.of(true, false).map(truth -> (Object) truth));
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).map(list -> (Object) list),
                        Arbitraries.maps(Arbitraries.strings().ofMaxLength(6), inner)
                                .ofMaxSize(4)
                                .map(map -> (Object) map)),
                0,
                3);
    }

    @Example
    void writesWhatJsonCannotSayAsNull() {
        assertThat(Json.line(Arrays.asList(Double.NaN, Double.POSITIVE_INFINITY, null)))
                .isEqualTo("[null,null,null]");
    }

    @Example
    void writesOtherThingsAsTheirText() {
        assertThat(Json.line(Map.of("folder", Path.of("a", "b")))).isEqualTo("{\"folder\":\"a/b\"}");
    }

    @Example
    void escapesHalfASurrogatePair() {
        assertThat(Json.line(List.of("\ud83d", "\ud83d\ude00"))).isEqualTo("[\"\\ud83d\",\"\ud83d\ude00\"]");
    }
}
