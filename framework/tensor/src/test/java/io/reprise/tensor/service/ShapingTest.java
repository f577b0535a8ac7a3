package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Shape;
import io.reprise.tensor.ShapeOps.Padding;
import io.reprise.tensor.SortingOps.Unique;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What moving, choosing and ordering elements gives, on numbers that can be followed by hand (and that NumPy gives). */
class ShapingTest {
    private static final float NAN = Float.NaN;

    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final Ops f = scope.ops();

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

    /** 0, 1, 2, ... */
    private Tensor counting(int... sizes) {
        Tensor x = scope.zeros(sizes);
        float[] values = new float[(int) x.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        x.set(values);
        return x;
    }

    @Test
    void makesRangesAndUnitMatrices() {
        assertThat(scope.range(ElementType.INT, 1, 8, 3).toInts()).containsExactly(1, 4, 7);
        assertThat(scope.range(ElementType.FLOAT, 1, 0, -0.5).toFloats()).containsExactly(1, 0.5f);
        assertThat(scope.range(ElementType.LONG, 1, 0, 1).elements()).isZero();
        assertThat(scope.linspace(ElementType.DOUBLE, 0, 1, 5).toDoubles()).containsExactly(0, 0.25, 0.5, 0.75, 1);
        assertThat(scope.linspace(ElementType.DOUBLE, 3, 9, 1).toDoubles()).containsExactly(3);
        assertThat(scope.eye(ElementType.INT, 2, 3).toInts()).containsExactly(1, 0, 0, 0, 1, 0);
        assertThatThrownBy(() -> scope.range(ElementType.INT, 0, 1, 0)).hasMessageContaining("in steps of 0");
        assertThatThrownBy(() -> scope.range(ElementType.INT, 0, Double.NaN, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> scope.linspace(ElementType.INT, 0, 1, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void slicesWithStepsAsNumpyDoes() {
        Tensor x = counting(10);
        assertThat(f.slice(x, 0, 1, 8, 3).toFloats()).containsExactly(1, 4, 7);
        assertThat(f.slice(x, 0, -3, 100, 1).toFloats()).containsExactly(7, 8, 9);
        assertThat(f.slice(x, 0, 8, 2, -3).toFloats()).containsExactly(8, 5);
        assertThat(f.slice(x, 0, -1, Integer.MIN_VALUE, -4).toFloats()).containsExactly(9, 5, 1);
        assertThat(f.slice(x, 0, 100, -100, -9).toFloats()).containsExactly(9, 0);
        assertThat(f.slice(x, 0, 5, 5, 1).elements()).isZero();
        assertThat(f.slice(x, 0, 2, 8, -1).elements()).isZero();
        assertThat(f.slice(x, 0, 0, 10, Integer.MAX_VALUE).toFloats()).containsExactly(0);
        assertThat(f.slice(x, 0, 9, Integer.MIN_VALUE, Integer.MIN_VALUE).toFloats())
                .containsExactly(9);
        assertThatThrownBy(() -> f.slice(x, 0, 0, 10, 0)).hasMessageContaining("step other than 0");
    }

    @Test
    void stacksSplitsAndUnstacks() {
        Tensor a = t(1, 2);
        Tensor b = t(3, 4);
        assertThat(f.stack(List.of(a, b), 0).toFloats()).containsExactly(1, 2, 3, 4);
        assertThat(f.stack(List.of(a, b), -1).toFloats()).containsExactly(1, 3, 2, 4);
        Tensor x = counting(2, 4);
        assertThat(f.split(x, 1, 2).get(1).toFloats()).containsExactly(2, 3, 6, 7);
        assertThat(f.splitBySizes(x, 1, 3, 0, 1).get(2).toFloats()).containsExactly(3, 7);
        assertThat(f.unstack(x, 0).get(1).toFloats()).containsExactly(4, 5, 6, 7);
        assertThatThrownBy(() -> f.split(x, 1, 3)).hasMessageContaining("3 equal parts");
        assertThatThrownBy(() -> f.splitBySizes(x, 1, 3, 2)).hasMessageContaining("[3, 2]");
        assertThatThrownBy(() -> f.stack(List.of(a, x), 0)).hasMessageContaining("[2, 4]");
        assertThatThrownBy(() -> f.stack(List.of(), 0)).hasMessageContaining("at least one");
    }

    @Test
    void movesAxes() {
        Tensor x = scope.zeros(2, 3, 4);
        assertThat(f.swapAxes(x, 0, -1).shape()).isEqualTo(Shape.of(4, 3, 2));
        assertThat(f.moveAxis(x, 0, -1).shape()).isEqualTo(Shape.of(3, 4, 2));
        assertThat(f.moveAxis(x, 2, 0).shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(f.expandDims(x, -1).shape()).isEqualTo(Shape.of(2, 3, 4, 1));
        assertThat(f.expandDims(scope.scalar(1), 0).shape()).isEqualTo(Shape.of(1));
        assertThat(f.squeeze(f.expandDims(x, 1), 1).shape()).isEqualTo(Shape.of(2, 3, 4));
        assertThatThrownBy(() -> f.squeeze(x, 0)).hasMessageContaining("size 1");
        assertThatThrownBy(() -> f.expandDims(x, 4)).hasMessageContaining("expandDims");
    }

    @Test
    void padsFromTheTensorItself() {
        Tensor x = t(1, 2, 3);
        int[] two = {2};
        assertThat(f.pad(x, two, new int[] {1}, 9).toFloats()).containsExactly(9, 9, 1, 2, 3, 9);
        assertThat(f.pad(x, two, two, Padding.CIRCULAR).toFloats()).containsExactly(2, 3, 1, 2, 3, 1, 2);
        assertThat(f.pad(x, two, two, Padding.REFLECT).toFloats()).containsExactly(3, 2, 1, 2, 3, 2, 1);
        assertThat(f.pad(x, two, two, Padding.REPLICATE).toFloats()).containsExactly(1, 1, 1, 2, 3, 3, 3);
        assertThatThrownBy(() -> f.pad(x, new int[] {3}, two, Padding.REFLECT)).hasMessageContaining("at most 2");
        assertThatThrownBy(() -> f.pad(x, new int[] {4}, two, Padding.CIRCULAR)).hasMessageContaining("at most 3");
        assertThatThrownBy(() -> f.pad(x, two, new int[] {-1}, 0)).hasMessageContaining("no negative");
        assertThatThrownBy(() -> f.pad(x, new int[2], two, 0)).hasMessageContaining("as many numbers as axes");
        assertThatThrownBy(() -> f.pad(scope.zeros(0), two, two, Padding.REPLICATE))
                .hasMessageContaining("at most 0");
    }

    @Test
    void padsAreOfAnyType() {
        long large = Long.MAX_VALUE - 1;
        Tensor x = scope.of(new long[] {large}, 1);
        assertThat(f.pad(x, new int[] {0}, new int[] {1}, -1).toLongs()).containsExactly(large, -1);
        assertThat(f.flip(scope.of(new boolean[] {true, false, false}, 3), 0).toBooleans())
                .containsExactly(false, false, true);
        assertThat(f.transpose(scope.of(new long[] {1, large, 3, 4}, 2, 2)).toLongs())
                .containsExactly(1, 3, large, 4);
    }

    @Test
    void rollsFlipsTilesAndRepeats() {
        Tensor x = counting(2, 3);
        assertThat(f.roll(x, 1, 1).toFloats()).containsExactly(2, 0, 1, 5, 3, 4);
        assertThat(f.roll(x, -7, 1).toFloats()).containsExactly(1, 2, 0, 4, 5, 3);
        assertThat(f.flip(x, 0, 1).toFloats()).containsExactly(5, 4, 3, 2, 1, 0);
        assertThat(f.tile(t(1, 2), 2, 2).toFloats()).containsExactly(1, 2, 1, 2, 1, 2, 1, 2);
        assertThat(f.tile(t(1, 2), 0).elements()).isZero();
        assertThat(f.repeat(t(1, 2), 0, 2).toFloats()).containsExactly(1, 1, 2, 2);
        assertThatThrownBy(() -> f.flip(x, 0, 0)).hasMessageContaining("each axis once");
        assertThatThrownBy(() -> f.tile(x, -1)).hasMessageContaining("tile");
    }

    @Test
    void trianglesLeaveNotANumberOut() {
        Tensor x = scope.of(new float[] {1, NAN, 3, 4}, 2, 2);
        assertThat(f.tril(x, 0).toFloats()).containsExactly(1, 0, 3, 4);
        assertThat(f.triu(x, 1).toFloats()).containsExactly(0, NAN, 0, 0);
        assertThat(f.triu(counting(2, 3), 0).toFloats()).containsExactly(0, 1, 2, 0, 4, 5);
        assertThat(f.triu(counting(2, 3), Integer.MAX_VALUE).toFloats()).containsOnly(0);
        assertThat(f.tril(counting(2, 3), Integer.MIN_VALUE).toFloats()).containsOnly(0);
        assertThat(f.tril(counting(2, 3), Integer.MAX_VALUE).toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void diagonalsLieWhereTheOffsetSays() {
        Tensor x = counting(3, 4);
        assertThat(f.diagonal(x, 0).toFloats()).containsExactly(0, 5, 10);
        assertThat(f.diagonal(x, 2).toFloats()).containsExactly(2, 7);
        assertThat(f.diagonal(x, -1).toFloats()).containsExactly(4, 9);
        assertThat(f.diagonal(x, 9).elements()).isZero();
        assertThat(f.diagonalMatrix(t(1, 2), 0).toFloats()).containsExactly(1, 0, 0, 2);
        assertThat(f.diagonalMatrix(t(1), -1).toFloats()).containsExactly(0, 0, 1, 0);
        List<Tensor> grid = f.meshgrid(List.of(t(1, 2), t(3, 4, 5)));
        assertThat(grid.get(0).toFloats()).containsExactly(1, 1, 1, 2, 2, 2);
        assertThat(grid.get(1).toFloats()).containsExactly(3, 4, 5, 3, 4, 5);
    }

    @Test
    void takesAndPutsByIndices() {
        Tensor x = counting(3, 2);
        assertThat(f.indexSelect(x, 0, ints(2, 0, 2)).toFloats()).containsExactly(4, 5, 0, 1, 4, 5);
        assertThat(f.indexSelect(x, 1, scope.of(new long[] {1}, 1, 1)).shape()).isEqualTo(Shape.of(3, 1, 1));
        assertThat(f.gather(x, 0, scope.of(new int[] {2, 0}, 1, 2)).toFloats()).containsExactly(4, 1);
        assertThat(f.scatterAdd(scope.zeros(3, 2), 0, scope.of(new int[] {1, 1, 1, 0}, 2, 2), counting(2, 2))
                        .toFloats())
                .containsExactly(0, 3, 2, 1, 0, 0);
        assertThat(f.indexAdd(x, 0, ints(1, 1), scope.of(new float[] {10, 20, 30, 40}, 2, 2))
                        .toFloats())
                .containsExactly(0, 1, 42, 63, 4, 5);
        assertThat(f.indexPut(x, 0, ints(1, 1), scope.of(new float[] {10, 20, 30, 40}, 2, 2))
                        .toFloats())
                .containsExactly(0, 1, 30, 40, 4, 5);
        assertThat(f.indexSelect(x, 0, scope.of(new int[0], 0)).shape()).isEqualTo(Shape.of(0, 2));
        assertThatThrownBy(() -> f.gather(x, 0, scope.of(new int[] {3, 0}, 1, 2)))
                .hasMessageContaining("gather: the index 3");
        assertThatThrownBy(() -> f.gather(x, 0, ints(0))).hasMessageContaining("but for axis 0");
        assertThatThrownBy(() -> f.indexSelect(x, 0, t(1))).hasMessageContaining("int or long");
        assertThatThrownBy(() -> f.indexPut(x, 0, ints(-1), scope.zeros(1, 2))).hasMessageContaining("the index -1");
    }

    @Test
    void whatTheLastOfEqualIndicesPutGetsTheGradient() {
        Tensor x = t(1, 2);
        Tensor values = t(5, 6);
        Tape tape = scope.tape(List.of(x, values));
        var gradients = tape.gradients(tape.sum(tape.indexPut(x, 0, ints(1, 1), values)));
        assertThat(gradients.of(x).toFloats()).containsExactly(1, 0);
        assertThat(gradients.of(values).toFloats()).containsExactly(0, 1);
    }

    @Test
    void choosesByMasksAndNames() {
        Tensor x = scope.of(new float[] {1, 0, NAN, -3}, 2, 2);
        assertThat(f.maskedSelect(x, scope.of(new boolean[] {true, false, false, true}, 2, 2))
                        .toFloats())
                .containsExactly(1, -3);
        assertThat(f.nonzero(x).toInts()).containsExactly(0, 0, 1, 0, 1, 1);
        assertThat(f.nonzero(scope.zeros(2)).shape()).isEqualTo(Shape.of(0, 1));
        assertThat(f.oneHot(ints(2, 0), 3, ElementType.INT).toInts()).containsExactly(0, 0, 1, 1, 0, 0);
        assertThatThrownBy(() -> f.maskedSelect(x, scope.of(new boolean[2], 2))).hasMessageContaining("bool mask");
        assertThatThrownBy(() -> f.oneHot(ints(3), 3, ElementType.FLOAT)).hasMessageContaining("the index 3");
    }

    @Test
    void sortsStablyWithNotANumberLast() {
        Tensor x = t(2, NAN, -1, Float.NEGATIVE_INFINITY, -0f, 0, 2);
        assertThat(f.argsort(x, 0, false).toInts()).containsExactly(3, 2, 4, 5, 0, 6, 1);
        assertThat(f.argsort(x, 0, true).toInts()).containsExactly(0, 6, 4, 5, 2, 3, 1);
        assertThat(f.argsort(f.cast(x, ElementType.DOUBLE), 0, false).toInts()).containsExactly(3, 2, 4, 5, 0, 6, 1);
        assertThat(f.argsort(f.cast(x, ElementType.DOUBLE), 0, true).toInts()).containsExactly(0, 6, 4, 5, 2, 3, 1);
        assertThat(f.sort(ints(3, Integer.MIN_VALUE, 5), 0, true).toInts()).containsExactly(5, 3, Integer.MIN_VALUE);
        assertThat(f.sort(scope.of(new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE}, 3), 0, false)
                        .toLongs())
                .containsExactly(Long.MIN_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE);
        assertThat(f.sort(scope.of(new float[] {3, 1, 2, 9}, 2, 2), 0, false).toFloats())
                .containsExactly(2, 1, 3, 9);
        assertThat(f.sort(scope.zeros(0, 2), 0, false).elements()).isZero();
    }

    @Test
    void topKGivesValuesAndPlaces() {
        var top = f.topK(t(1, 7, 3, 7), 3, 0, true);
        assertThat(top.values().toFloats()).containsExactly(7, 7, 3);
        assertThat(top.indices().toInts()).containsExactly(1, 3, 2);
        assertThat(f.topK(t(1, 7, 3), 1, 0, false).values().toFloats()).containsExactly(1);
        assertThatThrownBy(() -> f.topK(t(1, 2), 3, 0, true)).hasMessageContaining("at least 3");
    }

    @Test
    void uniqueTellsWhichAndHowOften() {
        Unique unique = f.unique(scope.of(new float[] {3, NAN, -0f, 3, NAN, 0}, 2, 3));
        assertThat(unique.values().toFloats()).containsExactly(-0f, 3, NAN);
        assertThat(unique.inverse().toInts()).containsExactly(1, 2, 0, 1, 2, 0);
        assertThat(unique.inverse().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(unique.counts().toInts()).containsExactly(2, 2, 2);
        assertThat(f.unique(scope.of(new int[0], 0)).values().elements()).isZero();
    }

    @Test
    void searchesAndCounts() {
        Tensor sorted = t(1, 2, 2, 5);
        Tensor values = t(0, 2, 3, 9, NAN);
        assertThat(f.searchSorted(sorted, values, false).toInts()).containsExactly(0, 1, 3, 4, 4);
        assertThat(f.searchSorted(sorted, values, true).toInts()).containsExactly(0, 3, 3, 4, 4);
        assertThat(f.bincount(ints(1, 3, 1), 5).toInts()).containsExactly(0, 2, 0, 1, 0);
        assertThatThrownBy(() -> f.bincount(ints(5), 5)).hasMessageContaining("the index 5");
    }

    @Test
    void emptySegmentsAreZero() {
        Tensor x = scope.of(new float[] {-1, -2, -3, NAN, -5, -4}, 3, 2);
        Tensor segment = ints(2, 0, 2);
        assertThat(f.segments().sum(x, segment, 4).toFloats()).containsExactly(-3, NAN, 0, 0, -6, -6, 0, 0);
        assertThat(f.segments().mean(x, segment, 4).toFloats()).containsExactly(-3, NAN, 0, 0, -3, -3, 0, 0);
        assertThat(f.segments().max(x, segment, 4).toFloats()).containsExactly(-3, NAN, 0, 0, -1, -2, 0, 0);
        assertThat(f.segments().min(x, segment, 4).toFloats()).containsExactly(-3, NAN, 0, 0, -5, -4, 0, 0);
        assertThat(f.segments().softmax(t(1000, 0, 1000), segment, 4).toFloats())
                .containsExactly(0.5f, 1, 0.5f);
        assertThat(f.segments()
                        .max(scope.zeros(0, 2), scope.of(new int[0], 0), 1)
                        .toFloats())
                .containsExactly(0, 0);
        assertThat(f.segments()
                        .gatherSum(t(1, 10, 100), ints(0, 2, 2), ints(1, 1, 0), 3)
                        .toFloats())
                .containsExactly(100, 101, 0);
        assertThatThrownBy(() -> f.segments().sum(x, ints(0, 4, 1), 4)).hasMessageContaining("the index 4");
        assertThatThrownBy(() -> f.segments().sum(x, ints(0, 1), 4)).hasMessageContaining("[rows, ...]");
        assertThatThrownBy(() -> f.segments().gatherSum(x, ints(3), ints(0), 1)).hasMessageContaining("the index 3");
    }

    @Test
    void anIndexThatIsClosedBeforeTheGradientIsNamed() {
        Tensor x = scope.zeros(3, 20);
        Tape tape = scope.tape(List.of(x));
        Tensor y;
        try (TensorScope inner = scope.open()) {
            y = tape.indexSelect(x, 0, inner.of(new int[] {0, 2}, 2));
        }
        assertThatThrownBy(() -> tape.gradients(tape.sum(y)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("used after its scope");
    }
}
