package io.reprise.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.nd4j.thirdparty.LeastSquares;
import io.reprise.nd4j.thirdparty.Multiplication;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Nd4jBundleIT {
    private RuntimeWithNd4j runtime;

    @BeforeAll
    void startRuntime(@TempDir Path storage) throws Exception {
        runtime = new RuntimeWithNd4j(storage);
    }

    @AfterAll
    void stopRuntime() throws Exception {
        runtime.close();
    }

    @Test
    void multipliesTensorsOfTheTensorService() throws Exception {
        assertThat(runtime.run(Multiplication.class)).containsExactly(58, 64, 139, 154);
    }

    @Test
    void tellsWhatComputesToThoseWhoDoNotKnowTheBundle() throws Exception {
        BundleContext context = runtime.thirdPartyContext();
        ServiceReference<?>[] platforms =
                context.getServiceReferences("java.util.function.Supplier", "(reprise.platform=ND4J)");

        assertThat(platforms).hasSize(1);
        assertThat(((Supplier<?>) context.getService(platforms[0])).get())
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
                .containsEntry("version", "1.0.0-M2.1")
                .containsEntry("backend", "CpuBackend")
                .containsEntry("threads", "1");
    }

    @Test
    void trainsWithSameDiff() throws Exception {
        float[] weights = runtime.run(LeastSquares.class);

        assertThat(weights[0]).isCloseTo(2, within(1e-3f));
        assertThat(weights[1]).isCloseTo(-1, within(1e-3f));
    }
}
