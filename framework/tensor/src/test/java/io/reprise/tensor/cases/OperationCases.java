package io.reprise.tensor.cases;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All operations, as cases that the tests of every implementation share: the kernels of this machine against the scalar
 * ones, one pass against parts, the tape against central differences, and ND4J against all of them.
 */
public final class OperationCases {
    private OperationCases() {}

    private static final List<Function<Integer, List<OperationCase>>> TOPICS = List.of(
            ElementwiseCases::cases,
            ReductionCases::cases,
            ShapeCases::cases,
            ProductCases::cases,
            LayerCases::cases,
            RecurrentCases::cases,
            SpikingCases::cases,
            FourierCases::cases,
            ImageCases::cases,
            NormalisationCases::cases,
            IndexCases::cases,
            SortingCases::cases,
            SegmentCases::cases,
            SparseCases::cases,
            LossCases::cases,
            AttentionCases::cases,
            LinearAlgebraCases::cases);

    /**
     * The cases of all topics.
     *
     * @param n the length of the axis that vectors run along; at least 1
     */
    public static Stream<OperationCase> all(int n) {
        return TOPICS.stream().flatMap(topic -> topic.apply(n).stream());
    }

    static int[] s(int... sizes) {
        return sizes;
    }
}
