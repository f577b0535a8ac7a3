package io.reprise.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.module.ModuleFinder;
import org.junit.jupiter.api.Test;

class VectorModuleTest {
    @Test
    void bringsInTheModuleThatTheJvmWasStartedWithout() throws ClassNotFoundException {
        assumeTrue(ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent(), "this Java has no Vector API");
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isEmpty();

        assertThat(VectorModule.load()).isTrue();

        Class<?> vector = Class.forName("jdk.incubator.vector.FloatVector");
        assertThat(vector.getModule().getName()).isEqualTo("jdk.incubator.vector");
        assertThat(vector.getClassLoader())
                .as("only what Java itself loads is compiled to vector instructions")
                .isNull();
    }

    @Test
    void mayBeAskedTwice() {
        assertThat(VectorModule.load()).isEqualTo(VectorModule.load());
    }
}
