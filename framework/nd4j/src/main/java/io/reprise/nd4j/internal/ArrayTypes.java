package io.reprise.nd4j.internal;

import io.reprise.api.RepriseException;
import io.reprise.tensor.ElementType;
import org.nd4j.linalg.api.buffer.DataType;

/** Which element type of tensors is which of ND4J. */
final class ArrayTypes {
    private ArrayTypes() {}

    static DataType dataType(ElementType type) {
        return switch (type) {
            case FLOAT -> DataType.FLOAT;
            case DOUBLE -> DataType.DOUBLE;
            case INT -> DataType.INT;
            case LONG -> DataType.LONG;
            case BOOL -> DataType.BOOL;
        };
    }

    static ElementType elementType(DataType type) {
        return switch (type) {
            case FLOAT -> ElementType.FLOAT;
            case DOUBLE -> ElementType.DOUBLE;
            case INT -> ElementType.INT;
            case LONG -> ElementType.LONG;
            case BOOL -> ElementType.BOOL;
            default ->
                throw RepriseException.problem("Tensors have no elements of ND4J's type " + type)
                        .at("ofNd4j")
                        .expected("FLOAT, DOUBLE, INT, LONG or BOOL")
                        .hint("Convert the array first, for instance with castTo(DataType.FLOAT).");
        };
    }
}
