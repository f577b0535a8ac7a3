package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.engine.Catalog;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.Pipelines;
import io.reprise.engine.PluginInfo;
import io.reprise.engine.Runs;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** The runtime without any method. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class EmptyRuntimeIT {
    @Inject
    BundleContext context;

    @Inject
    @Filter(timeout = 15_000)
    Catalog catalog;

    @Inject
    @Filter(timeout = 15_000)
    Pipelines pipelines;

    @Inject
    @Filter(timeout = 15_000)
    Runs runs;

    @Inject
    @Filter(timeout = 15_000)
    TensorService tensors;

    @Configuration
    public Option[] runtime() {
        return Runtime.with(Folders.empty(EmptyRuntimeIT.class, "home"));
    }

    @Test
    public void startsEveryBundle() {
        List<Bundle> notStarted = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getHeaders().get("Fragment-Host") == null)
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING)
                .toList();

        assertThat(notStarted).isEmpty();
    }

    @Test
    public void attachesEveryFragment() {
        List<Bundle> notAttached = Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getHeaders().get("Fragment-Host") != null)
                .filter(bundle -> bundle.getState() != Bundle.RESOLVED)
                .toList();

        assertThat(notAttached).isEmpty();
    }

    @Test
    public void offersMethodsButHasNone() {
        assertThat(catalog.methods()).extracting(MethodInfo::name).contains("dragon-hatchling", "wordnet");
        assertThat(catalog.methods()).noneMatch(MethodInfo::installed);
        assertThat(catalog.plugins())
                .extracting(PluginInfo::name)
                .containsExactlyInAnyOrder("bytes", "flatten", "one-hot", "rate-spikes", "rename", "scale");
        assertThat(pipelines.list()).isEmpty();
        assertThat(runs.list()).isEmpty();
    }

    @Test
    public void computesWithTensors() {
        try (TensorScope scope = tensors.open("test")) {
            assertThat(scope.ops()
                            .matmul(scope.of(new float[] {1, 2, 3, 4}, 2, 2), scope.of(new float[] {5, 6}, 2, 1))
                            .toFloats())
                    .containsExactly(17, 39);
        }
        assertThat(tensors.liveBytes()).isZero();
    }
}
