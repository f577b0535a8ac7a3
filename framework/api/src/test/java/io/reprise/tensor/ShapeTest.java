package io.reprise.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void countsElements() {
        assertThat(Shape.of(2, 3, 4).elements()).isEqualTo(24);
        assertThat(Shape.SCALAR.elements()).isEqualTo(1);
        assertThat(Shape.of(5, 0).elements()).isZero();
    }

    @Test
    void doesNotOverflowWithoutSayingSo() {
        Shape huge = Shape.of(1 << 30, 1 << 30, 1 << 30);

        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(huge::elements);
    }

    @Test
    void countsNegativeAxesFromTheLast() {
        assertThat(Shape.of(2, 3).size(-1)).isEqualTo(3);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> Shape.of(2, 3).size(-3))
                .withMessageContaining("[2, 3]");
    }

    @Test
    void cannotBeChangedThroughItsArrays() {
        int[] sizes = {2, 3};
        Shape shape = Shape.of(sizes);

        sizes[0] = 7;
        shape.toArray()[1] = 7;

        assertThat(shape).isEqualTo(Shape.of(2, 3)).hasToString("[2, 3]");
    }

    @Test
    void refusesNegativeSizes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(2, -1));
    }
}
