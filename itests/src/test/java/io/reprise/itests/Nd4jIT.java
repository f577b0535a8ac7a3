package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.nd4j.Nd4jBridge;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** ND4J comes when it is asked for, and computes on the tensors' own memory. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class Nd4jIT {
    @Inject
    BundleContext context;

    @Inject
    @Filter(timeout = 15_000)
    TensorService tensors;

    @Configuration
    public Option[] runtime() {
        return Runtime.with(Folders.empty(Nd4jIT.class, "home"));
    }

    @Test
    public void sharesTheMemoryOfATensor() throws Exception {
        assertThat(context.getServiceReference("io.reprise.nd4j.Nd4jBridge"))
                .as("before it is asked for")
                .isNull();
        startOptionalBundles();
        new Sharing(context, tensors).check();
    }

    private void startOptionalBundles() throws Exception {
        List<Bundle> toStart = new ArrayList<>();
        for (Path jar : Folders.list(Folders.distribution().resolve("optional/nd4j"))) {
            Bundle bundle = context.installBundle(Runtime.reference(jar));
            if (!Runtime.isFragment(jar)) {
                toStart.add(bundle);
            }
        }
        assertThat(toStart).isNotEmpty();
        for (Bundle bundle : toStart) {
            bundle.start();
        }
    }

    /** In a class of its own, which is loaded when ND4J is there. */
    private record Sharing(BundleContext context, TensorService tensors) {
        void check() throws InterruptedException {
            ServiceTracker<Nd4jBridge, Nd4jBridge> tracker = new ServiceTracker<>(context, Nd4jBridge.class, null);
            tracker.open();
            Nd4jBridge bridge = tracker.waitForService(15_000);
            try (TensorScope scope = tensors.open("test")) {
                Tensor tensor = scope.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
                INDArray array = bridge.toNd4j(tensor);
                array.muli(10);
                assertThat(tensor.toFloats()).containsExactly(10, 20, 30, 40, 50, 60);
                tensor.fill(7);
                assertThat(array.sumNumber().doubleValue()).isEqualTo(42);
                assertThat(bridge.ofNd4j(scope, array).address()).isEqualTo(tensor.address());
            } finally {
                tracker.close();
            }
        }
    }
}
