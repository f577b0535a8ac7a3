package io.reprise.tensor.service.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of loops that the compiler keeps apart, which the distribution gives to Java. */
class LoopsApartTest {
    private static final Path LIST = Path.of("../../distribution/src/main/lib/kernels.compile");
    private static final String START = "dontinline io.reprise.tensor.service.kernels.";

    @Test
    void everyClassOfLoopsOverVectorsIsListedAndExists() throws IOException {
        List<String> lines = Files.readAllLines(LIST);
        assertThat(lines.get(0)).as("so that Java does not repeat the list").isEqualTo("quiet");
        List<String> listed = lines.stream()
                .skip(1)
                .map(line -> line.replace(START, "").replace("::*", ""))
                .toList();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/reprise/tensor/service/kernels"))) {
            List<String> loops = sources.filter(LoopsApartTest::storesVectors)
                    .map(source -> source.getFileName().toString().replace(".java", ""))
                    .toList();
            assertThat(listed).containsAll(loops);
        }
        for (String name : listed) {
            assertThat(Path.of("src/main/java/io/reprise/tensor/service/kernels", name + ".java"))
                    .exists();
        }
    }

    private static boolean storesVectors(Path source) {
        try {
            return Files.readString(source).contains("FloatLanes.store(");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
