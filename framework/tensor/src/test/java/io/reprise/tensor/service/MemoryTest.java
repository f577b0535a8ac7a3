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
import io.reprise.tensor.service.kernels.KernelChoice;
import io.reprise.tensor.service.memory.MemoryPool;
import java.nio.ByteBuffer;
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
    void whatDoesNotFitIsToldWithTheOperationThatNeededIt() {
        try (TensorScope scope = service.open("run 7", 1000)) {
            Tensor x = scope.zeros(200);
            assertThatThrownBy(() -> scope.ops().exp(x))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("exp: a tensor float[200] of 800 bytes")
                    .hasMessageContaining("800 bytes of 1000 bytes are in use")
                    .hasMessageContaining("tensor.memory");
            assertThatThrownBy(() -> scope.zeros(200)).hasMessageContaining("zeros: a tensor float[200]");
            Tape f = scope.tape(List.of(x));
            Tensor loss = f.sum(x);
            assertThatThrownBy(() -> f.gradients(loss)).hasMessageContaining("gradients: a tensor float[200]");
        }
    }

    @Test
    void partsOfAnOperationAreToldWithTheWhole() {
        NativeTensorService parts = new NativeTensorService(KernelChoice::oracleOfParts);
        try (TensorScope scope = parts.open("run 7", 1000)) {
            Tensor x = scope.zeros(200);
            assertThatThrownBy(() -> scope.ops().softmax(x)).hasMessageContaining("subtract of softmax: a tensor");
        }
    }

    @Test
    void machineThatIsFullIsToldAndFreeMemoryOfOtherSizesIsGivenUpFirst() {
        MemoryPool pool = new MemoryPool(10 << 20);
        NativeTensorService small = new NativeTensorService(KernelChoice::oracle, pool);
        assertThat(small.memory()).isEqualTo(10 << 20);
        try (TensorScope scope = small.open("run 8")) {
            Tensor six = scope.open().zeros(6 << 18);
            assertThatThrownBy(() -> scope.zeros(5 << 18))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("run 8")
                    .hasMessageContaining("zeros: a tensor float[1310720]")
                    .hasMessageContaining("this machine");
            assertThat(small.liveBytes()).isEqualTo(6 << 20);
            assertThat(six.isOpen()).isTrue();
        }
        try (TensorScope scope = small.open("run 9")) {
            assertThat(pool.freeBytes()).isEqualTo(6 << 20);
            scope.zeros(8 << 18);
            assertThat(pool.allocatedBytes()).isEqualTo(8 << 20);
        }
    }

    @Test
    void largeBlocksAreAtMostAQuarterLargerThanTheirTensors() {
        MemoryPool pool = new MemoryPool();
        NativeTensorService own = new NativeTensorService(KernelChoice::oracle, pool);
        try (TensorScope scope = own.open("test")) {
            for (int bytes = 32769; bytes < 20_000_000; bytes += bytes / 3) {
                long before = pool.allocatedBytes();
                scope.zeros(ElementType.BOOL, Shape.of(bytes));
                assertThat(pool.allocatedBytes() - before).isBetween((long) bytes, bytes + bytes / 4L);
            }
        }
    }

    @Test
    void bufferThatWasHandedOutKeepsItsMemoryFromTheSystem() throws InterruptedException {
        MemoryPool pool = new MemoryPool();
        NativeTensorService own = new NativeTensorService(KernelChoice::oracle, pool);
        ByteBuffer kept;
        try (TensorScope scope = own.open("test")) {
            kept = scope.full(ElementType.FLOAT, Shape.of(1 << 20), 3).memory();
        }
        pool.trim(0);
        assertThat(pool.freeBytes()).isZero();
        assertThat(pool.allocatedBytes()).isEqualTo(4 << 20);
        assertThat(kept.getFloat(4 * 1000)).isEqualTo(3);

        kept = null;
        for (int i = 0; i < 200 && pool.allocatedBytes() > 0; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(pool.allocatedBytes()).isZero();
    }

    @Test
    void addressThatWasHandedOutStaysMappedAndIsUsedAgain() {
        MemoryPool pool = new MemoryPool();
        NativeTensorService own = new NativeTensorService(KernelChoice::oracle, pool);
        long address;
        try (TensorScope scope = own.open("test")) {
            address = scope.zeros(1 << 20).address();
        }
        pool.trim(0);
        try (TensorScope scope = own.open("test")) {
            assertThat(scope.zeros(1 << 20).address()).isEqualTo(address);
        }
    }

    @Test
    void memoryThatNobodyElseReachesGoesBackToTheSystem() {
        MemoryPool pool = new MemoryPool();
        NativeTensorService own = new NativeTensorService(KernelChoice::oracle, pool);
        try (TensorScope scope = own.open("test")) {
            scope.zeros(1 << 20).toFloats();
        }
        pool.trim(0);
        assertThat(pool.allocatedBytes()).isZero();
    }

    @Test
    void gradientThroughWhatHasBeenGivenBackIsRefused() {
        try (TensorScope scope = service.open("test")) {
            Tensor x = scope.full(ElementType.FLOAT, Shape.of(3), 2);
            TensorScope inner = scope.open();
            Tensor factor = inner.full(ElementType.FLOAT, Shape.of(3), 2);
            Tape f = scope.tape(List.of(x));
            Tensor loss = f.sum(f.multiply(x, factor));
            inner.close();
            assertThatThrownBy(() -> f.gradients(loss))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("float[3]");
        }
        TensorScope closed = service.open("closed");
        Tensor x = closed.scalar(1);
        Tape f = closed.tape(List.of(x));
        Tensor loss = f.square(x);
        closed.close();
        assertThatThrownBy(() -> f.gradients(loss)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shapesThatNoNumberHoldsAreRefused() {
        try (TensorScope scope = service.open("test")) {
            int huge = Integer.MAX_VALUE;
            assertThatThrownBy(() -> scope.zeros(huge, huge, huge)).isInstanceOf(RepriseException.class);
            assertThatThrownBy(() -> scope.of(new float[1], huge, huge, huge))
                    .isInstanceOf(IllegalArgumentException.class);
            Tensor x = scope.zeros(4);
            assertThatThrownBy(() -> x.reshape(huge, huge, huge, huge, -1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> x.reshape(1 << 16, 1 << 16, 1 << 16, 1 << 16, 4))
                    .isInstanceOf(IllegalArgumentException.class);
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
