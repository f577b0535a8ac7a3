package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.tensor.InPlace;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations that change their first argument. */
class InPlaceTest {
    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final InPlace f = scope.ops().inPlace();

    @AfterEach
    void close() {
        scope.close();
        assertThat(service.liveBytes()).isZero();
    }

    private Tensor t(float... values) {
        return scope.of(values, values.length);
    }

    @Test
    void changesItsFirstArgumentAndMakesNothing() {
        Tensor x = t(1, 2, 3);
        Tensor y = t(10, 20, 40);
        long before = scope.bytes();
        f.add(x, y);
        assertThat(x.toFloats()).containsExactly(11, 22, 43);
        f.subtract(x, y);
        f.multiply(x, y);
        assertThat(x.toFloats()).containsExactly(10, 40, 120);
        f.divide(x, y);
        f.scale(x, 2);
        f.offset(x, -1);
        assertThat(x.toFloats()).containsExactly(1, 3, 5);
        f.multiplyAdd(x, y, y);
        assertThat(x.toFloats()).containsExactly(101, 403, 1605);
        f.addScaled(x, y, -10);
        assertThat(x.toFloats()).containsExactly(1, 203, 1205);
        f.clamp(x, 4, 100);
        assertThat(x.toFloats()).containsExactly(4, 100, 100);
        f.sqrt(x);
        assertThat(x.toFloats()).containsExactly(2, 10, 10);
        f.minimum(x, y);
        f.maximum(x, t(5));
        assertThat(x.toFloats()).containsExactly(5, 10, 10);
        f.fill(x, 7);
        assertThat(x.toFloats()).containsOnly(7);
        assertThat(scope.bytes() - before).isEqualTo(4);
    }

    @Test
    void movingAveragesForget() {
        Tensor mean = t(0, 8);
        f.average(mean, t(4, 8), 0.25);
        f.average(mean, t(4, 8), 0.25);
        assertThat(mean.toFloats()).containsExactly(1.75f, 8);
        f.average(mean, mean, 0.5);
        assertThat(mean.toFloats()).containsExactly(1.75f, 8);
        f.average(mean, t(0), 0.5);
        assertThat(mean.toFloats()).containsExactly(0.875f, 4);
    }

    @Test
    void argumentsBroadcastToTheFirst() {
        Tensor x = scope.zeros(2, 3);
        f.add(x, t(1, 2, 3));
        f.multiplyAdd(x, t(2), scope.of(new float[] {1, 10}, 2, 1));
        assertThat(x.toFloats()).containsExactly(3, 4, 5, 21, 22, 23);
        f.addScaled(x, t(1), 2);
        assertThat(x.toFloats()).containsExactly(5, 6, 7, 23, 24, 25);
        f.copy(x, t(1, 2, 3));
        f.copyWhere(x, scope.of(new boolean[] {true, false}, 2, 1), t(9));
        assertThat(x.toFloats()).containsExactly(9, 9, 9, 1, 2, 3);
        assertThatThrownBy(() -> f.add(t(1, 2, 3), x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add: wants shapes that broadcast to that of the first");
    }

    @Test
    void overlappingRowsAreReadAsTheyWere() {
        Tensor x = scope.of(new float[] {1, 2, 3, 4}, 4, 1);
        f.add(x.rows(1, 3), x.rows(0, 3));
        assertThat(x.toFloats()).containsExactly(1, 3, 5, 7);
        f.copy(x.rows(0, 3), x.rows(1, 3));
        assertThat(x.toFloats()).containsExactly(3, 5, 7, 7);
        f.multiply(x, x);
        assertThat(x.toFloats()).containsExactly(9, 25, 49, 49);
    }

    @Test
    void integersFollowTheRulesOfIntegers() {
        Tensor x = scope.of(new int[] {7, 9}, 2);
        f.divide(x, scope.of(new int[] {2}, 1));
        assertThat(x.toInts()).containsExactly(3, 4);
        assertThatThrownBy(() -> f.divide(x, scope.of(new int[] {0}, 1))).hasMessageContaining("divided by zero");
        assertThatThrownBy(() -> f.scale(x, 0.5)).hasMessageContaining("not whole");
        assertThatThrownBy(() -> f.exp(x)).hasMessageContaining("float or double");
        assertThatThrownBy(() -> f.add(x, t(1))).hasMessageContaining("one type");
    }

    @Test
    void aTapeSaysWhyItHasNone() {
        Tensor x = t(1);
        Tape tape = scope.tape(List.of(x));
        assertThatThrownBy(tape::inPlace)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gradients need what it has read");
        assertThatThrownBy(scope.higherOrderTape(List.of(x))::inPlace).isInstanceOf(IllegalStateException.class);
    }
}
