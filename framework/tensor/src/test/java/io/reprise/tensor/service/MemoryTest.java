package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private final NativeTensorService service = new NativeTensorService();

    @Test
    void tensorUsedAfterItsScopeClosedSaysSo() {
        TensorScope scope = service.open("run 12");
        Tensor x = scope.of(new float[] {1, 2}, 2);
        Tensor view = x.reshape(2, 1);
        scope.close();

        assertThat(x.isOpen()).isFalse();
        assertThatThrownBy(x::item).isInstanceOf(IllegalStateException.class).hasMessageContaining("run 12");
        assertThatThrownBy(view::toFloats).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(x::address).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(x::memory).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> x.set(1.0, 2.0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> scope.zeros(1)).isInstanceOf(IllegalStateException.class);
        try (TensorScope other = service.open("other")) {
            assertThatThrownBy(() -> other.ops().exp(x)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> other.copy(x)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(x.toString()).contains("closed");
    }

    @Test
    void closingAScopeClosesItsChildrenAndIsHarmlessTwice() {
        TensorScope parent = service.open("test");
        TensorScope child = parent.open();
        Tensor x = child.zeros(3);
        parent.close();
        parent.close();
        child.close();

        assertThat(x.isOpen()).isFalse();
        assertThat(service.liveBytes()).isZero();
    }

    @Test
    void bytesCountTensorsOfAScopeAndItsChildrenButNoViews() {
        try (TensorScope parent = service.open("test")) {
            Tensor x = parent.zeros(ElementType.DOUBLE, Shape.of(5));
            x.reshape(5, 1);
            try (TensorScope child = parent.open()) {
                child.zeros(3);
                assertThat(parent.bytes()).isEqualTo(52);
                assertThat(child.bytes()).isEqualTo(12);
                assertThat(service.liveBytes()).isEqualTo(52);
            }
            assertThat(parent.bytes()).isEqualTo(40);
        }
        assertThat(service.liveBytes()).isZero();
    }

    @Test
    void budgetIsRefusedWithOwnerAndShape() {
        try (TensorScope scope = service.open("run 7", 1000)) {
            scope.zeros(200);
            TensorScope child = scope.open();

            assertThatThrownBy(() -> child.zeros(51, 1))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("run 7")
                    .hasMessageContaining("float[51, 1]")
                    .hasMessageContaining("1000");
            // What was refused takes nothing away.
            child.zeros(50);
            child.close();
            scope.zeros(50);
        }
    }

    @Test
    void tensorLargerThanAnyMemoryIsRefused() {
        try (TensorScope scope = service.open("run 7")) {
            assertThatThrownBy(() -> scope.zeros(1 << 20, 1 << 20)).isInstanceOf(RepriseException.class);
            assertThatThrownBy(() -> scope.zeros(1 << 30)).isInstanceOf(RepriseException.class);
            assertThat(scope.bytes()).isZero();
        }
    }

    @Test
    void memoryGivenBackIsTakenAgain() {
        long address;
        try (TensorScope scope = service.open("test")) {
            address = scope.zeros(1000).address();
        }
        try (TensorScope scope = service.open("test")) {
            Tensor again = scope.zeros(900);
            assertThat(again.address()).isEqualTo(address);
        }
    }

    @Test
    void zerosAreZeroInMemoryThatWasUsedBefore() {
        try (TensorScope scope = service.open("test")) {
            scope.zeros(37).fill(5);
        }
        try (TensorScope scope = service.open("test")) {
            assertThat(scope.zeros(37).toFloats()).containsOnly(0);
            assertThat(scope.zeros(ElementType.BOOL, Shape.of(150)).toBooleans())
                    .containsOnly(false);
        }
    }

    @Test
    void vectorsAreAligned() {
        try (TensorScope scope = service.open("test")) {
            for (int n = 1; n < 100_000; n = n * 3 + 1) {
                assertThat(scope.zeros(n).address() % 64).isZero();
            }
        }
    }

    @Test
    void viewsShareMemory() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
            x.rows(1, 2).reshape(4).set(new float[] {30, 40, 50, 60});
            assertThat(x.toFloats()).containsExactly(1, 2, 30, 40, 50, 60);
            assertThatThrownBy(() -> x.rows(2, 2)).hasMessageContaining("[3, 2]");
            assertThatThrownBy(() -> x.reshape(4, 2)).hasMessageContaining("[4, 2]");
        }
    }

    @Test
    void backwardPassLeavesNothingButTheGradients() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.zeros(10, 10);
            service.random(1).fillNormal(x, 0, 1);
            Tape f = scope.tape(List.of(x));
            Tensor y = f.softmax(f.tanh(f.matmul(x, f.layerNorm(f.relu(x), null, null, 1e-5))));
            Tensor loss = f.mean(f.multiply(y, y));
            Gradients gradients = f.gradients(loss);

            // x, relu, layer norm, product, tanh, softmax, product of ten by ten floats; loss; and one gradient.
            assertThat(scope.bytes()).isEqualTo(7 * 400 + 4 + 400);
            assertThat(gradients.of(x).isOpen()).isTrue();
        }
        assertThat(service.liveBytes()).isZero();
    }

    @Test
    void wrongUsesOfATapeAreToldApart() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.scalar(2);
            Tensor unused = scope.zeros(2, 2);
            Tape f = scope.tape(List.of(x, unused));
            Tensor loss = f.square(x);
            Gradients gradients = f.gradients(loss);

            assertThat(gradients.of(x).item()).isEqualTo(4);
            assertThat(gradients.of(unused).toFloats()).containsOnly(0);
            assertThatThrownBy(() -> gradients.of(loss)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> f.gradients(loss)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> f.square(x)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> scope.tape(List.of(scope.of(new int[] {1}))))
                    .isInstanceOf(IllegalArgumentException.class);
            Tape other = scope.tape(List.of(unused));
            assertThatThrownBy(() -> other.gradients(other.square(unused)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("one floating element");
        }
    }

    @Test
    void lentMemoryReturnsToThePoolOnlyWhenBothHaveLetGo() {
        TensorScope scope = service.open("test");
        Tensor x = scope.of(new float[] {1, 2, 3}, 3);
        long address = x.address();
        Pointer lent = service.lend(x);
        scope.close();
        try (TensorScope other = service.open("other")) {
            for (int i = 0; i < 100; i++) {
                assertThat(other.zeros(3).address()).isNotEqualTo(address);
            }
        }
        assertThat(((FloatPointer) lent).get(2)).isEqualTo(3);

        lent.deallocate();
        try (TensorScope other = service.open("other")) {
            boolean found = false;
            for (int i = 0; i < 101; i++) {
                found |= other.zeros(3).address() == address;
            }
            assertThat(found).isTrue();
        }
    }

    @Test
    void memoryLentAndReturnedStaysTheTensors() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.of(new float[] {1, 2, 3}, 3);
            service.lend(x).deallocate();
            Tensor y = scope.zeros(3);
            assertThat(y.address()).isNotEqualTo(x.address());
            assertThat(x.toFloats()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void pointerSeesATensorsElementsFromTheFirstOn() {
        try (TensorScope scope = service.open("test")) {
            Tensor rows = scope.of(new double[] {1, 2, 3, 4}, 2, 2).rows(1, 1);
            Pointer pointer = service.pointer(rows);
            assertThat(pointer.capacity()).isEqualTo(2);
            assertThat(pointer.address()).isEqualTo(rows.address());
            assertThat(pointer.asByteBuffer().getDouble(8)).isEqualTo(4);
        }
    }

    @Test
    void foreignMemoryIsWrappedWithoutCopying() {
        try (TensorScope scope = service.open("test")) {
            FloatPointer foreign = new FloatPointer(1f, 2f, 3f, 4f);
            Tensor x = service.wrap(scope, foreign, ElementType.FLOAT, Shape.of(2, 2));
            foreign.put(3, 9);
            assertThat(scope.ops().scale(x, 2).toFloats()).containsExactly(2, 4, 6, 18);
            assertThat(service.wrap(scope, foreign.getPointer(2), ElementType.FLOAT, Shape.of(1))
                            .item())
                    .isEqualTo(3);
            assertThatThrownBy(() -> service.wrap(scope, foreign, ElementType.FLOAT, Shape.of(5)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> service.wrap(scope, new FloatPointer(), ElementType.FLOAT, Shape.of(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(service.liveBytes()).isZero();
    }
}
