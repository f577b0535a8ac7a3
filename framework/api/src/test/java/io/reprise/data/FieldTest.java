package io.reprise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FieldTest {
    @Test
    void readsSymbolsSizesAndTheLimit() {
        Field field = Field.parse("tokens: int[B, 64] < V", "the byte at each place");

        assertThat(field.name()).isEqualTo("tokens");
        assertThat(field.type()).isEqualTo(Field.Type.INT);
        assertThat(field.shape()).containsExactly(new Dim.Symbol("B"), new Dim.Fixed(64));
        assertThat(field.limit()).contains(new Dim.Symbol("V"));
    }

    @Test
    void readsAScalarColumn() {
        assertThat(Field.parse("loss: double[]", "").shape()).isEmpty();
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Field.parse("tokens int[B]", ""))
                .withMessageContaining("write for instance");
        assertThatIllegalArgumentException().isThrownBy(() -> Field.parse("x: float[b]", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Field.parse("x: float[B,]", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> Field.parse("x: complex[B]", ""));
    }

    @Property
    void readsBackWhatItWrites(@ForAll("fields") Field field) {
        assertThat(Field.parse(field.toString(), field.meaning())).isEqualTo(field);
    }

    @Provide
    Arbitrary<Field> fields() {
        Arbitrary<Dim> dims = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 9999).map(Dim.Fixed::new),
                Arbitraries.of("B", "T", "Height", "N2").map(Dim.Symbol::new));
        return Combinators.combine(
                        Arbitraries.of("tokens", "layer0.y", "x", "to_target-y"),
                        Arbitraries.of(Field.Type.class),
                        dims.list().ofMaxSize(5),
                        dims.optional())
                .as((name, type, shape, limit) -> new Field(name, type, List.copyOf(shape), limit, "some meaning"));
    }

    @Test
    void knowsThatALimitIsOptional() {
        assertThat(Field.parse("x: float[B]", "").limit()).isEqualTo(Optional.empty());
    }
}
