package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.tensor.Ops;
import io.reprise.tensor.SparseMatrix;
import io.reprise.tensor.SparseOps;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sparse matrices made in several ways, their products, and what wrong ones are told. */
class SparseTest {
    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final Ops f = scope.ops();
    private final SparseOps sparse = f.sparse();

    @AfterEach
    void close() {
        scope.close();
        assertThat(service.liveBytes()).isZero();
    }

    private Tensor t(float... values) {
        return scope.of(values, values.length);
    }

    private Tensor ints(int... values) {
        return scope.of(values, values.length);
    }

    /** The matrix (1 0 2; 0 0 0; 0 3 0). */
    private SparseMatrix small() {
        return sparse.compressed(3, 3, new int[] {0, 2, 2, 3}, new int[] {0, 2, 1}, t(1, 2, 3));
    }

    @Test
    void multipliesFromBothSides() {
        Tensor column = scope.of(new float[] {1, 10, 100}, 3, 1);
        Tensor row = scope.of(new float[] {1, 10, 100}, 1, 3);
        assertThat(sparse.matmul(small(), column).toFloats()).containsExactly(201, 0, 30);
        assertThat(sparse.transposedMatmul(small(), column).toFloats()).containsExactly(1, 300, 2);
        assertThat(sparse.matmul(row, small()).toFloats()).containsExactly(1, 300, 2);
        assertThat(sparse.matmulTransposed(row, small()).toFloats()).containsExactly(201, 0, 30);
        assertThat(sparse.toDense(small()).toFloats()).containsExactly(1, 0, 2, 0, 0, 0, 0, 3, 0);
    }

    @Test
    void isMadeOfCoordinatesInAnyOrder() {
        SparseMatrix a = sparse.ofCoordinates(2, 3, ints(1, 0, 1, 1), ints(2, 1, 0, 2), t(1, 2, 3, 4));
        assertThat(a.rowOffsets()).containsExactly(0, 1, 4);
        assertThat(a.columnIndices()).containsExactly(1, 2, 0, 2);
        assertThat(a.values().toFloats()).containsExactly(2, 1, 3, 4);
        assertThat(sparse.toDense(a).toFloats()).containsExactly(0, 2, 0, 3, 0, 5);
    }

    @Test
    void isMadeOfWhatIsNotZero() {
        Tensor dense = scope.of(new float[] {0, Float.NaN, 0, -1, 0, 0}, 2, 3);
        SparseMatrix a = sparse.ofDense(dense);
        assertThat(a.count()).isEqualTo(2);
        assertThat(a.columnIndices()).containsExactly(1, 0);
        assertThat(sparse.toDense(a).toFloats()).containsExactly(dense.toFloats());
        assertThat(sparse.ofDense(scope.zeros(2, 2)).count()).isZero();
        assertThat(sparse.matmul(sparse.ofDense(scope.zeros(2, 2)), scope.zeros(2, 3))
                        .toFloats())
                .containsOnly(0);
    }

    @Test
    void whatIsNotKeptNeverCounts() {
        Tensor infinite = scope.of(new float[] {1, Float.POSITIVE_INFINITY, 1}, 3, 1);
        assertThat(sparse.matmul(small(), infinite).toFloats()).containsExactly(3, 0, Float.POSITIVE_INFINITY);
        Tensor weights = scope.of(new float[] {Float.NaN, 2}, 2, 1);
        Tensor mask = scope.of(new boolean[] {false, true}, 2, 1);
        assertThat(sparse.maskedLinear(scope.of(new float[] {1, 1}, 1, 2), weights, mask, null)
                        .toFloats())
                .containsExactly(2);
    }

    @Test
    void gradientsGoToWhatIsKeptOnly() {
        Tensor weights = scope.of(new float[] {1, 2, 3, 4}, 2, 2);
        Tensor mask = scope.of(new boolean[] {true, false, false, true}, 2, 2);
        Tape tape = scope.tape(List.of(weights));
        Tensor y = tape.sparse().maskedLinear(scope.of(new float[] {5, 7}, 1, 2), weights, mask, null);
        assertThat(y.toFloats()).containsExactly(5, 28);
        assertThat(tape.gradients(tape.sum(y)).of(weights).toFloats()).containsExactly(5, 0, 0, 7);
    }

    @Test
    void blocksStandWhereTheMaskSays() {
        Tensor blocks = scope.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        Tensor mask = scope.of(new boolean[] {false, true, true, false}, 2, 2);
        // The matrix (0 0 1 2; 0 0 3 4; 5 6 0 0; 7 8 0 0).
        Tensor x = scope.of(new float[] {1, 10, 100, 1000}, 1, 4);
        assertThat(sparse.blockLinear(x, blocks, mask, null).toFloats()).containsExactly(7500, 8600, 31, 42);
        assertThatThrownBy(() -> sparse.blockLinear(x, scope.zeros(3, 2, 2), mask, null))
                .hasMessageContaining("2 blocks");
    }

    @Test
    void valuesAreExchangedWithoutCheckingAgain() {
        SparseMatrix a = small().withValues(t(10, 20, 30));
        assertThat(sparse.toDense(a).toFloats()).containsExactly(10, 0, 20, 0, 0, 0, 0, 30, 0);
        assertThatThrownBy(() -> small().withValues(t(1, 2))).hasMessageContaining("values [3]");
    }

    @Test
    void wrongMatricesAreRefused() {
        assertWrong(3, 3, new int[] {0, 2, 3}, new int[] {0, 2, 1}, "3 + 1 row offsets");
        assertWrong(2, 3, new int[] {0, 2, 2}, new int[] {0, 2, 1}, "number of entries 3");
        assertWrong(3, 3, new int[] {0, 3, 2, 3}, new int[] {0, 2, 1}, "row offset 2 (element 2)");
        assertWrong(1, 3, new int[] {0, 3}, new int[] {0, 3, 1}, "the column 3 (element 1)");
        assertWrong(1, 3, new int[] {0, 3}, new int[] {0, -1, 1}, "the column -1");
        assertWrong(1, 3, new int[] {0, 2}, new int[] {0, 1}, "values [2]");
        assertThatThrownBy(() -> sparse.matmul(small(), scope.zeros(4, 2))).hasMessageContaining("the size 3");
        assertThatThrownBy(() -> sparse.ofCoordinates(2, 2, ints(2), ints(0), t(1)))
                .hasMessageContaining("the index 2");
        assertThatThrownBy(() -> sparse.ofCoordinates(2, 2, ints(1), ints(2), t(1)))
                .hasMessageContaining("the column 2");
        assertThatThrownBy(() -> sparse.toDense(null)).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertWrong(int rows, int columns, int[] offsets, int[] columnIndices, String message) {
        assertThatThrownBy(() -> sparse.compressed(rows, columns, offsets, columnIndices, t(1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sparse")
                .hasMessageContaining(message);
    }
}
