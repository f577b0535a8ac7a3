package io.reprise.engine.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestTest {
    @Test
    void putsTheNearestNameFirst() {
        assertThat(Nearest.names("dragon-hatchlin", List.of("sparsey", "dragon-hatchling", "dragon-hatchery")))
                .containsExactly("dragon-hatchling", "dragon-hatchery");
    }

    @Test
    void countsASwapOfNeighboursAsOneMistake() {
        assertThat(Nearest.distance("layres", "layers")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    }

    @Test
    void findsANameByAPartOfIt() {
        assertThat(Nearest.names("hatchling", List.of("dragon-hatchling", "sparsey")))
                .containsExactly("dragon-hatchling");
    }

    @Test
    void offersNothingThatIsFar() {
        assertThat(Nearest.names("xyz", List.of("layers", "width"))).isEmpty();
    }

    @Property
    void measuresTheSameBothWays(
            @ForAll @AlphaChars @StringLength(max = 8) String a, @ForAll @AlphaChars @StringLength(max = 8) String b) {
        assertThat(Nearest.distance(a, b)).isEqualTo(Nearest.distance(b, a));
        assertThat(Nearest.distance(a, b) == 0).isEqualTo(a.equals(b));
    }
}
