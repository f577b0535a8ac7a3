package io.reprise.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.nd4j.thirdparty.Multiplication;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

class SecondLoadIT {
    @Test
    void refusesToLoadNd4jAgainAfterTheBundleWasReplaced(@TempDir Path storage) throws Exception {
        try (RuntimeWithNd4j runtime = new RuntimeWithNd4j(storage)) {
            assertThat(runtime.run(Multiplication.class)).hasSize(4);

            runtime.nd4j().stop();
            runtime.nd4j().start();
            assertThat(runtime.run(Multiplication.class))
                    .as("after a stop and a start")
                    .hasSize(4);

            runtime.nd4j().uninstall();
            runtime.installNd4j();
            refresh(runtime);
            runtime.nd4j().start();

            assertThatThrownBy(() -> runtime.run(Multiplication.class))
                    .hasMessageContaining("ND4J was already loaded in this process")
                    .hasMessageContaining("Restart Reprise");
        }
    }

    private static void refresh(RuntimeWithNd4j runtime) throws InterruptedException {
        CountDownLatch refreshed = new CountDownLatch(1);
        runtime.context().getBundle(0).adapt(FrameworkWiring.class).refreshBundles(null, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                refreshed.countDown();
            }
        });
        assertThat(refreshed.await(60, TimeUnit.SECONDS)).isTrue();
    }
}
