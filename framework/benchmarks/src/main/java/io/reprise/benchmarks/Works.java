package io.reprise.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** All that is measured. */
final class Works {
    private Works() {}

    static List<Work> all() {
        return Stream.of(
                        Perceptrons.works(),
                        Transformer.works(),
                        DragonHatchling.works(),
                        Million.works(),
                        SmallOperations.works(),
                        MatrixProducts.works(),
                        Convolutions.works(),
                        SpikingNeurons.works(),
                        Messages.works(),
                        Decompositions.works(),
                        Fourier.works())
                .flatMap(List::stream)
                .toList();
    }

    static Work named(String name) {
        return all().stream()
                .filter(work -> work.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no work " + name));
    }
}
