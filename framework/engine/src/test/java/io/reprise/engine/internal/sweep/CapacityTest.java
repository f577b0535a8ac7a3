package io.reprise.engine.internal.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final OptionalInt AS_MANY_AS_FIT = OptionalInt.empty();
    private static final OptionalLong NOT_SAID = OptionalLong.empty();

    @Test
    void givesEachRunItsShareOfProcessorsAndMemory() {
        assertThat(Capacity.of(100, AS_MANY_AS_FIT, 8, 2, 1000, NOT_SAID))
                .isEqualTo(new Capacity(4, Optional.of("18.75%"), false));
        assertThat(Capacity.of(100, OptionalInt.of(3), 2, 1, 1000, NOT_SAID))
                .isEqualTo(new Capacity(3, Optional.of("25%"), false));
    }

    @Test
    void leavesASingleRunAsItIs() {
        assertThat(Capacity.of(1, AS_MANY_AS_FIT, 8, 1, 1000, NOT_SAID))
                .isEqualTo(new Capacity(1, Optional.empty(), false));
        assertThat(Capacity.of(9, AS_MANY_AS_FIT, 2, 4, 1000, NOT_SAID).parallel())
                .isEqualTo(1);
    }

    @Test
    void runsNoMoreAtOnceThanFitIntoMemory() {
        assertThat(Capacity.of(9, AS_MANY_AS_FIT, 8, 1, 1000, OptionalLong.of(400))
                        .parallel())
                .isEqualTo(2);
        assertThat(Capacity.of(9, OptionalInt.of(8), 8, 1, 1000, OptionalLong.of(400))
                        .reduced())
                .isTrue();
        assertThat(Capacity.of(9, AS_MANY_AS_FIT, 8, 1, 1000, OptionalLong.of(4000))
                        .parallel())
                .isEqualTo(1);
    }
}
