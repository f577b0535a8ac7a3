package io.reprise.nd4j.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.nd4j.Nd4jBridge;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.NativeTensorService;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Nd4jServiceTest {
    private final NativeTensorService tensors = new NativeTensorService();
    private final Nd4jBridge bridge = new Nd4jService(tensors, new Nd4jRuntime());
    private final TensorScope scope = tensors.open("test");

    @AfterEach
    void closeScope() {
        scope.close();
    }

    @ParameterizedTest
    @CsvSource({"FLOAT,FLOAT", "DOUBLE,DOUBLE", "INT,INT", "LONG,LONG", "BOOL,BOOL"})
    void arrayOfATensorSharesItsMemory(ElementType type, DataType dataType) {
        Tensor tensor = scope.zeros(type, Shape.of(2, 3));
        tensor.set(0, 1, 0, 0, 0, 1);

        INDArray array = bridge.toNd4j(tensor);

        assertThat(array.dataType()).isEqualTo(dataType);
        assertThat(array.shape()).containsExactly(2, 3);
        assertThat(array.getDouble(0, 1)).isEqualTo(1);
        assertThat(array.getDouble(1, 2)).isEqualTo(1);
        assertThat(array.getDouble(1, 1)).isEqualTo(0);

        array.putScalar(1, 0, 1.0);
        tensor.rows(0, 1).fill(0);

        assertThat(tensor.toDoubles()).containsExactly(0, 0, 0, 1, 0, 1);
        assertThat(array.getDouble(0, 1)).isEqualTo(0);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT,FLOAT", "DOUBLE,DOUBLE", "INT,INT", "LONG,LONG", "BOOL,BOOL"})
    void tensorOfARowMajorArraySharesItsMemory(ElementType type, DataType dataType) {
        bridge.info();
        INDArray array =
                Nd4j.createFromArray(new double[][] {{0, 1, 0}, {0, 0, 1}}).castTo(dataType);

        Tensor tensor = bridge.ofNd4j(scope, array);

        assertThat(tensor.type()).isEqualTo(type);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(tensor.toDoubles()).containsExactly(0, 1, 0, 0, 0, 1);

        array.putScalar(1, 0, 1.0);
        tensor.rows(0, 1).fill(0);

        assertThat(tensor.toDoubles()).containsExactly(0, 0, 0, 1, 0, 1);
        assertThat(array.getDouble(0, 1)).isEqualTo(0);
    }

    @Test
    void operationsOfNd4jWriteIntoTensors() {
        Tensor product = scope.zeros(2, 2);

        bridge.toNd4j(scope.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3))
                .mmuli(bridge.toNd4j(scope.of(new float[] {7, 8, 9, 10, 11, 12}, 3, 2)), bridge.toNd4j(product));

        assertThat(product.toFloats()).containsExactly(58, 64, 139, 154);
    }

    @Test
    void rowsOfATensorBecomeAnArrayOfThoseRows() {
        Tensor tensor = scope.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);

        INDArray array = bridge.toNd4j(tensor.rows(1, 2));

        assertThat(array.toFloatMatrix()).isDeepEqualTo(new float[][] {{3, 4}, {5, 6}});
        array.addi(10);
        assertThat(tensor.toFloats()).containsExactly(1, 2, 13, 14, 15, 16);
    }

    @Test
    void rowOfAnArrayBecomesATensorOfThatRow() {
        bridge.info();
        INDArray array = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}, {5, 6}});

        Tensor row = bridge.ofNd4j(scope, array.getRow(1));

        assertThat(row.toFloats()).containsExactly(3, 4);
        row.fill(9);
        assertThat(array.toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 2}, {9, 9}, {5, 6}});
    }

    @Test
    void scalarsStayScalars() {
        INDArray array = bridge.toNd4j(scope.scalar(3));

        assertThat(array.rank()).isZero();
        assertThat(array.getFloat()).isEqualTo(3);
        Tensor tensor = bridge.ofNd4j(scope, array);
        assertThat(tensor.shape()).isEqualTo(Shape.SCALAR);
        assertThat(tensor.item()).isEqualTo(3);
    }

    @Test
    void tensorsWithoutElementsKeepTheirShape() {
        INDArray array = bridge.toNd4j(scope.zeros(0, 3));

        assertThat(array.isEmpty()).isTrue();
        assertThat(array.shape()).containsExactly(0, 3);
        assertThat(bridge.ofNd4j(scope, array).shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void transposedColumnMajorAndGappyArraysAreCopied() {
        bridge.info();
        INDArray array = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});

        Tensor transposed = bridge.ofNd4j(scope, array.transpose());
        Tensor columnMajor = bridge.ofNd4j(scope, array.dup('f'));
        Tensor gappy = bridge.ofNd4j(scope, array.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2)));
        array.assign(0);

        assertThat(transposed.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(transposed.toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(columnMajor.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(gappy.toFloats()).containsExactly(1, 2, 4, 5);
    }

    @Test
    void arraysInAWorkspaceAreCopied() {
        bridge.info();
        Tensor tensor;
        try (MemoryWorkspace workspace =
                Nd4j.getWorkspaceManager().getAndActivateWorkspace("arraysInAWorkspaceAreCopied")) {
            INDArray array = Nd4j.createFromArray(new float[] {1, 2, 3});
            assertThat(array.isAttached()).isTrue();

            tensor = bridge.ofNd4j(scope, array);
            array.assign(0);
        }

        assertThat(tensor.toFloats()).containsExactly(1, 2, 3);
    }

    @Test
    void memoryThatAnArrayHoldsIsNotGivenToOthers() {
        INDArray array;
        try (TensorScope lender = tensors.open("lender")) {
            array = bridge.toNd4j(lender.of(new float[] {1, 2, 3, 4}, 4));
        }

        for (int i = 0; i < 100; i++) {
            try (TensorScope other = tensors.open("other")) {
                other.zeros(4).fill(9);
            }
        }

        assertThat(array.toFloatVector()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void tensorKeepsTheArrayWhoseMemoryItIsOn() {
        bridge.info();
        Tensor tensor = bridge.ofNd4j(scope, Nd4j.ones(DataType.FLOAT, 1024));

        List<INDArray> others = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            System.gc();
            others.add(Nd4j.zeros(DataType.FLOAT, 1024));
        }

        assertThat(others).allMatch(other -> other.sumNumber().floatValue() == 0);
        assertThat(tensor.toFloats()).containsOnly(1);
    }

    @Test
    void closingTheArrayLeavesTheTensorIntact() {
        Tensor tensor = scope.of(new float[] {1, 2, 3}, 3);

        bridge.toNd4j(tensor).close();

        assertThat(tensor.toFloats()).containsExactly(1, 2, 3);
    }

    @Test
    void refusesElementTypesThatTensorsLack() {
        bridge.info();
        INDArray array = Nd4j.create(DataType.HALF, 2);

        assertThatThrownBy(() -> bridge.ofNd4j(scope, array))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("HALF")
                .hasMessageContaining("castTo");
    }

    @Test
    void refusesATensorOfAClosedScope() {
        Tensor tensor = scope.zeros(2);
        scope.close();

        assertThatIllegalStateException().isThrownBy(() -> bridge.toNd4j(tensor));
    }

    @Test
    void saysWhatComputes() {
        assertThat(bridge.info().version()).isEqualTo("1.0.0-M2.1");
        assertThat(bridge.info().backend()).isEqualTo("CpuBackend");
        assertThat(bridge.info().blas()).isEqualTo("OPENBLAS");
        assertThat(bridge.info().devices()).isEqualTo(1);
        assertThat(bridge.info().threads()).isEqualTo(1);
    }
}
