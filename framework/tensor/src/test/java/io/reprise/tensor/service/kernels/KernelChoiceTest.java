package io.reprise.tensor.service.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
    @AfterEach
    void ask() {
        System.clearProperty(KernelChoice.PROPERTY);
    }

    @Test
    void vectorsAreChosenWhereTheJdkHasThem() {
        assertThat(KernelChoice.choose().description()).startsWith("SIMD");
    }

    @Test
    void propertyOverridesTheChoice() {
        System.setProperty(KernelChoice.PROPERTY, "scalar");
        assertThat(KernelChoice.choose().description()).isEqualTo("scalar");
    }

    @Test
    void unknownKernelsAreRefused() {
        System.setProperty(KernelChoice.PROPERTY, "quantum");
        assertThatThrownBy(KernelChoice::choose)
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("quantum")
                .hasMessageContaining("scalar or simd");
    }

    @Test
    void platformNamesKernelsAndLibrary() {
        assertThat(KernelChoice.platform(KernelChoice.choose()))
                .containsEntry("threads", "1")
                .hasEntrySatisfying("blas", blas -> assertThat(blas).matches("OpenBLAS \\d+\\.\\d+\\.\\d+.*"));
    }
}
